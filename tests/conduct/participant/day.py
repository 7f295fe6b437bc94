"""Anna's days in the demonstration: she began, and it is evening."""

from __future__ import annotations

import re
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import servers
from cast import BY, people

from limen.conduct.core import clock
from limen.conduct.core.answering import asked
from limen.conduct.core.models import Occasion, Participant
from limen.conduct.core.occasions.services import begin_study

assert servers.READY  # Django is set up

START = date(2026, 3, 5)  # study day 1: a dose, and the diary in the evening
RIGA = ZoneInfo("Europe/Riga")


def riga(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of March 2026 by the clocks of Riga."""
    return datetime(2026, 3, day, hour, minute, tzinfo=RIGA)


def anna_begins(start: date = START) -> Participant:
    """Return Anna, whose occasions have been made."""
    with clock.as_of(riga(1, 12)):
        anna = people().anna
        begin_study(anna, start=start, by=BY)
    anna.refresh_from_db()
    return anna


def occasion_of(anna: Participant, identifier: str) -> Occasion:
    """Return one of her occasions, as it is stored."""
    return Occasion.objects.select_related("participant", "made_under").get(
        participant=anna, identifier=identifier
    )


def filled(occasion: Occasion, **more: str) -> dict[str, str]:
    """Return a form in which everything is answered in an ordinary way."""
    answers = {}
    for question in asked(occasion).questions:
        match question.kind:
            case "scale" | "choice":
                answers[question.key] = question.labels[0].value
            case "slider" | "whole" | "number":
                answers[question.key] = f"{(question.low or 0) + 1:g}"
            case "moment":
                answers[question.key] = "2026-03-04T07:00"
            case "clock":
                answers[question.key] = "23:30"
            case _:
                answers[question.key] = "something"
    return {**answers, "client_id": str(uuid4()), **more}


def hidden(page: bytes, name: str) -> str:
    """Return the value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.decode())
    assert found is not None, f"There is no field {name}."
    return found.group(1)
