"""A participant stops the intervention and stays in the study."""

from __future__ import annotations

from contextlib import suppress

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Participant, ParticipationEvent
from limen.conduct.core.occasions.services.rows import NothingToDo
from limen.conduct.core.trail import recording
from limen.errors import ConductError

_IN_THE_STUDY = (Participant.Status.ELIGIBLE, Participant.Status.ENROLLED)


def discontinue(participant: Participant, *, by: Actor, reason: str = "") -> bool:
    """Note that no dose follows; occasions and reminders stay. False if it was noted before.

    `reason` is one word of `REASONS`, or blank. `ConductError` for somebody who has not begun, or
    has left: they withdraw, or have done so.
    """
    event = "participant.discontinued"
    with suppress(NothingToDo), recording(event, by=by, participant=participant) as record:
        stored = record.fresh(participant)
        if stored.status == Participant.Status.DISCONTINUED:
            raise NothingToDo
        if stored.status not in _IN_THE_STUDY or stored.started_on is None:
            raise ConductError(
                f"{stored} is not taking the intervention: {stored.get_status_display()}."
            )
        kind = ParticipationEvent.Kind.DISCONTINUED
        record.add(ParticipationEvent(participant=stored, kind=kind, at=record.at, reason=reason))
        stored.status = Participant.Status.DISCONTINUED
        record.change(stored, "status")
        return True
    return False
