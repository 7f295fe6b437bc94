"""From a dataset to its record; the arms only where the dataset is unsealed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from limen.analyse.reading import Reader
from limen.analyse.reading.covariates import covariate_of
from limen.analyse.reading.index import Index
from limen.analyse.reading.respondents import of_one_respondent
from limen.dataset import Dataset, UnsealedDataset
from limen.dataset.vocabulary import parts
from limen.rehearse.calibrate.records.record import (
    CANCELLED,
    MISSED,
    NOT_LISTED,
    SUBMITTED,
    UNKNOWN,
    Event,
    Reason,
    Record,
    Stop,
)
from limen.results import Bools, Floats, Ints
from limen.simulate.draw import DONT_KNOW, NOT_ASKED
from limen.simulate.scenario import Scenario
from limen.simulate.study import Study

_STATES = {"submitted": SUBMITTED, "missed": MISSED, "expired": MISSED, "cancelled": CANCELLED}
_TAKEN = ("taken", "partly_taken")


def record_of(dataset: Dataset) -> Record:
    """Everything that a calibration reads.

    Raises `DocumentError` if the protocol cannot be simulated, for then no scenario fits it.
    """
    study = study_of(dataset)
    index = Index(dataset.participants, tuple(one.id for one in study.timeline.occasions))
    stops = tuple(_stops(dataset, index))
    given = _given(dataset, study, index)
    content, taken, recorded = _doses(dataset, study, index, given, stops)
    answers = {one.id: _answers(dataset, study, one.id) for one in study.guesses}
    return Record(
        study=study,
        sealed=not isinstance(dataset, UnsealedDataset),
        given=given,
        content=content,
        taken=taken,
        dose_recorded=recorded,
        state=_states(dataset, index),
        scores=dict(_scores(dataset, study)),
        answers={name: found[0] for name, found in answers.items()},
        confidence={name: found[1] for name, found in answers.items()},
        expected=dict(_expected(dataset, index)),
        covariates=dict(_covariates(dataset)),
        events=tuple(_events(dataset, index)),
        stops=stops,
        rescued=tuple(_befell(dataset, index, "rescue_medication")),
        unblinded=tuple(_befell(dataset, index, "emergency_unblinding")),
    )


def study_of(dataset: Dataset) -> Study:
    """The study as it was run, under the scenario in which nothing happens."""
    return Study(dataset.protocol, plain_scenario(dataset.protocol, len(dataset.participants)))


def plain_scenario(protocol: object, people: int) -> Scenario:
    """Nothing happens to this many people; a protocol's stressors are there."""
    derived = any(one.derived for one in parts(getattr(protocol, "outcomes", ())))
    return Scenario.model_validate(
        {
            "limen": 1,
            "id": "unlearned",
            "title": "Nothing happens",
            "participants": max(people, 1),
            **({"stressors": {"per_day": 1}} if derived else {}),
        }
    )


def _given(dataset: Dataset, study: Study, index: Index) -> Ints:
    """The intervention of each period, (N, P)."""
    given = np.full((len(index.participants), study.periods), UNKNOWN)
    if not isinstance(dataset, UnsealedDataset):
        return given
    code = {name: k for k, name in enumerate(study.interventions)}
    arms = dict(zip(study.arms, study.sequence, strict=True))
    drawn = dict(zip(study.arms, study.drawn_order, strict=True))
    for person, arm in dataset.arm_of.items():
        if arm in arms and not drawn[arm]:
            given[index.rows[person]] = arms[arm]
    for row in dataset.sealed_allocations.rows:
        if row["period"] and not row["kit"] and row["intervention"]:
            given[index.rows[row["participant"]], int(row["period"]) - 1] = code[
                row["intervention"]
            ]
    return given


def _doses(
    dataset: Dataset, study: Study, index: Index, given: Ints, stops: tuple[Stop, ...]
) -> tuple[Ints, Bools, Bools]:
    """What each dose held, whether it was taken, and whether anything is recorded; (N, D) each.

    A dose without a row was not taken if the person had stopped by then; else nobody knows, and
    it counts as taken. A kit's own content comes before its period's.
    """
    doses = study.timeline.doses
    shape = (len(index.participants), len(doses))
    places = {dose.number: d for d, dose in enumerate(doses)}
    code = {name: k for k, name in enumerate(study.interventions)}
    kits: dict[tuple[str, str], str] = {}
    if isinstance(dataset, UnsealedDataset):
        kits = {
            (row["participant"], row["kit"]): row["intervention"]
            for row in dataset.sealed_allocations.rows
            if row["kit"]
        }
    content = np.stack([given[:, dose.period - 1] for dose in doses], -1) if doses else given[:, :0]
    if study.filler is not None:
        content = np.where(study.active[np.maximum(content, 0)] & (content >= 0), UNKNOWN, content)
    taken, recorded = np.ones(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for stop in stops:
        taken[stop.person, [dose.study_day >= stop.study_day for dose in doses]] = False
    for row in dataset.rows("administrations"):
        d, i = places.get(int(row["number"])), index.rows[row["participant"]]
        if d is None:
            continue
        held = kits.get((row["participant"], row["kit"]), "")
        if held:
            content[i, d] = code[held]
        if row["status"]:
            taken[i, d], recorded[i, d] = row["status"] in _TAKEN, True
    return content.astype(np.int64), taken, recorded


def _states(dataset: Dataset, index: Index) -> Ints:
    rows = list(dataset.rows("occasions"))
    found = index.scatter(
        (row["participant"] for row in rows),
        (row["occasion"] for row in rows),
        [_STATES.get(row["state"], NOT_LISTED) for row in rows],
        empty=NOT_LISTED,
    )
    return found.astype(np.int64)


def _scores(dataset: Dataset, study: Study) -> Iterator[tuple[str, Floats]]:
    reader = Reader(dataset)
    names = [one.id for one in study.timeline.occasions]
    for series in study.series:
        outcome = next(iter(series.outcomes), None)
        if outcome is not None:
            at = Index(dataset.participants, tuple(names[t] for t in series.occasions))
            yield series.name, reader.raw(dataset.protocol.outcome(outcome), at)


def _answers(dataset: Dataset, study: Study, guess: str) -> tuple[Ints, Floats]:
    """Codes of the study's arms or interventions, and confidence as a share; (N, T) each."""
    planned = dataset.protocol.guess(guess)
    names = study.arms if planned.about == "arm" else study.interventions
    codes = {name: k for k, name in enumerate(names)} | {"dont_know": DONT_KNOW}
    index = Index(dataset.participants, dataset.protocol.occasion_ids(*planned.occasions))
    frame = dataset.table("guesses")
    frame = of_one_respondent(frame[frame["guess"] == guess], lambda _: str(planned.respondent))
    at = (frame["participant"], frame["occasion"])
    values = [codes.get(answer, NOT_ASKED) for answer in frame["answer"]]
    answer = index.scatter(*at, values, empty=NOT_ASKED).astype(np.int64)
    sure = index.scatter(*at, frame["confidence_percent"].to_numpy(float) / 100)
    return answer, sure


def _expected(dataset: Dataset, index: Index) -> Iterator[tuple[str, Floats]]:
    """The mean of what a person expects of what is under study, by expectancy."""
    reference = dataset.protocol.reference_intervention.id
    for one in parts(dataset.protocol.expectancies):
        total, count = np.zeros(len(index.participants)), np.zeros(len(index.participants))
        for row in dataset.rows("expectancies"):
            if row["name"] == one.id and row["intervention"] != reference and row["expectation"]:
                total[index.rows[row["participant"]]] += float(row["expectation"])
                count[index.rows[row["participant"]]] += 1
        yield one.id, np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _covariates(dataset: Dataset) -> Iterator[tuple[str, Floats]]:
    """Those that a scenario can say something of: no score, no expectancy, no stratum."""
    for one in parts(dataset.protocol.covariates):
        if one.from_ in ("participants", "screening") and one.column not in ("site", "stratum"):
            yield one.id, covariate_of(dataset, one.id, dataset.participants).values[0]


def _events(dataset: Dataset, index: Index) -> Iterator[Event]:
    for row in dataset.rows("adverse_events"):
        yield Event(
            person=index.rows[row["participant"]],
            term=row["coded_term"] or row["term"],
            study_day=float(row["onset_day"]) if row["onset_day"] else float("nan"),
            grade=int(row["severity_grade"] or 1),
            serious=row["serious"] == "yes",
        )


def _stops(dataset: Dataset, index: Index) -> Iterator[Stop]:
    left: Mapping[str, bool] = {
        row["participant"]: row["status"] in ("withdrawn", "lost_to_follow_up")
        for row in dataset.rows("participants")
    }
    for row in dataset.rows("intercurrent_events"):
        if row["event"] == "stopping_dosing" and row["study_day"]:
            person = row["participant"]
            yield Stop(
                person=index.rows[person],
                study_day=float(row["study_day"]),
                reason=_reason(row["reason"]),
                left=left.get(person, False),
            )


def _reason(text: str) -> Reason:
    """What a reason in words comes to; whatever names neither events nor benefit is another."""
    words = text.lower()
    if "code broken" in words or "unblind" in words:
        return "code_broken"
    if "adverse" in words or "side effect" in words:
        return "side_effect"
    return "no_benefit" if "benefit" in words or "efficacy" in words else "other"


def _befell(dataset: Dataset, index: Index, event: str) -> Iterator[tuple[int, float]]:
    for row in dataset.rows("intercurrent_events"):
        if row["event"] == event and row["study_day"]:
            yield index.rows[row["participant"]], float(row["study_day"])
