"""A participant pauses."""

from __future__ import annotations

from datetime import datetime

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Occasion, Participant, ParticipationEvent
from limen.conduct.core.occasions.events import Pause
from limen.conduct.core.occasions.services.rows import happens_to_all
from limen.conduct.core.reasons import TAKING_PART, refuse_other_words
from limen.conduct.core.trail import recording
from limen.errors import ConductError


def pause(
    participant: Participant, *, by: Actor, until: datetime | None = None, reason: str = ""
) -> list[Occasion]:
    """Cancel what would open before `until` (or at all, until they resume); return those.

    Occasions that are open stay open. Of two pauses the one asked for last holds, whole: who pauses
    again makes the pause longer, or shorter, and what then opens after its new end is planned again
    (returned too). `reason` is a word of `TAKING_PART`, or blank. `ConductError` if somebody has
    left, or `until` is past.
    """
    refuse_other_words(reason, TAKING_PART)
    with recording("participant.paused", by=by, participant=participant) as record:
        stored = record.fresh(participant)
        if stored.has_left:
            status = stored.get_status_display().lower()
            raise ConductError(f"{stored} has left ({status}); there is nothing to pause.")
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
