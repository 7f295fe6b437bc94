"""Answers of every kind, skip rules, and checks across answers."""

from __future__ import annotations

from typing import Any

import pytest

from limen.errors import InstrumentError
from limen.instruments import Instrument, Item, Subscale, get
from limen.instruments.sheet import Check

NIGHT: dict[str, Any] = {
    "into_bed": "2026-02-10T23:10", "try_sleep": "2026-02-10T23:30", "sol_min": 20,
    "awakenings": 1, "waso_min": 10, "final_wake": "2026-02-11T06:30",
    "out_of_bed": "2026-02-11T07:00", "quality": 4,
}  # fmt: skip
LONDON = {"time_zone": "Europe/London"}


def refusals(instrument: str, answers: dict[str, Any], **context: Any) -> dict[str, str]:
    """Item -> the first word of what is wrong."""
    with pytest.raises(InstrumentError) as caught:
        get(instrument).score(answers, context=context)
    return {problem.path: problem.message.split(":")[0] for problem in caught.value.problems}


def test_a_night_by_hand() -> None:
    scores = get("limen_sleep").score(NIGHT, context=LONDON)
    assert scores["tib_min"] == 470
    assert scores["tst_min"] == 420 - 30
    assert scores["se_pct"] == pytest.approx(100 * 390 / 470)
    assert scores["low_efficiency"] is True
    assert (scores["awakenings"], scores["quality"]) == (1, 4)


@pytest.mark.parametrize(
    ("changed", "item"),
    [
        ({"try_sleep": "2026-02-10T23:00"}, "try_sleep"),
        ({"final_wake": "2026-02-10T22:00"}, "final_wake"),
        ({"out_of_bed": "2026-02-11T06:00"}, "out_of_bed"),
        ({"into_bed": "2026-02-10T06:59"}, "out_of_bed"),
        ({"waso_min": 401}, "waso_min"),
    ],
)
def test_times_that_contradict_each_other_are_refused(changed: dict[str, Any], item: str) -> None:
    assert refusals("limen_sleep", {**NIGHT, **changed}, **LONDON) == {item: "inconsistent_times"}


def test_times_at_the_edge_and_times_that_are_not_there_are_taken() -> None:
    sleep = get("limen_sleep")
    assert sleep.score({**NIGHT, "waso_min": 400}, context=LONDON)["tst_min"] == 0
    day = sleep.score({**NIGHT, "into_bed": "2026-02-10T07:00"}, context=LONDON)
    assert day["tib_min"] == 1440
    some = sleep.score({**NIGHT, "final_wake": None}, context=LONDON)
    assert (some["tib_min"], some["tst_min"], some["se_pct"]) == (470, None, None)


@pytest.mark.parametrize(
    ("instrument", "item", "wrong"),
    [
        ("limen_sleep", "into_bed", "23:10"),
        ("limen_sleep", "into_bed", "2026-02-30T23:10"),
        ("limen_sleep", "into_bed", 23),
        ("psqi", "q1", "24:00"),
        ("psqi", "q1", 1390),
        ("limen_guess", "reason", "a hunch"),
        ("limen_dose", "status", True),
        ("limen_dose", "code", 12),
    ],
)
def test_an_answer_of_the_wrong_kind_is_refused(instrument: str, item: str, wrong: Any) -> None:
    assert refusals(instrument, {item: wrong}) == {item: "invalid_option"}


def test_a_choice_of_the_study_takes_its_ids() -> None:
    guess = get("limen_guess")
    sure = guess.score({"answer": "placebo", "confidence": 70, "attempts": "no"})
    assert sure == {"confidence": 70, "tried_to_find_out": False}
    unsure = {"answer": "dont_know", "attempts": "yes"}
    assert guess.unasked(unsure) == dict.fromkeys(["confidence", "reason", "noticed"], "skipped")
    assert guess.score(unsure) == {"confidence": None, "tried_to_find_out": True}


def test_an_answer_to_an_item_that_is_not_asked_is_kept() -> None:
    audit = get("audit")
    answers = {"1": 0, "2": 3, "9": 0, "10": 0}
    assert "2" not in audit.unasked(answers)
    assert audit.score(answers)["total"] == 3


def test_a_state_that_was_recorded_stands() -> None:
    audit = get("audit")
    answers: dict[str, Any] = {"1": {"state": "declined"}, "2": {"state": "missing"}}
    assert audit.unasked(answers) == {}  # whether 2 is asked cannot be said
    assert audit.unasked({"1": 0, "2": {"state": "missing"}})["2"] == "skipped"
    assert audit.score({"1": {"value": 1}, "2": 1, "3": 0})["audit_c"] == 2


def test_reading_what_a_file_holds() -> None:
    night = get("limen_sleep")
    assert night.item("sol_min").read("20") == 20
    assert night.item("into_bed").read("2026-02-10T23:10") == "2026-02-10T23:10"


def test_a_study_gets_the_fault_of_a_check_with_its_remedy() -> None:
    check = Check(
        code="too_much",
        item="b",
        rule={"at_most": [{"sum": {"values": ["a", "b"]}}, 10]},
        message="More than ten in all.",
        remedy="Count again.",
    )
    instrument = Instrument(
        id="own", title="Own", kind="diary", construct="test", recall="today", licence="O",
        licence_note="CC0", source="test", checks=(check,),
        items=(Item(id="a", low=0, high=10), Item(id="b", low=0, high=10)),
        subscales=(
            Subscale(
                id="a", title="A", low=0, high=10, step=1, better="neither", scoring={"value": "a"}
            ),
        ),
    )  # fmt: skip
    assert instrument.score({"a": 5, "b": 5}) == {"a": 5}
    assert instrument.score({"a": 5}) == {"a": 5}
    with pytest.raises(InstrumentError) as caught:
        instrument.score({"a": 6, "b": 5})
    (problem,) = caught.value.problems
    assert (problem.path, problem.remedy) == ("b", "Count again.")
    assert problem.message == "too_much: More than ten in all."
