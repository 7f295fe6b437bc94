"""Messages to a person, with the evidence of what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from limen.conduct.core.messages.state import Evidence
from limen.conduct.core.models import MessageEvent, OutboxMessage, Participant
from limen.conduct.staff.moments import zone_of
from limen.conduct.staff.words import CHANNELS, EVIDENCE, MESSAGES, PURPOSES, UNREACHED

SHOWN = 30
_SAID_ABOVE = (Evidence.INTENDED, Evidence.UNREACHABLE)


@dataclass(frozen=True)
class Posted:
    """A message and its events in order."""

    message: OutboxMessage
    events: tuple[MessageEvent, ...]

    @property
    def zone(self) -> str:
        """The zone in which its times are shown: the person's, or the site's."""
        message = self.message
        if message.participant is not None:
            return message.participant.zone
        return zone_of(message.site)

    @property
    def state(self) -> Any:
        """Where it stands, in words; where there was no way to the person, why."""
        why = self.unreached
        return UNREACHED.get(why, why) if why else MESSAGES[self.message.state]

    @property
    def tone(self) -> str:
        """How it stands out; that somebody wants no e-mail is no fault."""
        state = OutboxMessage.State
        if self.unreached and self.message.member_id is None:
            return ""
        bad = self.message.state in (state.UNCERTAIN, state.FAILED)
        return "danger" if bad else "good" if self.message.state == state.SENT else ""

    @property
    def what(self) -> list[Any]:
        """What it says, and by what means, in words."""
        message = self.message
        purpose = PURPOSES.get(message.purpose, message.purpose)
        return [purpose, CHANNELS.get(message.channel, message.channel)]

    @property
    def unreached(self) -> str:
        """Why there was no way to the person when it was due; blank if there was one."""
        last = self.events[-1] if self.events else None
        return last.detail if last is not None and last.kind == Evidence.UNREACHABLE else ""

    @property
    def evidence(self) -> list[tuple[Any, datetime, str]]:
        """What happened to it, when, and what the server noted; what was planned is said above."""
        told = (one for one in self.events if one.kind not in _SAID_ABOVE)
        return [(EVIDENCE.get(one.kind, one.kind), one.at, one.detail) for one in told]


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
