"""Limen's own instruments: sheets scored by hand, and words that are complete, plain and ours."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

import limen.instruments
from limen.instruments import Instrument, catalogue, get
from limen.instruments.item import Item
from limen.instruments.words import Words

ROOM = Path(limen.instruments.__file__).parent
OWN = [i for i in catalogue().values() if i.licence == "O"]
WORDS = [(i, language) for i in OWN for language in i.words]
in_words = pytest.mark.parametrize(
    ("instrument", "language"), WORDS, ids=[f"{i.id}-{language}" for i, language in WORDS]
)
#: What no question may do: promise, praise, press, or take an answer for granted.
LOADED = re.compile(
    r"\b(improve\w*|heal(?:s|ed|ing)?|cure\w*|benefit\w*|therap\w*|microdos\w*|magic\w*|special|insight\w*|"
    r"don't you|surely|of course|hopefully|should|must|amazing|wonderful)\b|!",
    re.IGNORECASE,
)


def test_only_limens_own_instruments_carry_words() -> None:
    for instrument in catalogue().values():
        assert bool(instrument.words) == (instrument.licence == "O"), instrument.id
    assert {i.source for i in OWN} == {"Limen"}


@pytest.mark.parametrize("file", sorted(ROOM.rglob("*.py")), ids=lambda file: file.stem)
def test_no_file_of_another_instrument_names_words(file: Path) -> None:
    """Reads the source: `words`, texts of items and labels have no place outside `own`."""
    room = file.relative_to(ROOM).parts[0]
    if room == "texts" or len(file.relative_to(ROOM).parts) == 1:
        return  # the model and the importer, which hold nobody's instrument
    tree = ast.parse(file.read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    licences = {
        keyword.value.value
        for call in calls
        for keyword in call.keywords
        if keyword.arg == "licence" and isinstance(keyword.value, ast.Constant)
    }
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    keywords = {keyword.arg for call in calls for keyword in call.keywords}
    if licences != {"O"}:
        assert "Words" not in names
        assert not keywords & {"words", "labels", "hints", "instruction"}
    assert (room == "own") == (licences == {"O"}) or not licences


def test_a_slot_has_no_field_for_words() -> None:
    fields = set(Item.__dataclass_fields__)
    assert fields == {"id", "low", "high", "continuous", "options", "tag", "kind", "choices",
                      "unit", "optional", "asked_if", "unasked"}  # fmt: skip
    for instrument in catalogue().values():
        for item in instrument.items:
            assert re.fullmatch(r"[a-z0-9_]+", item.id)
            assert re.fullmatch(r"[a-z_]*", item.tag)
            assert re.fullmatch(r"[a-z]*", item.unit)
            assert all(re.fullmatch(r"[a-z_]+", choice) for choice in item.choices)


def needed(item: Item) -> set[str]:
    """The answers of an item that need a label."""
    if item.kind == "choice":
        return set(item.choices) or {"dont_know"}
    if item.kind != "number" or item.unit:
        return set()
    if item.continuous:
        middle = {"0"} if item.low < 0 < item.high else set()
        return {f"{item.low:g}", f"{item.high:g}"} | middle
    return {str(answer) for answer in range(int(item.low), int(item.high) + 1)}


@in_words
def test_every_slot_and_every_answer_has_its_words(instrument: Instrument, language: str) -> None:
    words = instrument.words[language]
    assert list(words.items) == [item.id for item in instrument.items]
    for item in instrument.items:
        assert set(words.labels.get(item.id, {})) == needed(item), item.id
    assert set(words.labels) <= set(words.items)
    assert set(words.hints) <= set(words.items)


def texts(words: Words) -> list[str]:
    labels = [label for answers in words.labels.values() for label in answers.values()]
    return [words.title, words.instruction, *words.items.values(), *labels, *words.hints.values()]


@in_words
def test_words_are_short_plain_and_neutral(instrument: Instrument, language: str) -> None:
    words = instrument.words[language]
    for text in texts(words):
        assert text == text.strip()
        assert not LOADED.search(text), text
        assert set(re.findall(r"{(\w+)}", text)) <= {"intervention", "occasion"}
    assert len(words.title) <= 30
    assert len(words.instruction) <= 220
    assert all(len(text) <= 110 for text in words.items.values())
    for answers in words.labels.values():
        assert all(len(label) <= 60 for label in answers.values())
        assert len(set(answers.values())) == len(answers)


def test_all_own_instruments_speak_english() -> None:
    assert all("en" in instrument.words for instrument in OWN)
    assert len(OWN) == 11


def test_stressors_count_what_happened_and_distress_turns_mood_round() -> None:
    stressors = {str(n): 0 for n in range(1, 13)} | {"3": 2, "7": 4, "recovery": 55}
    scores = get("limen_stressors").score(stressors)
    assert scores == {"exposure": 2, "burden": 6, "worst": 4, "recovery": 55}
    states = dict.fromkeys(["energy", "focus", "creativity", "connection", "wellness"], 50)
    daily = get("limen_daily").score({**states, "mood": 70, "calm": 60, "irritability": 20})
    assert daily["distress"] == pytest.approx((30 + 40 + 20) / 3)


def test_expected_benefit_turns_irritability_round() -> None:
    same = dict.fromkeys([item.id for item in get("limen_expect").items], 40)
    assert get("limen_expect").score(same)["benefit"] == pytest.approx((7 * 40 - 40) / 8)
    calmer = get("limen_expect").score({**same, "irritability": -40})
    assert calmer["benefit"] == pytest.approx(40)


def complaints(**grades: Any) -> dict[str, Any]:
    graded = [i.id for i in get("limen_ae").items if i.kind == "number" and i.asked_if is None]
    assert len(graded) == 28
    return {**dict.fromkeys(graded, 0), **grades}


def test_a_checklist_without_complaints_asks_nothing_more() -> None:
    checklist = get("limen_ae")
    assert checklist.score(complaints()) == {"count": 0, "worst": 0, "alert": False}
    assert set(checklist.unasked(complaints())) == {"other_severity", "serious"}


def test_a_checklist_counts_and_finds_the_worst() -> None:
    checklist = get("limen_ae")
    some = complaints(headache=2, nausea=1, other="itching", other_severity=1, serious=0)
    assert checklist.score(some) == {"count": 3, "worst": 2, "alert": False}
    assert checklist.unasked(some) == {}


@pytest.mark.parametrize(
    ("answers", "alert"),
    [
        ({"headache": 3, "serious": 0}, True),
        ({"headache": 1, "serious": 1}, True),
        ({"suicidal_thoughts": 1, "serious": 0}, True),
        ({"headache": 1, "serious": None}, None),
        ({"suicidal_thoughts": None}, None),
        ({"suicidal_thoughts": None, "headache": 4}, True),
        ({"headache": 2, "serious": 0}, False),
    ],
)
def test_an_alert_that_cannot_be_told_is_missing(
    answers: dict[str, Any], alert: bool | None
) -> None:
    assert get("limen_ae").score(complaints(**answers))["alert"] is alert


def test_one_event_raises_an_alert_by_its_grade_or_by_what_it_led_to() -> None:
    report = get("limen_ae_report")
    mild = {"what": "a cold", "began": "2026-05-01T08:00", "over": 0, "severity": 1,
            "serious": "none", "help": "self", "action": "none", "related": "no"}  # fmt: skip
    assert report.score(mild) == {"severity": 1, "alert": False}
    assert report.unasked(mild) == {"ended": "skipped"}
    assert report.score({**mild, "serious": "hospital"})["alert"] is True
    assert report.score({**mild, "severity": 3})["alert"] is True
    assert report.score({**mild, "serious": None})["alert"] is None


def test_a_dose_log_asks_when_only_if_something_was_taken() -> None:
    log = get("limen_dose")
    taken = {"code": "A12", "status": "taken", "taken_at": "2026-05-01T08:00", "food": 0}
    assert log.score(taken) == {"taken": 1}
    assert log.unasked(taken) == {"reason": "skipped"}
    missed = {"code": "A12", "status": "missed"}
    assert log.score(missed) == {"taken": 0}
    assert log.unasked(missed) == {"taken_at": "skipped", "food": "skipped"}
    assert log.score({"code": "A12"}) == {"taken": None}


@pytest.mark.parametrize(
    ("answers", "worst", "alert"),
    [
        ((0, 0, 0), 0, False),
        ((0, 0, 2), 2, True),
        ((1, 0, 0), 1, True),
        ((3, 1, None), None, True),
        ((None, 0, 0), None, None),
    ],
)
def test_safety_questions_give_the_worst_answer(
    answers: tuple[int | None, ...], worst: int | None, alert: bool | None
) -> None:
    asked = get("limen_safety")
    sheet = dict(zip(("thoughts", "unsafe", "unreal"), answers, strict=True))
    assert asked.score(sheet) == {"worst": worst, "alert": alert}
