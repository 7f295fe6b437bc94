"""A participant cannot be reached any more."""

from __future__ import annotations

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Occasion, Participant, ParticipationEvent
from limen.conduct.core.occasions.events import Cancel
from limen.conduct.core.occasions.services.rows import happens_to_all, hush_person
from limen.conduct.core.reasons import TAKING_PART, refuse_other_words
from limen.conduct.core.trail import NothingToDo, recording
from limen.errors import ConductError

_STILL_THERE = (
    Participant.Status.CONSENTED,
    Participant.Status.ELIGIBLE,
    Participant.Status.ENROLLED,
    Participant.Status.DISCONTINUED,
)


def lose(participant: Participant, *, by: Actor, reason: str = "") -> list[Occasion]:
    """Note that somebody is lost to follow-up; return the occasions that this cancelled.

    Messages that wait are cancelled too. `reason` is a word of `TAKING_PART`, or blank. Noting it
    twice writes once. `ConductError` for somebody who never consented, or has left otherwise.
    """
    refuse_other_words(reason, TAKING_PART)
    event = "participant.lost"
    with recording(event, by=by, participant=participant) as record:
        stored = record.fresh(participant)
        if stored.status == Participant.Status.LOST:
            raise NothingToDo
        if stored.status not in _STILL_THERE:
            raise ConductError(f"{stored} cannot get lost: {stored.get_status_display()}.")
        kind = ParticipationEvent.Kind.LOST
        record.add(ParticipationEvent(participant=stored, kind=kind, at=record.at, reason=reason))
        stored.status, stored.paused_since = Participant.Status.LOST, None
        record.change(stored, "status", "paused_since")
        cancelled = happens_to_all(record, stored, Cancel())
        hush_person(stored, record.at)
        return cancelled
    return []
