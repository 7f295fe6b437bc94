"""Intake and reports on a telephone: conditions followed, help first, words shown at once."""

from __future__ import annotations

from typing import Any

import eyes
import pytest
from day import anna_begins, riga
from hands import open_form, send, shoot, shown, until_gone
from playwright.sync_api import expect

from limen.conduct.core.models import Administration, AdverseEvent

pytestmark = pytest.mark.long


@pytest.fixture
def page(server: Any, phone: Any) -> Any:
    anna = anna_begins()
    server.set_clock(riga(5, 12))
    return phone(anna, timezone_id="Europe/Riga")


def choose(page: Any, words: str) -> None:
    key = shown(page).get_attribute("data-key")
    shown(page).locator(".choice", has_text=words).first.tap()
    until_gone(page, key)


def fill(page: Any, text: str) -> None:
    key = shown(page).get_attribute("data-key")
    shown(page).locator("input, textarea").first.fill(text)
    page.locator("[data-next]").tap()
    until_gone(page, key)


def asks(page: Any, key: str) -> None:
    expect(shown(page)).to_have_attribute("data-key", key)


def test_a_dose_that_was_missed_is_not_asked_when_it_was_taken(page: Any) -> None:
    open_form(page, "/intake/")
    shoot(page, "intake")
    assert eyes.violations(page) == []
    fill(page, "o7-l2")
    choose(page, "I took all of it")
    asks(page, "taken_at")
    shoot(page, "intake_time")
    fill(page, "08:15")
    page.locator("[data-back]").tap()
    asks(page, "taken_at")
    page.locator("[data-back]").tap()
    asks(page, "status")
    choose(page, "I missed it")
    asks(page, "note")
    page.locator("[data-next]").tap()
    send(page)
    row = Administration.objects.get()
    assert (row.status, row.kit, row.taken_at) == ("missed", "07-12", None)
    page.go_back()
    assert page.url.startswith("about:")  # the form's own steps are no places to come back to


def test_a_severe_event_is_answered_with_the_words_of_the_protocol(page: Any) -> None:
    open_form(page, "/event/")
    shoot(page, "event")
    assert eyes.violations(page) == []
    fill(page, "A bad headache")
    fill(page, "2026-03-05T10:00")
    choose(page, "No")
    asks(page, "event.severity")  # not when it ended
    choose(page, "Severe")
    for _ in range(4):
        choose(page, "")
    send(page)
    shoot(page, "event_received")
    expect(page.locator("[role=alert]")).to_contain_text("will call you today")
    assert eyes.violations(page) == []
    assert AdverseEvent.objects.get().severity_grade == 3


def test_who_would_rather_not_say_goes_on(page: Any) -> None:
    open_form(page, "/event/")
    page.locator("[data-next]").tap()
    expect(shown(page).locator("[data-error]")).to_contain_text("Please answer")
    shown(page).locator(".choice.quiet").tap()
    asks(page, "event.began")


def test_a_refusal_of_the_server_is_shown_at_its_question(page: Any) -> None:
    open_form(page, "/event/")
    fill(page, "A headache")
    fill(page, "2026-03-06T10:00")  # tomorrow, which only the server knows
    for _ in range(6):
        choose(page, "")
    page.locator("[data-send]").tap()
    page.locator("[data-key='event.began'] [data-error]", has_text="still to come").wait_for()
    page.complaints.clear()  # chromium counts a 422 as an error of the page
    shoot(page, "event_refused")
    assert eyes.violations(page) == []
    assert AdverseEvent.objects.count() == 0
