"""A participant pauses."""

from __future__ import annotations

from datetime import datetime

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Occasion, Participant, ParticipationEvent
from limen.conduct.core.occasions.events import Pause
from limen.conduct.core.occasions.services.rows import happens_to_all
from limen.conduct.core.trail import recording
from limen.errors import ConductError


def pause(
    participant: Participant, *, by: Actor, until: datetime | None = None, reason: str = ""
) -> list[Occasion]:
    """Cancel what would open before `until` (or at all, until they resume); return those.

    Occasions that are open stay open. Who pauses again during a pause makes it longer. `reason` is
    one word of a list. `ConductError` if somebody has left, or `until` is past.
    """
    with recording("participant.paused", by=by, participant=participant) as record:
        stored = record.fresh(participant)
        if stored.status == Participant.Status.WITHDRAWN:
            raise ConductError(f"{stored} has withdrawn; there is nothing left to pause.")
        if until is not None and until <= record.at:
            raise ConductError("A pause ends in the future. Give a later time, or none.")
        event = ParticipationEvent.Kind.PAUSED
        record.add(
            ParticipationEvent(
                participant=stored, kind=event, at=record.at, until=until, reason=reason
            )
        )
        stored.paused_since = stored.paused_since or record.at
        record.change(stored, "paused_since")
        return happens_to_all(record, stored, Pause(until))
