"""A participant's occasions, made ahead from the calendar that a rehearsal uses too."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from limen.calendar import ParticipantCalendar
from limen.conduct.core.occasions.occasion import Occasion
from limen.conduct.core.occasions.state import Reason, State


def planned(calendar: ParticipantCalendar, *, now: datetime) -> tuple[Occasion, ...]:
    """Return all occasions of a participant; those whose window is over by now are cancelled."""
    made = [
        Occasion(
            id=due.id,
            window=due.window,
            follows="participant" if calendar.travels(due) else "site",
        )
        for due in calendar.occasions
    ]
    return tuple(
        replace(one, state=State.CANCELLED, reason=Reason.BEFORE_START)
        if now > one.window.ends
        else one
        for one in made
    )
