"""Forms are read with suspicion: whatever is sent, nothing unfit becomes an answer."""

from __future__ import annotations

import json
import math
from importlib import resources
from typing import Any

import pytest
from django.http import QueryDict
from forms_filled import EVERYTHING, filled, plain_answer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from limen.conduct.core.answering import Answer, Questionnaire, fields_of, read_answers
from limen.conduct.core.answering.form_rules import renamed
from limen.conduct.core.answering.parts import Parts, built
from limen.protocol import parse_protocol
from limen.rules import parse_rule
from limen.rules.access import OPERATORS

PROTOCOL = parse_protocol(EVERYTHING)
CASES = json.loads((resources.files("limen.rules") / "conformance.json").read_text("utf-8"))
GOOD = [case for case in CASES["cases"] if "expected" in case]


def questionnaire(*instruments: str, events: bool = False) -> Questionnaire:
    parts = Parts(respondent="participant", order=instruments, expectancies=(), events=events)
    return built(PROTOCOL, parts, "en", None)


DAILY = questionnaire("limen_daily")
DOSE = questionnaire("limen_dose")
SLEEP = questionnaire("limen_sleep")
ALL = questionnaire("limen_stressors", "limen_sleep", "limen_dose", "guess:guess", events=True)


def mood(text: str) -> Any:
    return read_answers(DAILY, {"limen_daily.mood": text}, final=False)


def test_a_whole_form_is_read_with_types() -> None:
    found = read_answers(ALL, filled(ALL))
    assert found.errors == {}
    assert found.given["limen_sleep.sol_min"] == Answer(
        key="limen_sleep.sol_min", state="answered", value=20.0
    )
    assert found.given["limen_sleep.sol_min"].text == "20"
    assert found.given["event.what"].state == "skipped"  # the first label of `event.any` is no
    assert found.given["limen_dose.status"].value == "taken"


@pytest.mark.parametrize(
    "text",
    ["nan", "inf", "-inf", "Infinity", "1e999", "1e2", "0x10", "１２", "٣", "५", "12 3", "1_0",
     "--1", "101", "-1", "100.0001", "1,000", "½", "∞", "true", "None", "[]", "50;", "9" * 400],
)  # fmt: skip
def test_what_is_no_number_of_the_scale_is_refused_with_words(text: str) -> None:
    found = mood(text)
    assert found.given == {}
    assert "0 to 100" in found.errors["limen_daily.mood"]


@pytest.mark.parametrize(
    ("text", "value"), [("0", 0), (" 100 ", 100), ("37.5", 37.5), ("37,5", 37.5), ("-0", 0)]
)
def test_what_is_one_is_taken(text: str, value: float) -> None:
    answer = mood(text).given["limen_daily.mood"]
    assert answer.value == value
    assert math.copysign(1, answer.value) == 1


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "\x1b[2J", "\x7f", "x" * 20_001])
def test_what_cannot_be_stored_is_refused(text: str) -> None:
    form = {"limen_dose.reason": text, "limen_dose.status": "missed", "limen_dose.code": "A7"}
    found = read_answers(DOSE, form, final=False)
    assert list(found.errors) == ["limen_dose.reason"]


def test_lines_scripts_and_new_letters_are_words_too() -> None:
    text = "erste Zeile\r\nzweite\t– نَصّ ‍ 🫩"
    form = {"limen_dose.reason": text, "limen_dose.status": "missed", "limen_dose.code": "A7"}
    assert read_answers(DOSE, form).given["limen_dose.reason"].value == text.replace("\r\n", "\n")


def test_a_text_has_a_length() -> None:
    form = {"limen_dose.reason": "x" * 4001, "limen_dose.status": "missed", "limen_dose.code": "A"}
    assert "4000" in read_answers(DOSE, form).errors["limen_dose.reason"]


def test_unknown_fields_and_answers_given_twice_are_refused() -> None:
    assert "" in read_answers(DAILY, {"limen_daily.mod": "3"}).errors
    twice = QueryDict("limen_daily.mood=3&limen_daily.mood=4")
    assert list(read_answers(DAILY, twice, final=False).errors) == ["limen_daily.mood"]
    both = {"limen_daily.mood": "3", "declined:limen_daily.mood": "1"}
    assert list(read_answers(DAILY, both, final=False).errors) == ["limen_daily.mood"]
    crowd = [(f"x{number}", "1") for number in range(5000)]
    assert "" in read_answers(DAILY, crowd).errors


def test_what_a_page_sends_beside_the_answers_is_no_answer() -> None:
    form = QueryDict("csrfmiddlewaretoken=x&client_id=y&page_mark=z&limen_daily.mood=3")
    assert fields_of(form) == [("limen_daily.mood", "3")]


@pytest.mark.parametrize("text", ["", "declined:{key}"])
def test_every_question_may_be_declined(text: str) -> None:
    form = {
        (one.key if text else one.declines): text.format(key=one.key) or "on"
        for one in ALL.questions
    }
    found = read_answers(ALL, form)
    assert found.errors == {}
    assert {answer.state for answer in found.given.values()} <= {"declined", "skipped"}
    assert found.given["limen_sleep.note"].state == "declined"


def test_a_blank_form_says_of_each_question_that_it_is_open() -> None:
    found = read_answers(DAILY, {})
    assert set(found.errors) == {one.key for one in DAILY.questions}
    part = read_answers(DAILY, {}, final=False)
    assert (part.errors, len(part.missing)) == ({}, 8)


def test_what_a_rule_leaves_out_is_dropped_even_if_it_does_not_fit() -> None:
    form = {"limen_dose.code": "A7", "limen_dose.status": "missed", "limen_dose.taken_at": "no"}
    found = read_answers(DOSE, form)
    assert found.errors == {}
    assert found.given["limen_dose.taken_at"] == Answer(key="limen_dose.taken_at", state="skipped")
    assert found.given["limen_dose.food"].state == "skipped"
    assert "limen_dose.reason" not in found.given  # optional, and left empty


def test_answers_that_contradict_each_other_are_refused_where_it_shows() -> None:
    def late(question: Any) -> str:
        return "2026-03-22T20:00" if question.slot == "try_sleep" else ""

    errors = read_answers(SLEEP_IN_RIGA, filled(SLEEP_IN_RIGA, late)).errors
    assert list(errors) == ["limen_sleep.try_sleep"]
    assert "“When did you go to bed?”" in errors["limen_sleep.try_sleep"]
    assert read_answers(SLEEP_IN_RIGA, filled(SLEEP_IN_RIGA)).errors == {}


@pytest.mark.parametrize(
    "text", ["2026-02-30T07:00", "2026-03-01", "07:00", "0001-01-01T00:00", "9999-12-31T23:59",
             "2026-03-01T24:00", "２０２６-03-01T07:00", "2026-03-01T07:00+99:00", "now"]
)  # fmt: skip
def test_no_moment_is_taken_for_one(text: str) -> None:
    found = read_answers(SLEEP, {"limen_sleep.into_bed": text}, final=False)
    assert list(found.errors) == ["limen_sleep.into_bed"]


def test_answers_sent_earlier_count_for_rules_and_need_not_come_again() -> None:
    known = {
        key: Answer(key=key, state="answered", value=value)
        for key, value in (("limen_dose.code", "A7"), ("limen_dose.status", "missed"))
    }
    found = read_answers(DOSE, {"limen_dose.reason": "ill"}, known=known)
    assert found.errors == {}
    assert {key: answer.state for key, answer in found.given.items()} == {
        "limen_dose.taken_at": "skipped",
        "limen_dose.food": "skipped",
        "limen_dose.reason": "answered",
    }


SLEEP_IN_RIGA = Questionnaire(
    occasion="x",
    respondent="participant",
    language="en",
    sections=SLEEP.sections,
    context={"time_zone": "Europe/Riga"},
)
_KEYS = [name for one in ALL.questions for name in (one.key, one.declines)]
_ODD = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["nan", "1e999", "\x00", "\ud800", "٣", "-0", "2026-03-29T02:30", "23:59", "1"]
    ),
    st.integers().map(str),
    st.floats().map(str),
    st.text(alphabet=st.characters(categories=["Cs", "Cc", "Nd", "Lo"]), max_size=10),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    pairs=st.lists(st.tuples(st.one_of(st.sampled_from(_KEYS), st.text(max_size=20)), _ODD)),
    final=st.booleans(),
)
def test_hostile_forms_give_errors_or_answers_that_fit(
    pairs: list[tuple[str, str]], final: bool
) -> None:
    found = read_answers(ALL, pairs, final=final)
    assert not (found.errors and found.given)
    for key, words in found.errors.items():
        assert words
        assert key == "" or key in _KEYS
    for key, answer in found.given.items():
        _fits(key, answer)


def _fits(key: str, answer: Answer) -> None:
    question = ALL.question(key)
    if answer.state != "answered":
        assert answer.value is None
        return
    if question.kind in ("scale", "slider", "whole", "number"):
        assert isinstance(answer.value, float)
        assert (question.low or 0) <= answer.value <= (question.high or 0)
        assert float(answer.text) == answer.value
    else:
        assert isinstance(answer.value, str)
        answer.text.encode("utf-8")
        assert "\x00" not in answer.text
        assert len(answer.text) <= max(question.longest, 64)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_one_answer_that_fits_can_be_sent_and_read_back(data: Any) -> None:
    question = data.draw(st.sampled_from([one for one in ALL.questions if one.kind != "text"]))
    if question.kind in ("slider", "number", "whole"):
        whole = st.integers(int(question.low or 0), int(question.high or 0))
        text = str(data.draw(whole))
    elif question.kind in ("scale", "choice") and question.labels:
        text = data.draw(st.sampled_from(question.labels)).value
    else:
        text = plain_answer(question)
    found = read_answers(ALL, {question.key: text}, final=False)
    if question.key in found.given:
        assert found.given[question.key].text == text
    else:
        assert question.condition is not None


@pytest.mark.parametrize("case", GOOD, ids=lambda case: str(case["id"]))
def test_rules_give_the_same_over_form_keys(case: dict[str, Any]) -> None:
    rule = parse_rule(renamed(case["rule"], "i.{}".format))
    values = {f"i.{name}": value for name, value in case["values"].items()}
    expected = case["expected"]
    found = rule.evaluate(values)
    if isinstance(expected, float):
        assert found == pytest.approx(expected, rel=1e-9)
    else:
        assert found == expected
    assert all(name.startswith("i.") for name in rule.names())


def test_names_stand_under_the_operators_that_are_renamed() -> None:
    named = {operator.name for operator in OPERATORS if operator.shape in ("name", "names")}
    assert named == {"value", "values", "state"}
