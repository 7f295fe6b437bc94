"""An adverse event at any time: help first, then what happened, then the words for it at once."""

from __future__ import annotations

import sys
from pathlib import Path
from uuid import uuid4

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from cast import device_of, people
from day import anna_begins, riga

from limen.conduct.core import clock
from limen.conduct.core.models import AdverseEvent, Participant

pytestmark = pytest.mark.usefixtures("demonstration_study")

MILD = {
    "event.what": "A headache",
    "event.began": "2026-03-05T10:00",
    "event.over": "0",
    "event.severity": "1",
    "event.serious": "none",
    "event.help": "none",
    "event.action": "none",
    "event.related": "cannot_tell",
}


def send(anna: Participant, **more: str) -> tuple[int, str, str]:
    with clock.as_of(riga(5, 12)):
        browser = device_of(anna)
        answer = browser.post("/event/", {**MILD, "client_id": str(uuid4()), **more})
        address = answer.get("Location", "")
        shown = browser.get(address).content.decode() if address else answer.content.decode()
    return answer.status_code, address, shown


def test_help_comes_before_the_first_question() -> None:
    anna = people().anna  # at any time: before the first day too
    shown = device_of(anna).get("/event/").content.decode()
    assert shown.index("If you need help now") < shown.index("<fieldset")


def test_a_report_is_received_and_says_when() -> None:
    anna = anna_begins()
    status, address, shown = send(anna)
    assert (status, address.split("/")[1]) == (302, "received")
    assert "Received 12:00" in shown
    assert "Somebody from the study will call you" not in shown
    assert AdverseEvent.objects.get().severity_grade == 1


def test_the_words_of_a_safety_rule_are_shown_at_once_and_again_after_a_reload() -> None:
    anna = anna_begins()
    _, address, shown = send(anna, **{"event.severity": "3"})
    assert shown.index("Somebody from the study will call you today") < shown.index("<h1>Received")
    with clock.as_of(riga(5, 13)):
        again = device_of(anna).get(address).content.decode()
    assert "Somebody from the study will call you today" in again


def test_errors_come_back_with_what_was_typed() -> None:
    anna = anna_begins()
    status, _, shown = send(anna, **{"event.began": "2026-03-06T10:00"})
    assert status == 422
    assert "still to come" in shown
    assert "A headache</textarea>" in shown
    assert AdverseEvent.objects.count() == 0


def test_today_shows_that_a_report_was_received() -> None:
    anna = anna_begins()
    send(anna)
    with clock.as_of(riga(5, 13)):
        shown = device_of(anna).get("/today/").content.decode()
    assert "Your report" in shown
    assert "received 12:00" in shown
