"""What is asked: in which order, of whom, in whose words."""

from __future__ import annotations

import json
from uuid import uuid4

from forms_filled import EVENING, occasion, sent

from limen.conduct.core.answering import as_json, asked
from limen.conduct.core.answering.chance import is_asked
from limen.conduct.core.answering.order import ordered
from limen.conduct.core.answering.wordings import own_text, wording
from limen.conduct.core.models import Participant
from limen.instruments import Words, get
from limen.instruments.texts import ItemWords, Text
from limen.protocol import load_protocol, shipped


def sections(
    participant: Participant, identifier: str, respondent: str = "participant"
) -> list[str]:
    return [
        one.id for one in asked(occasion(participant, identifier), respondent=respondent).sections
    ]


def test_instruments_come_first_then_expectancies_and_adverse_events_last(
    begun: Participant,
) -> None:
    assert sections(begun, "diary.1") == ["limen_stressors", "limen_daily"]
    assert sections(begun, "baseline") == [
        "limen_creativity", "limen_sleep", "expectancy.benefit"
    ]  # fmt: skip
    assert sections(begun, "week.1") == [
        "limen_creativity", "limen_sleep", "limen_safety", "event"
    ]  # fmt: skip


def test_a_guess_comes_after_what_was_felt_and_before_the_scales(resilient: Participant) -> None:
    assert sections(resilient, "fortnight.1") == [
        "limen_intensity", "guess.guess", "brs", "pss10", "wemwbs", "phq9", "gad7", "event"
    ]  # fmt: skip


def test_a_guess_moves_scales_behind_it_and_without_an_order_it_comes_last() -> None:
    protocol = load_protocol(shipped()["resilience"])
    guess = protocol.guess("guess")
    sheets = ["brs", "limen_intensity", "gad7"]
    assert ordered(protocol, sheets, [guess]) == [
        "limen_intensity", "guess:guess", "brs", "gad7"
    ]  # fmt: skip
    free = guess.model_copy(update={"before": (), "after": ()})
    assert ordered(protocol, sheets, [free]) == [*sheets, "guess:guess"]


def test_raters_are_asked_their_own_only(resilient: Participant) -> None:
    assert sections(resilient, "interview", "rater") == ["cgi_s", "guess.rater_guess"]
    assert sections(resilient, "interview") == []
    assert sections(resilient, "first_dose", "monitor_device") == ["measurement.systolic", "event"]
    assert asked(occasion(resilient, "baseline")).elsewhere == ("pvt",)


def test_a_share_is_drawn_once_for_ever_and_has_its_size() -> None:
    codes = [uuid4() for _ in range(4000)]
    half = {code for code in codes if is_asked(code, "early_guess", 0.5)}
    assert half == {code for code in codes if is_asked(code, "early_guess", 0.5)}
    assert abs(len(half) - 2000) < 4 * (4000 * 0.25) ** 0.5  # four standard errors
    assert half <= {code for code in codes if is_asked(code, "early_guess", 0.7)}
    other = {code for code in codes if is_asked(code, "guess", 0.5)}
    assert abs(len(half & other) - 1000) < 4 * (4000 * 0.1875) ** 0.5
    assert all(is_asked(code, "guess", 1.0) for code in codes)


def test_who_is_not_in_the_share_is_not_asked(resilient: Participant) -> None:
    mine = is_asked(resilient.code, "early_guess", 0.5)
    assert ("guess.early_guess" in sections(resilient, "dosing_day.1")) == mine
    assert sections(resilient, "dosing_day.1") == sections(resilient, "dosing_day.1")


def test_keys_are_unique_and_the_page_gets_plain_json(everything: Participant) -> None:
    questionnaire = asked(occasion(everything, "last_contact"))
    keys = [question.key for question in questionnaire.questions]
    assert len(keys) == len(set(keys)) > 80
    page = json.loads(json.dumps(as_json(questionnaire), allow_nan=False))
    first = page["sections"][0]["questions"][0]
    assert first["key"] == "limen_daily.mood"
    assert first["declines"] == "declined:limen_daily.mood"
    assert [one["words"] for one in first["labels"]] == ["Very bad", "Very good"]
    names = {question["asked_if"] is None for s in page["sections"] for question in s["questions"]}
    assert names == {True, False}
    assert "value" not in first  # nothing is pre-filled
    assert "{" not in " ".join(
        s["instruction"] + q["words"] for s in page["sections"] for q in s["questions"]
    )


def test_words_of_another_language_are_marked_and_a_folder_comes_first(tmp_path: object) -> None:
    daily = get("limen_daily")
    assert wording(daily, "de", None).language == "en"
    assert wording(daily, "en-GB", None).text_hash == own_text(daily, "en").sha256
    assert wording(get("phq9"), "de", None).language == ""
    assert wording(get("phq9"), "de", None).words.items["9"] == "9"


def test_a_language_without_words_shows_the_nearest(begun: Participant) -> None:
    found = asked(occasion(begun, "diary.1"), language="ar")
    assert (found.language, found.dir) == ("ar", "rtl")
    assert {(one.language, one.dir) for one in found.sections} == {("en", "ltr")}
    assert asked(occasion(begun, "diary.1"), language="../../etc/x").language == "en"


def test_own_words_have_the_hash_that_their_text_has() -> None:
    words: Words = get("limen_intensity").words["en"]
    item = ItemWords(stem=words.items["intensity"], labels=words.labels["intensity"])
    text = Text(
        instrument="limen_intensity",
        language="en",
        items={"intensity": item},
        instructions=words.instruction,
    )
    assert wording(get("limen_intensity"), "en", None).text_hash == text.sha256


def test_a_response_names_the_words_that_were_read(begun: Participant) -> None:
    sent(occasion(begun, "diary.1"), EVENING)
    row = begun.responses.get(item="mood")
    assert row.text_hash == own_text(get("limen_daily"), "en").sha256
    assert (row.language, row.instrument_version) == ("en", get("limen_daily").version)
