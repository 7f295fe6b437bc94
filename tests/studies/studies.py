"""A small parallel study and a small crossover with known truths, made from a seed.

The parallel study (`parallel.yaml`): 40 people, 20 in each arm, 14 days of run-in, three visits.
The drug is felt, what is felt makes the guess, and the guess, the drug and the person make
well-being; so the direct effect is identified and is not the total effect.
The crossover (`crossover.yaml`): 12 people, two in each of Williams' six sequences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from limen.allocation import Procedure
from limen.allocation.generate import allocations as draw
from limen.dataset import Allocations, Dataset, Provenance, UnsealedDataset
from limen.dataset.storage.protocol_text import protocol_text
from limen.protocol import load_protocol
from limen.protocol.load import parse_protocol
from limen.randomness import stream

HERE = Path(__file__).parent
SEED = 20261123
PEOPLE, RUN_IN, DAYS, VISITS = 40, 14, 21, (7, 14, 21)
DOSES = tuple(range(1, 21, 3))
BY = {"respondent": "participant", "source": "simulated"}

DIRECT, BELIEF, FELT = 3.0, 4.0, 30.0  # points of well-being, points, points of drug intensity
SLOPE, REACTIVITY = 2.0, -8.0  # distress per point of stress; effect on distress beyond it
EFFECT_5, EFFECT_10, CARRIED, PERIODS = 6.0, 12.0, 5.0, (0.0, 2.0, 4.0)

Records = list[dict[str, object]]


@dataclass(frozen=True)
class Study:
    """A dataset with the allocations that belong to it."""

    dataset: Dataset
    allocations: Allocations

    @property
    def unsealed(self) -> UnsealedDataset:
        """The dataset with its arms."""
        return self.dataset.unseal(self.allocations)

    @property
    def active(self) -> np.ndarray:
        """Whether each participant of the parallel study is in arm MD, shape (N,)."""
        arm = self.unsealed.arm_of
        return np.array([arm[person] == "MD" for person in self.dataset.participants])

    def scores(self, instrument: str, subscale: str, occasions: Sequence[str]) -> np.ndarray:
        """Scores read without Limen's reader, shape (N, T); NaN where there is none."""
        found = {
            (row["participant"], row["occasion"]): float(row["score"])
            for row in self.dataset.rows("scores")
            if (row["instrument"], row["subscale"]) == (instrument, subscale) and row["score"]
        }
        people = self.dataset.participants
        return np.array([[found.get((p, o), np.nan) for o in occasions] for p in people])

    def with_tables(self, **tables: Records) -> Study:
        """The study with some tables replaced, and the allocations sealed anew for them."""
        changed = self.dataset.with_tables(**tables)
        return Study(changed, Allocations.of(changed.hash, self.allocations.rows))

    def planning(self, *analyses: str) -> Study:
        """The same data with only these analyses in the plan, and no family of tests."""
        protocol = self.dataset.protocol
        kept = tuple(item for item in protocol.analysis.analyses if item.id in analyses)
        plan = protocol.analysis.model_copy(update={"analyses": kept, "multiplicity": ()})
        return self._with(protocol_text(protocol.model_copy(update={"analysis": plan})))

    def amended(self, old: str, new: str) -> Study:
        """The same data under the protocol of the file with a text replaced."""
        text = (HERE / "parallel.yaml").read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        return self._with(text.replace(old, new))

    def _with(self, protocol: str) -> Study:
        changed = Dataset.from_tables(
            parse_protocol(protocol),
            {name: list(self.dataset.rows(name)) for name in self.dataset.tables},
            simulated=True,
        )
        return Study(changed, Allocations.of(changed.hash, self.allocations.rows))

    def without_diary(self) -> Study:
        """The same study, but for the diaries, which are most of its rows."""
        kept = {
            name: [row for row in self.dataset.rows(name) if "diary" not in row["occasion"]]
            for name in ("occasions", "scores")
        }
        return self.with_tables(**kept)

    def only(self, people: int) -> Study:
        """The first people of the study."""
        keep = set(self.dataset.participants[:people])
        tables: dict[str, Records] = {
            name: [dict(row) for row in self.dataset.rows(name) if row["participant"] in keep]
            for name in self.dataset.tables
        }
        changed = self.dataset.with_tables(**tables)
        rows = [row for row in self.allocations.rows if row["participant"] in keep]
        return Study(changed, Allocations.of(changed.hash, rows))

    def with_arms(self, arm_of: Mapping[str, str]) -> Study:
        """The same dataset with other arms."""
        given = self.dataset.protocol.arm
        rows = [
            {
                **row,
                "arm": arm_of.get(row["participant"], row["arm"]),
                "intervention": given(arm_of.get(row["participant"], row["arm"])).periods[0],
            }
            for row in self.allocations.rows
        ]
        return Study(self.dataset, Allocations.of(self.dataset.hash, rows))


def parallel(seed: int = SEED) -> Study:
    """The parallel study; the same seed gives the same study."""
    who, said = stream(seed, "test.people"), stream(seed, "test.answers")
    people = [f"p{i:02d}" for i in range(1, PEOPLE + 1)]
    male = np.arange(PEOPLE) % 2
    procedure = Procedure(
        kind="permuted_blocks", arms=("PL", "MD"), ratio=(1, 1), block_sizes=(2, 4)
    )
    active = draw(procedure, replicates=1, rng=who, strata=male)[0] == 1
    age = who.integers(21, 60, PEOPLE)
    expected = who.normal(60, 15, PEOPLE).clip(0, 100).round()
    person = who.normal(0, 3, PEOPLE)
    tables: dict[str, Records] = {
        "participants": [
            {
                "participant": p,
                "site": "riga",
                "sex": ("female", "male")[male[i]],
                "stratum": f"sex={('female', 'male')[male[i]]}",
                "age_years": int(age[i]),
                "status": "withdrawn" if i in (3, 16) else "completed",
                **BY,
            }
            for i, p in enumerate(people)
        ],
        "expectancies": [
            {"participant": p, "occasion": "baseline", "name": "benefit", "expectation": e, **BY}
            for p, e in zip(people, expected, strict=True)
        ],
        "measurements": [
            {
                "participant": p,
                "occasion": "baseline",
                "measurement": "systolic",
                "value": round(float(said.normal(125, 10))),
                "unit": "mmHg",
                **BY,
            }
            for p in people
        ],
        "occasions": list(_occasions(people)),
        "administrations": [
            {
                "participant": p,
                "number": number,
                "study_day": day,
                "period": 1,
                "kit": f"{p}-{number}",
                "status": "taken",
                **BY,
            }
            for p in people
            for number, day in enumerate(DOSES, start=1)
        ],
        "scores": [],
        "guesses": [],
        "adverse_events": list(_events(people, active)),
        "intercurrent_events": [
            {
                "participant": people[3],
                "event": "stopping_dosing",
                "study_day": 9,
                "reason": "adverse event",
                **BY,
            }
        ],
    }
    tables["scores"] += _diary(people, active, said)
    for visit in range(len(VISITS)):
        scores, guesses = _visit(visit, people, active, (age, expected, person), said)
        tables["scores"] += scores
        tables["guesses"] += guesses
    tables["scores"] += [
        _score(p, "baseline", "wemwbs", "total", 42 + person[i] + said.normal(0, 2), 14, 70)
        for i, p in enumerate(people)
    ]
    tables["scores"] += [
        _score(p, "baseline", "pss10", "total", said.normal(20, 5), 0, 40) for p in people
    ]
    dataset = _dataset("parallel.yaml", tables, seed)
    arms = [("PL", "placebo"), ("MD", "lsd_10")]
    sealed = [
        {
            "participant": p,
            "arm": arms[int(is_active)][0],
            "period": 1,
            "intervention": arms[int(is_active)][1],
            **BY,
        }
        for p, is_active in zip(people, active, strict=True)
    ]
    return Study(dataset, Allocations.of(dataset.hash, sealed))


def _occasions(people: Sequence[str]) -> Iterator[dict[str, object]]:
    planned = [("run_in_diary", i, i - RUN_IN - 1) for i in range(1, RUN_IN + 1)]
    planned += [("diary", i, i) for i in range(1, DAYS + 1)]
    planned += [("visit", i, day) for i, day in enumerate(VISITS, start=1)]
    planned += [("day_after", 1, DOSES[0] + 1), ("day_after", 2, DOSES[3] + 1)]
    for person in people:
        for definition, number, day in planned:
            yield {
                "participant": person,
                "occasion": f"{definition}.{number}",
                "definition": definition,
                "number": number,
                "period": 1 if day > 0 else "",
                "study_day": day if day > 0 else "",
                "state": "submitted",
                **BY,
            }


def _score(
    person: str, occasion: str, instrument: str, subscale: str, value: float, low: int, high: int
) -> dict[str, object]:
    return {
        "participant": person,
        "occasion": occasion,
        "instrument": instrument,
        "subscale": subscale,
        "score": int(np.clip(round(float(value)), low, high)),
        **BY,
    }


def _diary(people: Sequence[str], active: np.ndarray, said: np.random.Generator) -> Records:
    found: Records = []
    for i, person in enumerate(people):
        for definition, days in (("run_in_diary", RUN_IN), ("diary", DAYS)):
            effect = REACTIVITY * active[i] * (definition == "diary")
            for day in range(1, days + 1):
                at = f"{definition}.{day}"
                stress = int(said.integers(0, 16))
                distress = 25 + SLOPE * stress + effect + said.normal(0, 4)
                found.append(_score(person, at, "limen_stressors", "burden", stress, 0, 48))
                found.append(_score(person, at, "limen_daily", "distress", distress, 0, 100))
        for number in (1, 2):
            mood = 50 + 5 * active[i] + said.normal(0, 5)
            found.append(_score(person, f"day_after.{number}", "limen_daily", "mood", mood, 0, 100))
    return found


def _visit(
    visit: int,
    people: Sequence[str],
    active: np.ndarray,
    known: tuple[np.ndarray, np.ndarray, np.ndarray],
    said: np.random.Generator,
) -> tuple[Records, Records]:
    """Intensity, then the guess, then well-being; two people leave, one misses a visit."""
    age, expected, person = known
    scores: Records = []
    guesses: Records = []
    for i, name in enumerate(people):
        felt = float(np.clip(said.normal(25 + FELT * active[i], 18), 0, 100))
        lean = said.normal(0, 1) + (felt - 37) / 40 + (expected[i] - 60) / 30
        unsure = said.random() < 0.12
        believes = lean > 0
        noise, stress = said.normal(0, 2), said.normal(18 - 2 * active[i], 4)
        if (i in (3, 16) and visit > 0) or (i == 7 and visit == 1):
            continue
        at = f"visit.{visit + 1}"
        value = (
            42
            + person[i]
            + DIRECT * active[i]
            + BELIEF * (believes and not unsure)
            + 0.05 * (age[i] - 40)
            + visit
            + noise
        )
        scores.append(_score(name, at, "limen_intensity", "intensity", felt, 0, 100))
        scores.append(_score(name, at, "wemwbs", "total", value, 14, 70))
        scores.append(_score(name, at, "pss10", "total", stress, 0, 40))
        guesses.append(
            {
                "participant": name,
                "occasion": at,
                "guess": "guess",
                "about": "arm",
                "answer": "dont_know" if unsure else ("PL", "MD")[int(believes)],
                "confidence_percent": "" if unsure else round(min(100.0, 50 + 20 * abs(lean))),
                **BY,
            }
        )
    return scores, guesses


def _events(people: Sequence[str], active: np.ndarray) -> Iterator[dict[str, object]]:
    """Headache in every third person on the drug and every ninth on placebo; one is serious."""
    arms = {True: 0, False: 0}
    for i, person in enumerate(people):
        is_active = bool(active[i])
        arms[is_active] += 1
        if arms[is_active] % (3 if is_active else 9) == 0:
            yield {
                "participant": person,
                "event": "1",
                "term": "headache",
                "onset_day": 2,
                "end_day": 3,
                "serious": "yes" if i == 3 else "no",
                "severity_grade": 1 + i % 2,
                "relatedness": "possible",
                **BY,
            }


def crossover(seed: int = SEED) -> Study:
    """The crossover; the same seed gives the same study."""
    said = stream(seed, "test.crossover")
    protocol = load_protocol(HERE / "crossover.yaml")
    people = [f"c{i:02d}" for i in range(1, 13)]
    effects = {"placebo": 0.0, "lsd_5": EFFECT_5, "lsd_10": EFFECT_10}
    tables: dict[str, Records] = {
        name: [] for name in ("participants", "occasions", "scores", "guesses")
    }
    sealed: Records = []
    for i, name in enumerate(people):
        arm = protocol.arms[i % len(protocol.arms)]
        own, before = 40 + said.normal(0, 8), "placebo"
        tables["participants"].append({"participant": name, "site": "riga", **BY})
        for period, given in enumerate(arm.periods, start=1):
            at = f"session.{period}"
            mood = own + effects[given] + PERIODS[period - 1] + CARRIED * (before == "lsd_10")
            day = 7 * (period - 1) + 1
            tables["occasions"].append(
                {
                    "participant": name,
                    "occasion": at,
                    "definition": "session",
                    "number": period,
                    "period": period,
                    "study_day": day,
                    "state": "submitted",
                    **BY,
                }
            )
            tables["scores"].append(
                _score(name, at, "limen_daily", "mood", mood + said.normal(0, 1.5), 0, 100)
            )
            answer = said.choice([given, given, "placebo", "lsd_5", "dont_know"])
            tables["guesses"].append(
                {"participant": name, "occasion": at, "guess": "guess", "answer": answer, **BY}
            )
            sealed.append(
                {"participant": name, "arm": arm.id, "period": period, "intervention": given, **BY}
            )
            before = given
    dataset = _dataset("crossover.yaml", tables, seed)
    return Study(dataset, Allocations.of(dataset.hash, sealed))


def _dataset(file: str, tables: Mapping[str, Records], seed: int) -> Dataset:
    return Dataset.from_tables(
        load_protocol(HERE / file),
        dict(tables),
        simulated=True,
        seed=seed,
        provenance=Provenance(source="made for tests"),
    )
