"""What a new version of the protocol makes of the occasions that are still to come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from limen.calendar import ParticipantCalendar
from limen.conduct.core.occasions.occasion import Occasion
from limen.conduct.core.occasions.plan import planned
from limen.conduct.core.occasions.state import Reason, State


@dataclass(frozen=True)
class Amended:
    """Occasions under the new version (`kept`, `added`), and those it has no more (`dropped`)."""

    kept: tuple[Occasion, ...]
    added: tuple[Occasion, ...]
    dropped: tuple[Occasion, ...]


def amended(
    existing: Iterable[Occasion], calendar: ParticipantCalendar, *, now: datetime
) -> Amended:
    """Return what becomes of a participant's occasions under a calendar of the new version.

    Whatever has opened by now stays under its old version; so does what would have opened by now
    under the new one. An occasion that is new and would have begun by now is not made.
    """
    new = {one.id: one for one in planned(calendar, now=now)}
    known: set[str] = set()
    kept, dropped = [], []
    for old in existing:
        known.add(old.id)
        if not old.is_to_come or old.window.opens <= now:
            continue
        fresh = new.get(old.id)
        if fresh is None:
            dropped.append(replace(old, state=State.CANCELLED, reason=Reason.AMENDED))
        elif fresh.window.opens > now:
            kept.append(replace(old, window=fresh.window, follows=fresh.follows))
    added = [one for one in new.values() if one.id not in known and one.window.opens > now]
    return Amended(tuple(kept), tuple(added), tuple(dropped))
