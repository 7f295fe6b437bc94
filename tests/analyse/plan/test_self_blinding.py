"""The whole path on the public data: two CSV files in, R's numbers out.

Reference: `tests/reference/r_reference_acute.csv` and `r_reference_accumulative_contrasts.csv`
(lmerTest and nlme::gls in R 4.2.2); R's coefficient is placebo − microdose.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from limen.analyse.plan import run
from limen.dataset.adapters.self_blinding import import_self_blinding
from limen.results import Results, ResultStatus

REFERENCE = Path(__file__).parents[2] / "reference"
OURS = {  # R's model: the plan item
    "without_guess": ("acute", "acute_controls", "post_acute"),
    "with_guess": ("acute_with_guess", "post_acute_with_guess"),
}
OUTCOMES = {
    "PANAS": "panas",
    "intensity": "intensity",
    "energy": "energy",
    "mood": "mood",
    "CPS": "cps",
    "creativity": "creativity",
    "WEMWB": "wemwbs",
    "QIDS": "qids",
    "STAIT": "stai_t",
    "SCS": "scs",
    "ooo": "odd_one_out",
}


@pytest.fixture(scope="module")
def results(self_blinding_folder: Path) -> Results:
    dataset, allocations = import_self_blinding(self_blinding_folder)
    return run(dataset.unseal(allocations), seed=20261123)


def rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_acute_models_are_those_of_lmertest(results):
    compared = 0
    for row in rows("r_reference_acute.csv"):
        if row["term"] != "conditionPL" or row["model"] not in OURS:
            continue
        outcome = OUTCOMES.get(row["outcome"], row["outcome"])
        (found,) = [
            result
            for result in results.of(outcome=outcome)
            if result.analysis in OURS[row["model"]]
        ]
        estimate = found.estimates[0]
        assert estimate.value == pytest.approx(-float(row["estimate"]), rel=1e-6), row["outcome"]
        assert estimate.standard_error == pytest.approx(float(row["se"]), rel=1e-6)
        assert estimate.df == pytest.approx(float(row["df"]), rel=1e-6)
        assert estimate.p == pytest.approx(float(row["p"]), rel=1e-5)
        compared += 1
    assert compared >= 14


def test_accumulative_contrasts_are_those_of_gls(results):
    compared = 0
    for row in rows("r_reference_accumulative_contrasts.csv"):
        wanted = (row["spec"], row["contrast"], row["visit"]) == ("primary", "MD - PL", "post")
        if not wanted or row["outcome"] not in ("CAMS", "RPWB", "neuroticism"):
            continue
        name = {"CAMS": "cams", "RPWB": "rpwb"}.get(row["outcome"], row["outcome"])
        (found,) = [r for r in results.of(outcome=name) if r.analysis.startswith("accumulative")][
            :1
        ]
        assert found.estimates[0].value == pytest.approx(float(row["estimate"]), rel=1e-4)
        assert found.estimates[0].standard_error == pytest.approx(float(row["se"]), rel=1e-4)
        compared += 1
    assert compared >= 2


@pytest.mark.parametrize(
    ("key", "value", "error"),
    [
        ("curve_week_1.panas", "1.079847", "1.346199"),
        ("curve_week_1.energy", "7.103938", "2.488549"),
        ("curve_week_1.cps", "0.005659", "0.082859"),
        ("curve_all_weeks.panas", "0.308740", "0.854926"),
        ("curve_all_weeks.energy", "2.019068", "1.496642"),
    ],
)
def test_the_curve_at_one_half(results, printed, key, value, error):
    """Closed form coded twice, independently, before this package existed."""
    (found,) = [result for result in results.results if result.key == key]
    assert found.estimates[0].value == printed(value)
    assert key.startswith("curve_week_1") or found.estimates[0].standard_error == printed(error)


def test_nothing_is_skipped(results):
    """Every outcome of every planned analysis has one result, with an answer or a reason."""
    assert len({result.key for result in results.results}) == len(results.results)
    silent = [r.key for r in results.results if not (r.estimates or r.tables or r.message)]
    assert silent == []
    refused = {r.analysis for r in results.results if r.status is ResultStatus.REFUSED}
    assert refused == {"direct_effect"}


def test_a_sealed_dataset_gives_a_blinded_report(self_blinding_folder):
    dataset, _ = import_self_blinding(self_blinding_folder)
    blinded = run(dataset, seed=1)
    assert blinded.provenance.blinded
    assert not any(result.estimates or result.tables for result in blinded.results)
    assert all("sealed" in r.message for r in blinded.results if "multiplicity" not in r.key)
    titles = {column.title for column in blinded.characteristics.columns}
    assert titles == {"Characteristic", "All"}
