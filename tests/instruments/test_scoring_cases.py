"""Filled-in sheets, scored by an independent script: every case of every instrument that ships."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from limen.errors import InstrumentError
from limen.instruments import Reliability, get

PAGE = Path(__file__).parents[1] / "reference" / "scoring_cases.csv"
ROWS = list(csv.DictReader(PAGE.read_text("utf-8").splitlines()))
OURS = {"panas20": "panas"}
#: What the cases call differently from us.
NAMES = {("cams_r", "total12"): "total"}
SHEETS = [row for row in ROWS if row["instrument"] != "rci"]
SCORED = [row for row in SHEETS if "error" not in json.loads(row["expected_json"])]
REFUSED = [row for row in SHEETS if "error" in json.loads(row["expected_json"])]


def sheet(row: dict[str, str]) -> dict[str, Any]:
    answers = json.loads(row["answers_json"])
    return {str(number): answer for number, answer in enumerate(answers, start=1)}


def expected(row: dict[str, str]) -> dict[str, Any]:
    figures = json.loads(row["expected_json"])
    domains = figures.pop("domains", [])
    figures |= {f"domain_{number}": score for number, score in enumerate(domains, start=1)}
    return {NAMES.get((row["instrument"], name), name): score for name, score in figures.items()}


@pytest.mark.parametrize("row", SCORED, ids=lambda row: row["case_id"])
def test_a_sheet_gets_its_scores(row: dict[str, str]) -> None:
    scores = get(OURS.get(row["instrument"], row["instrument"])).score(sheet(row))
    for name, figure in expected(row).items():
        if isinstance(figure, float):
            assert scores[name] == pytest.approx(figure, abs=float(row["tolerance"]))
        else:
            assert scores[name] == figure
            assert isinstance(scores[name], bool) == isinstance(figure, bool)


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row["case_id"])
def test_a_wrong_sheet_is_refused_at_its_item(row: dict[str, str]) -> None:
    wanted = json.loads(row["expected_json"])
    with pytest.raises(InstrumentError) as caught:
        get(row["instrument"]).score(sheet(row))
    (problem,) = caught.value.problems
    assert problem.path == str(wanted["item"])
    assert problem.message.startswith(wanted["error"])


def test_reliable_change_as_computed_elsewhere() -> None:
    (row,) = (row for row in ROWS if row["instrument"] == "rci")
    given, wanted = json.loads(row["answers_json"]), json.loads(row["expected_json"])
    reliability = Reliability(
        kind="retest", coefficient=given["r"], sd=given["sd"], interval="4 weeks", source="test"
    )
    assert reliability.reliable_change == pytest.approx(wanted["rci95"], abs=0.0005)


def test_there_are_cases_for_all_that_calls_itself_verified_and_is_more_than_a_plain_sum() -> None:
    with_cases = {OURS.get(row["instrument"], row["instrument"]) for row in SHEETS}
    assert with_cases == {
        "phq9", "gad7", "swls", "brs", "pss10", "qids_sr16", "panas", "stai_t", "cams_r"
    }  # fmt: skip
