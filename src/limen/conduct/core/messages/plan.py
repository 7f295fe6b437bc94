"""Reminders are queued when an occasion opens, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from limen.calendar.course import said
from limen.conduct.core.messages.state import Evidence
from limen.conduct.core.models import MessageEvent, Occasion, OutboxMessage, ProtocolVersion
from limen.conduct.core.trail import Record
from limen.protocol.document.measurement import Reminder, Window

REMINDER = "reminder"


def plan_reminders(record: Record, occasions: Sequence[Occasion]) -> None:
    """Queue every reminder that the protocol plans for occasions that have just opened.

    Pass it as `opened=` to the services of occasions. All planned reminders are queued, by whatever
    means; whether and how this version can serve them is decided when they are due, because an
    address may be confirmed, or taken back, in between. So none is dropped in silence: what cannot
    be served ends as failed, with its reason. Planning twice queues once.
    """
    versions = ProtocolVersion.objects.in_bulk({one.made_under_id for one in occasions})
    messages = [
        message
        for occasion in occasions
        for message in _messages(occasion, versions[occasion.made_under_id], record)
    ]
    queue(record, messages)


def queue(record: Record, messages: Sequence[OutboxMessage]) -> None:
    """Put messages into the outbox with their first event; those already there stay as they are."""
    if not messages:
        return
    keys = [message.idempotency_key for message in messages]
    there = OutboxMessage.objects.filter(idempotency_key__in=keys)
    old = set(there.values_list("pk", flat=True))
    record.queue(messages)
    record.add_all(
        MessageEvent(
            message=message,
            kind=Evidence.INTENDED.value,
            at=record.at,
            detail=f"by {message.channel}, due {message.due_at:%Y-%m-%dT%H:%M:%SZ}",
        )
        for message in there.exclude(pk__in=old).order_by("id")
    )


def reminders_of(occasion: Occasion, version: ProtocolVersion) -> tuple[Reminder, ...]:
    """Return the protocol's reminders of an occasion, those that fall into its window, in order."""
    window = version.protocol.occasion(occasion.definition).window
    if not isinstance(window, Window):
        return ()
    hours = (occasion.closes_at - occasion.opens_at) / timedelta(hours=1)
    return tuple(one for one in said(window.reminders) if one.after_hours < hours)


def _messages(
    occasion: Occasion, version: ProtocolVersion, record: Record
) -> Iterator[OutboxMessage]:
    for nth, reminder in enumerate(reminders_of(occasion, version), start=1):
        yield OutboxMessage(
            participant_id=occasion.participant_id,
            occasion=occasion,
            channel=reminder.by,
            purpose=REMINDER,
            idempotency_key=_key(occasion, reminder.by, nth),
            due_at=occasion.opens_at + timedelta(hours=reminder.after_hours),
            window_end=occasion.closes_at,
            made_at=record.at,
        )


def _key(occasion: Occasion, channel: str, nth: int) -> str:
    """Participant × occasion × channel × which reminder of the occasion."""
    return f"{REMINDER}:{occasion.participant_id}:{occasion.identifier}:{channel}:{nth}"
