"""The tables of the design note as the code would write them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

from cells import CLOCKS, JOURNEYS, WINDOWS, Cell

from limen.calendar.window import assessment_window
from limen.conduct.core.occasions import (
    Cancel,
    ChangeZone,
    Clock,
    Event,
    Occasion,
    Pause,
    Reason,
    Resume,
    Start,
    State,
    Submit,
    Withdraw,
    decide,
)
from limen.protocol.document.measurement import Window

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def row(*parts: str) -> str:
    return "| " + " | ".join(parts) + " |"


def moments() -> Iterator[str]:
    """A line per window × journey × clock change, for somebody who moves a day before."""
    for window, journey, clocks in product(WINDOWS, JOURNEYS, CLOCKS):
        cell = Cell(window, journey, clocks, "refuse", "none")
        day = next(day for day in cell.days() if day.year == 2026)
        occasion = cell.occasion(day)
        moves = occasion.window.opens - DAY
        made = decide(occasion, ChangeZone(cell.zones[1]), moves).occasion.window
        length = made.closes - made.opens
        hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
        yield row(
            window,
            journey,
            clocks,
            f"{made.opens_local:%d %b %H:%M} – {made.closes_local:%d %b %H:%M}",
            made.zone,
            f"{made.opens:%d %b %H:%M} – {made.closes:%d %b %H:%M}",
            f"{hours}:{minutes:02}",
        )


def evening(late: str) -> Occasion:
    grace = 0.0 if late == "refuse" else 4.0
    window = Window(opens_time="18:00", closes_time="23:00", grace_hours=grace, late=late)
    return Occasion(id="e.1", window=assessment_window(window, date(2026, 5, 12), "Europe/Berlin"))


def answers() -> Iterator[str]:
    """A line per time of arrival × page, a column per rule for late answers."""
    plain = evening("flag").window
    arrivals = {
        "before the window opens": plain.opens - MINUTE,
        "within the window, both ends included": plain.closes,
        "within the grace": plain.closes + MINUTE,
        "after the grace, however long": plain.grace_ends + 90 * DAY,
    }
    for (when, at), opened in product(arrivals.items(), ("in time", "no")):
        if opened == "in time" and at < plain.opens:
            continue
        found = []
        for late in ("refuse", "flag", "accept"):
            one = evening(late)
            if opened == "in time":
                one = decide(one, Start(), one.window.opens).occasion
            verdict = decide(one, Submit(), at).verdict
            found.append(str(verdict).replace("_", " "))
        yield row(when, opened, *found)


def in_every_state() -> dict[str, tuple[Occasion, datetime]]:
    """An occasion in each state, and a moment at which the clock leaves it there."""
    plain = evening("flag")
    window = plain.window
    after = window.ends + DAY
    begun = window.opens + MINUTE
    return {
        "planned": (plain, window.opens - 2 * DAY),
        "open": (replace(plain, state=State.OPEN), begun),
        "started": (replace(plain, state=State.STARTED, started_at=begun), begun),
        "submitted": (replace(plain, state=State.SUBMITTED, submitted_at=begun, late=False), begun),
        "expired": (replace(plain, state=State.EXPIRED, started_at=begun), after),
        "missed": (replace(plain, state=State.MISSED), after),
        "cancelled by a pause, to come": (
            replace(plain, state=State.CANCELLED, reason=Reason.PAUSED),
            window.opens - DAY,
        ),
        "cancelled by a pause, its window open": (
            replace(plain, state=State.CANCELLED, reason=Reason.PAUSED),
            begun,
        ),
        "cancelled by a pause, over": (
            replace(plain, state=State.CANCELLED, reason=Reason.PAUSED),
            after,
        ),
        "cancelled otherwise": (
            replace(plain, state=State.CANCELLED, reason=Reason.BY_STAFF),
            begun,
        ),
    }


EVENTS: dict[str, Event] = {
    "new zone": ChangeZone("America/New_York"),
    "pause": Pause(),
    "resume": Resume("Europe/Berlin"),
    "staff cancel": Cancel(),
    "withdrawal": Withdraw(),
}


def interruptions() -> Iterator[str]:
    """A line per state, a column per event: what becomes of it."""
    for name, (occasion, moment) in in_every_state().items():
        assert moment.tzinfo == UTC
        assert decide(occasion, Clock(), moment).occasion == occasion
        found = []
        for event in EVENTS.values():
            after = decide(occasion, event, moment).occasion
            if after == occasion:
                found.append("stays")
            elif after.window != occasion.window:
                found.append("made again")
            else:
                reason = f" ({after.reason.replace('_', ' ')})" if after.reason else ""
                found.append(f"{after.state}{reason}")
        yield row(name, *found)
