"""The evidence of what became of messages: rows of the record, never an address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from limen.conduct.core import clock
from limen.conduct.core.actor import WORKER, Actor
from limen.conduct.core.messages.links import message_of, read_token
from limen.conduct.core.messages.state import Evidence, State
from limen.conduct.core.models import MessageEvent, Occasion, OutboxMessage
from limen.conduct.core.trail import Record, recording

ANSWERED_WITHIN = timedelta(days=8)  # after the end: a telephone may be without a network that long
_BATCH = 100


def note(
    record: Record,
    messages: Iterable[OutboxMessage],
    kind: Evidence,
    *,
    at: datetime | None = None,
    detail: str = "",
) -> None:
    """Add the same event to messages, inside another event."""
    record.add_all(
        MessageEvent(message=message, kind=kind.value, at=at or record.at, detail=detail[:200])
        for message in messages
    )


def opened_by_link(token: str) -> bool:
    """Note that somebody followed a reminder's link and confirmed it: on POST only.

    The first time counts. False if the link is over.
    """
    message = message_of(read_token(token))
    if message is None or message.participant is None:
        return False
    by = Actor.participant(message.participant)
    opened = message.events.filter(kind=Evidence.OPENED.value)
    if opened.exists():
        return True
    with recording("message.opened", by=by, participant=message.participant) as record:
        if opened.exists():
            record.nothing_happened()
            return True
        note(record, [message], Evidence.OPENED)
    return True


def note_answered(*, by: Actor = WORKER) -> int:
    """Note which occasions were submitted after a reminder of them was sent; return how many.

    What the worker calls. Where there is nothing to note, nothing is written.
    """
    total = 0
    while _answered(clock.now()):
        with recording("messages.answered", by=by) as record:
            found = _answered(record.at)
            if not found:
                record.nothing_happened()
                break
            for message in found:
                submitted = message.occasion.submitted_at if message.occasion else None
                note(record, [message], Evidence.ANSWERED, at=submitted)
        total += len(found)
    return total


def _answered(now: datetime) -> list[OutboxMessage]:
    """Return messages that were sent before their occasion was submitted, and do not say so yet."""
    said = MessageEvent.objects.filter(message=OuterRef("pk"), kind=Evidence.ANSWERED.value)
    sent = MessageEvent.objects.filter(
        message=OuterRef("pk"),
        kind=Evidence.SENT.value,
        at__lte=OuterRef("occasion__submitted_at"),
    )
    recent = Occasion.objects.filter(
        state=Occasion.State.SUBMITTED, grace_ends_at__gte=now - ANSWERED_WITHIN
    )
    messages = OutboxMessage.objects.filter(
        ~Exists(said), Exists(sent), occasion__in=recent, state=State.SENT.value
    )
    return list(messages.select_related("occasion").order_by("id")[:_BATCH])
