"""A participant has reached the end of the study."""

from __future__ import annotations

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Occasion, Participant, ParticipationEvent
from limen.conduct.core.trail import NothingToDo, recording
from limen.counted import counted
from limen.errors import ConductError

_IN_THE_STUDY = (Participant.Status.ELIGIBLE, Participant.Status.ENROLLED)
_UNFINISHED = (Occasion.State.PLANNED, Occasion.State.OPEN, Occasion.State.STARTED)


def complete(participant: Participant, *, by: Actor) -> bool:
    """Note that somebody has completed the study. False if it was noted before.

    Whoever had stopped the intervention stays `discontinued`: the event alone says that they came
    to the end. `ConductError` while anything is still to come, or for somebody who has not begun.
    """
    event = "participant.completed"
    with recording(event, by=by, participant=participant) as record:
        stored = record.fresh(participant)
        kind = ParticipationEvent.Kind.COMPLETED
        if stored.participation_events.filter(kind=kind).exists():
            raise NothingToDo
        _refuse_if_not_at_the_end(stored)
        record.add(ParticipationEvent(participant=stored, kind=kind, at=record.at))
        if stored.status != Participant.Status.DISCONTINUED or stored.paused_since is not None:
            if stored.status != Participant.Status.DISCONTINUED:
                stored.status = Participant.Status.COMPLETED
            stored.paused_since = None
            record.change(stored, "status", "paused_since")
        return True
    return False


def _refuse_if_not_at_the_end(stored: Participant) -> None:
    discontinued = stored.status == Participant.Status.DISCONTINUED
    if stored.started_on is None or not (discontinued or stored.status in _IN_THE_STUDY):
        raise ConductError(f"{stored} cannot complete: {stored.get_status_display()}.")
    left = stored.occasions.filter(state__in=_UNFINISHED).count()
    if left:
        raise ConductError(
            f"{stored} has {counted(left, 'occasion')} still to come. Cancel what will not happen."
        )
