"""What becomes of a message that is due: pure, no database and no clock of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from limen.conduct.core.messages.state import Evidence, State

FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that decides on a message, read when it is due.

    `begun_at` is when the occasion was started, if it was. `later_is_due` says that another
    reminder of the same occasion, later in order, is due too and can be sent. `unreachable` says
    why there is no way to this person; empty if there is one. `settled` says why somebody of staff
    need not be called any more; empty if they must.
    """

    reminds: bool
    due_at: datetime
    window_end: datetime
    left: bool = False
    erased: bool = False
    paused: bool = False
    occasion_is_on: bool = True
    begun_at: datetime | None = None
    later_is_due: bool = False
    unreachable: str = ""
    settled: str = ""


@dataclass(frozen=True)
class End:
    """What a message ends as without being sent, and the event that says why."""

    state: State
    evidence: Evidence
    detail: str = ""


def decide(facts: Facts, now: datetime) -> End | None:
    """Return what a message that is due ends as, or None if it is to be sent.

    The first reason that holds counts, so that deciding again gives the same.
    """
    if facts.settled:
        return _cancelled(facts.settled)
    if facts.erased:
        return _cancelled("contact data were erased")
    if facts.left:
        return _cancelled("has left the study")
    if facts.reminds:
        if not facts.occasion_is_on:
            return _cancelled("the occasion is over or was sent")
        if facts.begun_at is not None and facts.begun_at >= facts.due_at:
            return _cancelled("begun already")
        if facts.paused:
            return _cancelled("paused")
    if now > facts.window_end:
        return End(State.EXPIRED, Evidence.EXPIRED)
    if facts.unreachable:
        return End(State.FAILED, Evidence.UNREACHABLE, facts.unreachable)
    if facts.later_is_due:
        return End(State.EXPIRED, Evidence.SUPERSEDED)
    return None


def delay(attempts: int) -> timedelta:
    """Return how long to wait after a refused attempt: doubled each time, up to half an hour."""
    doubled: timedelta = FIRST_DELAY * 2 ** min(max(attempts - 1, 0), 10)
    return min(doubled, LONGEST_DELAY)


def _cancelled(detail: str) -> End:
    return End(State.CANCELLED, Evidence.CANCELLED, detail)
