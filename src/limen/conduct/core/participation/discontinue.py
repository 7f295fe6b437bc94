"""A participant stops the intervention and stays in the study."""

from __future__ import annotations

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Participant, ParticipationEvent
from limen.conduct.core.reasons import TAKING_PART, refuse_other_words
from limen.conduct.core.trail import NothingToDo, Record, recording
from limen.errors import ConductError

_IN_THE_STUDY = (Participant.Status.ELIGIBLE, Participant.Status.ENROLLED)


def discontinue(participant: Participant, *, by: Actor, reason: str = "") -> bool:
    """Note that no dose follows; occasions and reminders stay. False if it was noted before.

    `reason` is a word of `TAKING_PART`, or blank. `ConductError` for somebody who has not begun, or
    has left: they withdraw, or have done so.
    """
    refuse_other_words(reason, TAKING_PART)
    event = "participant.discontinued"
    with recording(event, by=by, participant=participant) as record:
        stored = record.fresh(participant)
        if stored.status == Participant.Status.DISCONTINUED:
            raise NothingToDo
        if stored.status not in _IN_THE_STUDY or stored.started_on is None:
            raise ConductError(
                f"{stored} is not taking the intervention: {stored.get_status_display()}."
            )
        note_discontinued(record, stored, reason=reason)
        return True
    return False


def note_discontinued(record: Record, participant: Participant, *, reason: str) -> None:
    """Note it inside another event, of somebody who takes doses; of others nothing is changed.

    `participant` must be fresh.
    """
    if participant.status not in _IN_THE_STUDY or participant.started_on is None:
        return
    kind = ParticipationEvent.Kind.DISCONTINUED
    record.add(ParticipationEvent(participant=participant, kind=kind, at=record.at, reason=reason))
    participant.status = Participant.Status.DISCONTINUED
    record.change(participant, "status")
