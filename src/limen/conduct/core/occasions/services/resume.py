"""A participant comes back from a pause, or the time that they had set is over."""

from __future__ import annotations

from limen.conduct.core import clock
from limen.conduct.core.actor import WORKER, Actor
from limen.conduct.core.models import Occasion, Participant, ParticipationEvent, Study
from limen.conduct.core.occasions.events import Resume
from limen.conduct.core.occasions.services.rows import (
    Opened,
    happens_to_all,
    no_reminders,
)
from limen.conduct.core.trail import NothingToDo, Record, recording


def resume(participant: Participant, *, by: Actor, opened: Opened = no_reminders) -> list[Occasion]:
    """End a pause: plan again what it cancelled and can still be answered; return those.

    Nothing happens to somebody who does not pause.
    """
    event = "participant.resumed"
    with recording(event, by=by, participant=participant) as record:
        return _resume(record, record.fresh(participant), opened)
    return []


def resume_after_pauses(*, by: Actor = WORKER, opened: Opened = no_reminders) -> int:
    """Resume everybody whose pause was to end by now; return how many. What the worker calls."""
    if Study.objects.exclude(locked_at=None).exists():
        return 0
    paused = Participant.objects.exclude(paused_since=None)
    count = 0
    for participant in paused:
        if _is_over(participant):
            count += _resume_if_over(participant, by=by, opened=opened)
    return count


def _resume_if_over(participant: Participant, *, by: Actor, opened: Opened) -> bool:
    """Resume somebody, unless they made the pause longer since anybody looked."""
    event = "participant.resumed"
    with recording(event, by=by, participant=participant) as record:
        stored = record.fresh(participant)
        if not _is_over(stored):
            raise NothingToDo
        _resume(record, stored, opened)
        return True
    return False


def _resume(record: Record, participant: Participant, opened: Opened) -> list[Occasion]:
    if participant.paused_since is None:  # another worker was there first
        raise NothingToDo
    event = ParticipationEvent.Kind.RESUMED
    record.add(ParticipationEvent(participant=participant, kind=event, at=record.at))
    participant.paused_since = None
    record.change(participant, "paused_since")
    return happens_to_all(record, participant, Resume(participant.zone), opened=opened)


def _is_over(participant: Participant) -> bool:
    """Whether the latest pause was to end by now."""
    latest = participant.participation_events.filter(kind=ParticipationEvent.Kind.PAUSED).last()
    return latest is not None and latest.until is not None and latest.until <= clock.now()
