"""Messages to a person, with the evidence of what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from limen.conduct.core.models import MessageEvent, OutboxMessage, Participant
from limen.conduct.staff.words import MESSAGES

SHOWN = 30


@dataclass(frozen=True)
class Posted:
    """A message and its events in order."""

    message: OutboxMessage
    events: tuple[MessageEvent, ...]

    @property
    def state(self) -> Any:
        """Where it stands, in words."""
        return MESSAGES[self.message.state]

    @property
    def tone(self) -> str:
        """How it stands out."""
        state = OutboxMessage.State
        bad = self.message.state in (state.UNCERTAIN, state.FAILED)
        return "danger" if bad else "good" if self.message.state == state.SENT else ""


def messages_of(person: Participant) -> list[Posted]:
    """Return the latest messages to a person, the last due first."""
    rows = OutboxMessage.objects.filter(participant=person, member=None)
    rows = rows.order_by("-due_at", "-pk")
    return posted(rows[:SHOWN])


def posted(rows: Sequence[OutboxMessage] | QuerySet[OutboxMessage]) -> list[Posted]:
    """Return messages with their events, in two queries."""
    messages = list(rows)
    events: dict[int, list[MessageEvent]] = {message.pk: [] for message in messages}
    for event in MessageEvent.objects.filter(message__in=list(events)):
        events[event.message_id].append(event)
    return [Posted(message, tuple(events[message.pk])) for message in messages]
