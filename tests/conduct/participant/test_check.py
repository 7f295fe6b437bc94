"""The page with the questions: one per screen, nothing lost, back to the passage."""

from __future__ import annotations

import html
import re

import cast
import pytest
from agreement import passes, reads, right_answers, wrong_answers
from django.test import Client

from limen.conduct.core import consenting
from limen.conduct.core.actor import Actor
from limen.conduct.core.consenting import check as room
from limen.conduct.core.models import ComprehensionAnswer, Participant, Site
from limen.conduct.core.services.invite import invite

PAGE = "/information/check/"


@pytest.fixture
def berta(demonstration_study) -> Participant:
    someone = invite(Site.objects.first(), by=cast.BY).participant
    reads(someone)
    return someone


@pytest.fixture
def browser(berta) -> Client:
    return cast.device_of(berta)


def hidden(page: str) -> dict[str, str]:
    """What a form carries along."""
    found = re.findall(r'<input type="hidden" name="([\w.]+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def walks_through(browser: Client, answers: dict[str, str]) -> str:
    """Answer question after question; return where that leads."""
    response = browser.get(f"{PAGE}?again=1")
    for _ in range(len(answers)):
        carried = hidden(response.content.decode())
        asked = carried["asked"]
        response = browser.post(PAGE, carried | {f"answer.{asked}": answers[asked]})
    return response.url


def fails(participant: Participant) -> None:
    by = Actor.participant(participant)
    consenting.answer_check(participant, wrong_answers(participant), by=by)


def test_one_question_per_screen_and_nothing_filled_in(browser):
    page = browser.get(PAGE).content.decode()
    assert "Question 1 of 3" in page
    assert page.count("<legend>") == 1
    assert page.count('type="radio"') == 3
    assert "checked" not in page


def test_right_answers_lead_to_signing(browser, berta):
    assert walks_through(browser, right_answers(berta)) == PAGE
    assert browser.get(PAGE).url == "/information/sign/"
    assert ComprehensionAnswer.objects.filter(correct=True).count() == 3


def test_wrong_answers_lead_back_to_the_information(browser, berta):
    walks_through(browser, wrong_answers(berta, "driving"))
    page = browser.get(PAGE).content.decode()
    assert "Not quite yet" in page
    assert "May you drive on a dosing day?" in page
    assert "When may you stop?" not in page
    assert "2 more times" in page


def test_a_wrong_answer_leads_back_to_its_passage(browser, berta, monkeypatch):
    asked = tuple(
        one.model_copy(update={"passage": "Risks and discomforts"})
        for one in room.asked_questions(berta.version)
    )
    monkeypatch.setattr(room, "asked_questions", lambda version: asked)
    walks_through(browser, wrong_answers(berta, "driving"))
    place = "/information/?document=information#information-risks-and-discomforts"
    assert f'href="{place}"' in browser.get(PAGE).content.decode()


def test_nothing_chosen_asks_the_same_question_again(browser):
    first = hidden(browser.get(PAGE).content.decode())
    again = browser.post(PAGE, first)
    assert again.status_code == 422
    assert "Please choose one of the answers." in again.content.decode()
    assert hidden(again.content.decode())["asked"] == first["asked"]


def test_one_can_go_back(browser, berta):
    answers = right_answers(berta)
    first = hidden(browser.get(PAGE).content.decode())
    asked = first["asked"]
    second = browser.post(PAGE, first | {f"answer.{asked}": answers[asked]})
    carried = hidden(second.content.decode())
    assert carried[f"answer.{asked}"] == answers[asked]
    back = browser.post(PAGE, carried | {"back": asked})
    assert hidden(back.content.decode()) == {"asked": asked}
    assert not ComprehensionAnswer.objects.exists()


def test_after_the_last_attempt_a_person_is_next(browser, berta):
    for _ in range(3):
        fails(berta)
    for page in (browser.get(f"{PAGE}?again=1"), browser.post(PAGE, {"asked": "chance"})):
        assert "A person will talk with you" in page.content.decode()
        assert "<form" not in page.content.decode()
    consenting.allow_attempt(berta, by=cast.BY)
    assert "1 more time." in browser.get(PAGE).content.decode()
    walks_through(browser, right_answers(berta))
    assert browser.get(PAGE).url == "/information/sign/"


def test_the_information_comes_first(demonstration_study):
    someone = invite(Site.objects.first(), by=cast.BY).participant
    browser = cast.device_of(someone)
    assert browser.get(PAGE).url == "/information/"
    assert browser.get("/information/sign/").url == "/information/"


def test_whoever_passed_with_a_mistake_reads_it_again_and_goes_on(browser, berta, monkeypatch):
    protocol = berta.version.protocol
    consent = protocol.consent.model_copy(update={"correct_needed": 2})
    changed = protocol.model_copy(update={"consent": consent})
    monkeypatch.setattr("limen.conduct.core.models.ProtocolVersion.protocol", changed)
    walks_through(browser, wrong_answers(berta, "driving"))
    page = browser.get(PAGE).content.decode()
    assert "That was enough" in page
    assert 'href="/information/sign/"' in page


def test_passing_elsewhere_in_the_meantime_is_no_mistake(browser, berta):
    passes(berta)
    assert browser.post(PAGE, {"asked": "chance"}).url == "/information/sign/"
