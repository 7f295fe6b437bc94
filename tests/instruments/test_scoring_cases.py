"""Filled-in sheets, scored by an independent script: every case of every instrument."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from limen.errors import InstrumentError
from limen.instruments import Instrument, Reliability, catalogue, get

PAGE = Path(__file__).parents[1] / "reference" / "scoring_cases.csv"
ROWS = list(csv.DictReader(PAGE.read_text("utf-8").splitlines()))
OURS = {"panas20": "panas", "sleep_diary": "limen_sleep"}
#: What the cases call differently from us.
NAMES = {("cams_r", "total12"): "total"}
LISTS = {"domains": "domain", "components": "component"}
#: The policy for missing answers that a case is about.
PRORATED = {"dass21-05"}
SHEETS = [row for row in ROWS if row["instrument"] != "rci"]
SCORED = [row for row in SHEETS if "error" not in json.loads(row["expected_json"])]
REFUSED = [row for row in SHEETS if "error" in json.loads(row["expected_json"])]
#: The case proves nothing: its author had the key from common knowledge, as we have.
SAME_KNOWLEDGE = {"stai_t", "stai_s", "cams_r", "sets", "cssrs_screener"}
#: Verified without a case of their own: a single rating, or a plain sum of answers.
PLAIN = {
    "wemwbs", "vas", "subjective_effects", "limen_daily", "limen_intensity", "limen_stressors",
    "limen_creativity", "limen_dose", "limen_guess", "limen_expect", "limen_ae", "limen_ae_report",
    "limen_safety",
}  # fmt: skip
#: Verified by the cases of a longer form or of another diary, below.
BY_ANOTHER = {"phq8", "phq9_item9", "audit_c", "csd"}


def instrument_of(row: dict[str, str]) -> Instrument:
    return get(OURS.get(row["instrument"], row["instrument"]))


def in_order(instrument: Instrument, answers: list[Any]) -> dict[str, Any]:
    """Answers by the id of their slot; what the cases call NA is our third state."""
    states = {"NA": {"state": "not_applicable"}}
    pairs = zip(instrument.items, answers, strict=False)
    return {item.id: states.get(answer, answer) for item, answer in pairs}


def sheet(row: dict[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(answers, context) of a case."""
    instrument, answers = instrument_of(row), json.loads(row["answers_json"])
    if isinstance(answers, list):
        return in_order(instrument, answers), {}
    if instrument.id == "dudit":
        sex = {"M": "male", "F": "female"}[answers["sex"]]
        return in_order(instrument, answers["answers"]), {"sex": sex}
    if instrument.id == "cssrs_screener":
        recent = {None: None, True: 1, False: 0}[answers["q6_past_3_months"]]
        return {**in_order(instrument, answers["q1_6"]), "6_recent": recent}, {}
    if instrument.id == "limen_sleep":
        return {k: v for k, v in answers.items() if k != "tz"}, {"time_zone": answers["tz"]}
    assert instrument.id == "psqi"  # the case gives the hours in bed of its clock times
    assert answers.pop("bed_h") == 7.5
    troubles = dict(
        zip([f"q5{letter}" for letter in "bcdefghij"], answers.pop("q5b_j"), strict=True)
    )
    return {**answers, **troubles, "q1": "23:30", "q3": "07:00"}, {}


def expected(row: dict[str, str]) -> dict[str, Any]:
    figures = json.loads(row["expected_json"])
    for name, single in LISTS.items():
        parts = enumerate(figures.pop(name, []), start=1)
        figures |= {f"{single}_{number}": score for number, score in parts}
    figures.pop("skipped", None)
    return {NAMES.get((row["instrument"], name), name): score for name, score in figures.items()}


def agree(score: Any, figure: Any, tolerance: str) -> None:
    if isinstance(figure, float):
        assert score == pytest.approx(figure, abs=float(tolerance))
    else:
        assert score == figure
        assert isinstance(score, bool) == isinstance(figure, bool)


@pytest.mark.parametrize("row", SCORED, ids=lambda row: row["case_id"])
def test_a_sheet_gets_its_scores(row: dict[str, str]) -> None:
    answers, context = sheet(row)
    missing = "prorate" if row["case_id"] in PRORATED else "strict"
    scores = instrument_of(row).score(answers, context=context, missing=missing)
    for name, figure in expected(row).items():
        agree(scores[name], figure, row["tolerance"])


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row["case_id"])
def test_a_wrong_sheet_is_refused_at_its_item(row: dict[str, str]) -> None:
    wanted = json.loads(row["expected_json"])
    answers, context = sheet(row)
    with pytest.raises(InstrumentError) as caught:
        instrument_of(row).score(answers, context=context)
    (problem,) = caught.value.problems
    assert problem.message.startswith(wanted["error"])
    assert problem.path == str(wanted.get("item", "final_wake"))


def test_the_skip_rule_leaves_out_what_the_case_says() -> None:
    (row,) = (row for row in SCORED if "skipped" in json.loads(row["expected_json"]))
    answers, _ = sheet(row)
    skipped = json.loads(row["expected_json"])["skipped"]
    assert get("audit").unasked(answers) == {str(number): "skipped" for number in skipped}


def test_reliable_change_as_computed_elsewhere() -> None:
    (row,) = (row for row in ROWS if row["instrument"] == "rci")
    given, wanted = json.loads(row["answers_json"]), json.loads(row["expected_json"])
    reliability = Reliability(
        kind="retest", coefficient=given["r"], sd=given["sd"], interval="4 weeks", source="test"
    )
    assert reliability.reliable_change == pytest.approx(wanted["rci95"], abs=0.0005)


def test_only_what_a_sheet_confirms_calls_itself_verified() -> None:
    with_cases = {instrument_of(row).id for row in SHEETS}
    verified = {i.id for i in catalogue().values() if i.scoring_status == "verified"}
    assert verified == (with_cases - SAME_KNOWLEDGE) | PLAIN | BY_ANOTHER
    assert not (PLAIN | BY_ANOTHER) & with_cases


@pytest.mark.parametrize(
    "row", [row for row in SCORED if row["instrument"] == "phq9"], ids=lambda row: row["case_id"]
)
def test_the_short_forms_of_the_phq_9_get_what_its_cases_say(row: dict[str, str]) -> None:
    answers, _ = sheet(row)
    wanted = expected(row)
    alone = get("phq9_item9").score({"9": answers.pop("9")})
    assert alone["item9_flag"] is wanted["item9_flag"]
    if "phq8_total" in wanted:
        assert get("phq8").score(answers)["total"] == wanted["phq8_total"]


@pytest.mark.parametrize(
    "row", [row for row in SCORED if row["instrument"] == "audit"], ids=lambda row: row["case_id"]
)
def test_the_first_three_items_of_the_audit_get_what_its_cases_say(row: dict[str, str]) -> None:
    answers, _ = sheet(row)
    first = {id: answers[id] for id in ("1", "2", "3")}
    assert get("audit_c").score(first)["total"] == expected(row)["audit_c"]


@pytest.mark.parametrize(
    "row",
    [row for row in SHEETS if row["instrument"] == "sleep_diary"],
    ids=lambda row: row["case_id"],
)
def test_the_consensus_diary_has_the_same_indices(row: dict[str, str]) -> None:
    answers, context = sheet(row)
    slots = {"into_bed": "1", "try_sleep": "2", "sol_min": "3", "waso_min": "5",
             "final_wake": "6", "out_of_bed": "7"}  # fmt: skip
    moved = {slots[name]: answer for name, answer in answers.items()}
    if row in REFUSED:
        with pytest.raises(InstrumentError, match="inconsistent_times"):
            get("csd").score(moved, context=context)
        return
    scores = get("csd").score(moved, context=context)
    for name, figure in expected(row).items():
        agree(scores[name], figure, row["tolerance"])
