"""What staff see of messages; access is the caller's: pass people whom they may read."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from limen.conduct.core.messages.state import Evidence, State
from limen.conduct.core.models import MessageEvent, OutboxMessage, Participant

People = QuerySet[Participant]


def uncertain_messages(people: People | None = None) -> QuerySet[OutboxMessage]:
    """Return messages of which nobody knows whether they left; of everybody if left out."""
    return _of(people, State.UNCERTAIN)


def unreached_messages(people: People | None = None) -> QuerySet[OutboxMessage]:
    """Return messages that failed or came too late, each with `why`; the latest first.

    Among them each reminder for which there was no way to its person, and those that the protocol
    plans by means which this version does not serve.
    """
    found = _of(people, State.FAILED, State.EXPIRED)
    return found.exclude(events__kind=Evidence.SUPERSEDED.value)


def trail_of(message: OutboxMessage) -> Iterable[MessageEvent]:
    """Return what happened to a message, in order."""
    return message.events.all()


def _of(people: People | None, *states: State) -> QuerySet[OutboxMessage]:
    found = OutboxMessage.objects.filter(state__in=[state.value for state in states])
    if people is not None:
        found = found.filter(participant__in=people)
    found = found.select_related("participant", "occasion").prefetch_related("events")
    return found.order_by("-due_at", "-id")
