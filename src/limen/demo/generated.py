"""A generated data set with the shape of the self-blinding study, for a machine without it.

It serves a demonstration only. Nothing here is an estimate: guesses follow signal detection with
the public guess table's sensitivity and criterion, scores have roughly the published means and
spreads, believing in a microdose moves them, and **the drug itself does nothing** but be felt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from limen import __version__
from limen.dataset import Allocations, Dataset, Provenance
from limen.dataset.adapters.self_blinding import names
from limen.dataset.adapters.self_blinding.allocation import allocation_rows
from limen.dataset.adapters.self_blinding.files import Files, Record
from limen.dataset.adapters.self_blinding.tables import all_tables
from limen.dataset.storage.cells import number_text
from limen.demo.answers import day_scores, long_scores, week_scores
from limen.demo.crowd import PEOPLE, Crowd, draw_crowd
from limen.protocol import load_protocol, shipped
from limen.results import Floats

SIMULATED = "simulated"
_TIMES = ("pre", "post", "ltfu")


def generated_self_blinding(seed: int) -> tuple[Dataset, Allocations]:
    """A simulated dataset with the protocol, tables and pattern of rows of the real study.

    240 people, 219 of whom have a known arm (73, 61, 85), up to four weeks each. `simulated` is
    true, and every record names its source as `simulated`. The same seed gives the same dataset.
    """
    crowd = draw_crowd(seed)
    files = Files(list(_short(seed, crowd)), list(_long(seed, crowd)), ())
    tables = {name: list(_marked(rows)) for name, rows in all_tables(files).items()}
    dataset = Dataset.from_tables(
        load_protocol(shipped()[names.PROTOCOL]),
        tables,
        simulated=True,
        seed=seed,
        provenance=Provenance(
            source=f"generated for the demonstration, seed {seed}",
            made_by=f"limen {__version__}, demo",
            findings=(
                "SIMULATED: no real person stands behind these data, and their numbers say "
                "nothing about any drug. In them the drug can be felt and does nothing else; "
                "believing that one took it moves the scores.",
            ),
        ),
    )
    return dataset, Allocations.of(dataset.hash, _marked(allocation_rows(files)))


def _marked(rows: Iterable[Mapping[str, object]]) -> Iterator[Mapping[str, object]]:
    return ({**row, "source": SIMULATED} for row in rows)


def _short(seed: int, crowd: Crowd) -> Iterator[Record]:
    """Rows as in the published file of dosing days and weeks."""
    about = [_about(crowd, i) for i in range(PEOPLE)]
    for scores, given, guess, part in (
        (day_scores(seed, crowd), crowd.capsule_active, crowd.day_guess, "s1"),
        (week_scores(seed, crowd), crowd.week_active, crowd.week_guess, "s2"),
    ):
        for test, values, answered in scores:
            for i, week in zip(*np.nonzero(answered), strict=True):
                yield {
                    **about[i],
                    "test_name": test,
                    "tp": f"w{week + 1}{part}",
                    "condition": "MD" if given[i, week] else "PL",
                    "guess": "MD" if guess[i, week] else "PL",
                    "value": number_text(float(values[i, week])),
                }


def _long(seed: int, crowd: Crowd) -> Iterator[Record]:
    """Rows as in the published file of baseline, end and follow-up."""
    about = [
        {**_about(crowd, i), "group": crowd.arm[i], "education": "2", "psychiatric_now": "0"}
        for i in range(PEOPLE)
    ]
    for test, values, changes, answered in long_scores(seed, crowd):
        for i, time in zip(*np.nonzero(answered), strict=True):
            yield {
                **about[i],
                "test": test,
                "tp": _TIMES[time],
                "value": number_text(float(values[i, time])),
                "delta_value": _change(changes, answered[i, 0], i, time),
            }


def _change(changes: Floats, has_baseline: bool, person: int, time: int) -> str:
    return number_text(float(changes[person, time])) if has_baseline else ""


def _about(crowd: Crowd, i: int) -> Record:
    return {
        "trial_id": str(i + 1),
        "age": str(crowd.age[i]),
        "sex": str(crowd.sex[i]),
        "expectation": number_text(float(crowd.expectation[i])),
        "sss": str(crowd.suggestibility[i]),
        "psychiatric_past": str(crowd.diagnoses[i]),
        "n_micro_months": str(crowd.months[i]),
        "n_macro_exp": str(crowd.doses[i]),
        "drug": "LSD",
        "dose": "10",
    }
