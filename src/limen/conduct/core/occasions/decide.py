"""What an event makes of an occasion: the one place where the rules about windows stand.

The server's clock decides, and is looked at first: an occasion is settled to the moment before the
event is judged, so it does not matter how long ago anybody last looked. Design note:
``docs/develop/occasions.md``, whose tables are checked against these functions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from limen.conduct.core.occasions.events import (
    Cancel,
    ChangeZone,
    Clock,
    Event,
    Pause,
    Resume,
    Start,
    Submit,
    Withdraw,
)
from limen.conduct.core.occasions.occasion import Occasion
from limen.conduct.core.occasions.state import Reason, State
from limen.conduct.core.occasions.verdict import Verdict
from limen.errors import ConductError


@dataclass(frozen=True)
class Decision:
    """The occasion as it is after an event; `verdict` answers who started or sent something."""

    occasion: Occasion
    verdict: Verdict | None = None


def decide(occasion: Occasion, event: Event, now: datetime) -> Decision:
    """Return what an event at a moment (UTC, the server's clock) makes of an occasion.

    Deciding twice changes nothing more: every event is safe to repeat.
    """
    current = settled(occasion, now)
    match event:
        case Clock():
            return Decision(current)
        case Start():
            return _start(current, now)
        case Submit():
            return _submit(current, event, now)
        case ChangeZone(zone=zone):
            return Decision(_in_zone(current, zone, now))
        case Pause(until=until):
            return Decision(_paused(current, until, now))
        case Resume(zone=zone):
            return Decision(_resumed(current, zone, now))
        case Withdraw():
            ends = current.is_unfinished or current.is_paused
            return Decision(_cancelled(current, Reason.WITHDRAWN) if ends else current)
        case Cancel():
            ends = current.is_unfinished or current.is_paused
            return Decision(_cancelled(current, Reason.BY_STAFF) if ends else current)


def settled(occasion: Occasion, now: datetime) -> Occasion:
    """Return the occasion as the clock alone leaves it: opened, missed or expired."""
    window = occasion.window
    match occasion.state:
        case State.PLANNED if now > window.ends:
            return replace(occasion, state=State.MISSED, reason=Reason.NEVER_OPEN)
        case State.PLANNED if now >= window.opens:
            return replace(occasion, state=State.OPEN)
        case State.OPEN if now > window.ends:
            return replace(occasion, state=State.MISSED)
        case State.STARTED if now > window.ends:
            return replace(occasion, state=State.EXPIRED)
    return occasion


def _start(occasion: Occasion, now: datetime) -> Decision:
    match occasion.state:
        case State.OPEN:
            started = replace(occasion, state=State.STARTED, started_at=now)
            return Decision(started, Verdict.STARTED)
        case State.STARTED:
            return Decision(occasion, Verdict.STARTED)
        case State.SUBMITTED:
            return Decision(occasion, Verdict.AGAIN)
        case State.PLANNED:
            return Decision(occasion, Verdict.TOO_EARLY)
        case State.CANCELLED if occasion.reason == Reason.WITHDRAWN:
            return Decision(occasion, Verdict.WITHDRAWN)
    return Decision(occasion, Verdict.CLOSED)


def _submit(occasion: Occasion, event: Submit, now: datetime) -> Decision:
    """Judge an answer; only what comes too early, or after withdrawal, is not stored."""
    judged = event.answered_at or now
    if judged > now:
        raise ConductError("An answer cannot be from the future. Give the time it was answered at.")
    if occasion.state == State.CANCELLED:
        withdrawn = occasion.reason == Reason.WITHDRAWN
        return Decision(occasion, Verdict.WITHDRAWN if withdrawn else Verdict.SET_ASIDE)
    if (now if event.examined else judged) < occasion.window.opens:  # no page was ever made
        asked = event.answered_at is not None and not event.examined  # by staff, too early
        return Decision(occasion, Verdict.SET_ASIDE if asked else Verdict.TOO_EARLY)
    if occasion.state == State.SUBMITTED:
        return Decision(occasion, Verdict.AGAIN)
    late = _is_late(occasion, event, judged, began=_began(occasion, event, now))
    if late is None:
        return Decision(occasion, Verdict.SET_ASIDE)
    after = _sent(occasion, now, late=late) if event.final else _in_part(occasion, event, now)
    return Decision(after, Verdict.LATE if late else Verdict.IN_TIME)


def _sent(occasion: Occasion, now: datetime, *, late: bool) -> Occasion:
    return replace(occasion, state=State.SUBMITTED, reason=Reason.NONE, submitted_at=now, late=late)


def _in_part(occasion: Occasion, event: Submit, now: datetime) -> Occasion:
    """A part arrived: the occasion has been begun, whether or not anybody wrote that down."""
    step = {State.OPEN: State.STARTED, State.MISSED: State.EXPIRED}
    if occasion.state not in step:
        return occasion
    began = _began(occasion, event, now) or event.answered_at or now
    state = step[occasion.state]
    return replace(occasion, state=state, reason=Reason.NONE, started_at=began)


def _began(occasion: Occasion, event: Submit, now: datetime) -> datetime | None:
    """Return when the answers were begun, by the server's clock, if that was while they might be.

    A page's mark from the future is no mark.
    """
    window = occasion.window
    known = [at for at in (occasion.started_at, event.page_made_at) if at is not None and at <= now]
    return min((at for at in known if window.opens <= at <= window.ends), default=None)


def _is_late(
    occasion: Occasion, event: Submit, judged: datetime, *, began: datetime | None
) -> bool | None:
    """Return whether an answer is late; None if it was neither begun nor given while it might be.

    Who had the page while the occasion could be begun loses nothing, whenever the answer arrives;
    nor does staff's own finding, which is marked also if it was made before the window opened.
    """
    ruled = occasion.window.verdict(judged)
    if event.examined:
        return ruled != "in_time"
    if ruled != "refused":
        return ruled == "late"
    return None if began is None else True


def _in_zone(occasion: Occasion, zone: str, now: datetime) -> Occasion:
    if not occasion.is_to_come or occasion.follows == "site":
        return occasion
    return replace(occasion, window=occasion.window.moved(zone, since=now))


def _paused(occasion: Occasion, until: datetime | None, now: datetime) -> Occasion:
    """Cancel what opens during the pause; plan again what an earlier, longer one had cancelled."""
    if until is not None and until <= now:
        return occasion
    falls = until is None or occasion.window.opens < until
    if occasion.state == State.PLANNED and falls:
        return _cancelled(occasion, Reason.PAUSED)
    if occasion.is_paused and not falls:
        return replace(occasion, state=State.PLANNED, reason=Reason.NONE)
    return occasion


def _resumed(occasion: Occasion, zone: str, now: datetime) -> Occasion:
    """Plan again what a pause had cancelled, if it may still be answered."""
    if not occasion.is_paused or now > occasion.window.ends:
        return occasion
    back = replace(occasion, state=State.PLANNED, reason=Reason.NONE)
    return settled(_in_zone(back, zone, now), now)


def _cancelled(occasion: Occasion, reason: Reason) -> Occasion:
    return replace(occasion, state=State.CANCELLED, reason=reason)
