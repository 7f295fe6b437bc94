"""The pages of screening: one question per screen, then waiting for the study team."""

from __future__ import annotations

import re

import cast
import pytest
from agreement import agrees
from django.test import Client

from limen.conduct.core import screening
from limen.conduct.core.actor import Actor
from limen.conduct.core.entering import make_phrase
from limen.conduct.core.models import EligibilityAnswer, Participant
from limen.conduct.core.services.invite import invite
from limen.conduct.core.trail import recording

PAGE = "/screening/"
ANSWERS = ["34", "female", "no", "no", "no", "no", "no"]


@pytest.fixture
def berta(demonstration_study) -> Participant:
    someone = invite(cast.people().here, by=cast.BY).participant
    agrees(someone)
    return someone


@pytest.fixture
def browser(berta) -> Client:
    return cast.device_of(berta)


def answers_all(browser: Client, participant: Participant) -> None:
    for question, said in zip(screening.own_questions(participant), ANSWERS, strict=True):
        assert browser.post(PAGE, {"question": question.id, "answer": said}).url == PAGE


def test_one_question_per_screen_and_nothing_filled_in(browser):
    page = browser.get(PAGE).content.decode()
    assert "Question 1 of 7" in page
    assert "Age" in page
    assert "years" in page
    assert 'value=""' in page
    browser.post(PAGE, {"question": "age_years", "answer": "34"})
    page = browser.get(PAGE).content.decode()
    assert "Question 2 of 7" in page
    assert page.count('type="radio"') == 3
    assert "checked" not in page


def test_an_answer_of_a_device_that_was_signed_out_waits_for_its_owner(browser, berta):
    browser.cookies.clear()
    kept = browser.post(PAGE, {"question": "age_years", "answer": "34"})
    assert kept.status_code == 401
    (held,) = re.findall(r'name="kept" value="([^"]+)"', kept.content.decode())
    words = make_phrase(berta, by=cast.BY)
    back = browser.post("/way-back/", {"kept": held, "words": words}).content.decode()
    assert '<input type="hidden" name="answer" value="34">' in back
    assert 'action="/screening/"' in back


def test_nothing_is_asked_or_taken_while_a_new_version_waits_for_consent(browser, berta):
    with recording("test.amended", by=cast.BY) as record:
        stored = record.fresh(berta)
        stored.consent_due = True
        record.change(stored, "consent_due")
    sent = browser.post(PAGE, {"question": "age_years", "answer": "34"})
    assert sent.url == "/information/"
    assert not EligibilityAnswer.objects.exists()


def test_answers_lead_to_waiting_for_the_study_team(browser, berta):
    answers_all(browser, berta)
    page = browser.get(PAGE).content.decode()
    assert "The study team is next" in page
    assert "34 years" in page
    assert screening.judged(berta).eligible is True
    by = {one.audit_entry.by for one in EligibilityAnswer.objects.all()}
    assert by == {f"participant:{berta.code}"}


@pytest.mark.parametrize("said", ["", "old", "1e999"])
def test_what_is_no_answer_is_said_and_stays(browser, said):
    answer = browser.post(PAGE, {"question": "age_years", "answer": said})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Please enter a number." in page
    assert f'value="{said}"' in page
    assert not EligibilityAnswer.objects.exists()


def test_one_may_prefer_not_to_say(browser, berta):
    browser.post(PAGE, {"question": "age_years", "answer": "", "decline": "1"})
    assert screening.latest_answers(berta)["age_years"].state == "declined"
    assert "Question 2 of 7" in browser.get(PAGE).content.decode()


def test_a_correction_has_a_reason(browser, berta):
    answers_all(browser, berta)
    page = browser.get(f"{PAGE}?question=age_years").content.decode()
    assert "So far: 34 years" in page
    assert "Why does this change?" in page
    sent = {"question": "age_years", "answer": "43"}
    answer = browser.post(PAGE, sent)
    assert answer.status_code == 422
    assert "Please say why this changes." in answer.content.decode()
    assert browser.post(PAGE, sent | {"reason": "mistake"}).url == PAGE
    latest = screening.latest_answers(berta)["age_years"]
    assert (latest.value, latest.version, latest.reason) == ("43", 2, "I made a mistake")


def test_words_of_ones_own_are_no_reason(browser, berta):
    answers_all(browser, berta)
    sent = {"question": "age_years", "answer": "43", "reason": "Anna Ābele told me"}
    assert browser.post(PAGE, sent).status_code == 422


def test_a_question_that_there_is_not_changes_nothing(browser):
    assert browser.post(PAGE, {"question": "shoe_size", "answer": "42"}).url == PAGE
    assert not EligibilityAnswer.objects.exists()


@pytest.mark.parametrize(
    ("eligible", "says"), [(True, "You can take part"), (False, "You cannot take part")]
)
def test_the_decision_is_told_without_its_criteria(browser, berta, eligible, says):
    ines = cast.people().ines
    answers_all(browser, berta)
    screening.decide(berta, eligible=eligible, member=ines, reason="as discussed")
    page = browser.get(PAGE).content.decode()
    assert says in page
    assert "as discussed" not in page
    assert "Psychosis" not in page
    assert "<form" not in page


def test_after_the_decision_answers_cannot_be_sent(browser, berta):
    answers_all(browser, berta)
    screening.decide(berta, eligible=True, member=cast.people().ines)
    browser.post(PAGE, {"question": "age_years", "answer": "20", "reason": "mistake"})
    assert screening.latest_answers(berta)["age_years"].value == "34"


def test_who_is_enrolled_is_led_to_today(berta):
    cast.agreed(berta)
    assert cast.device_of(berta).get(PAGE).url == "/today/"


def test_before_consent_it_leads_to_the_information(demonstration_study):
    someone = invite(cast.people().here, by=cast.BY).participant
    assert cast.device_of(someone).get(PAGE).url == "/information/"


def test_staff_see_who_answered(berta):
    ines = cast.people().ines
    (row,) = screening.answer_screening(berta, {"age_years": "30"}, by=Actor.staff(ines))
    assert row.audit_entry.by == "staff:ines"
