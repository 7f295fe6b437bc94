"""Workers claim messages by conditional UPDATE, and hold them by a lease.

A message that is `sending` is in one of two phases, and `leased_by` says in which: a worker
*prepares* it, or *hands it over*. What was being prepared when its lease ended waits again, since
not a word of it had left. What was being handed over is uncertain for ever. Between the two lies
one conditional UPDATE, which only the holder of the lease can make. `worker` names one claim: no
two are alike, even of workers that share a name.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from limen.conduct.core.actor import WORKER, Actor
from limen.conduct.core.messages.decide import End, delay
from limen.conduct.core.messages.evidence import note
from limen.conduct.core.messages.state import Evidence, State
from limen.conduct.core.models import OutboxMessage
from limen.conduct.core.trail import Record, recording

LEASE = timedelta(minutes=3)  # longer than a mail server may keep us waiting
_PREPARES, _HANDS_OVER = "prepares:", "hands-over:"


def claim(message: OutboxMessage, *, worker: str, now: datetime) -> bool:
    """Take a message that is due; False if another worker was faster, or it waits no more."""
    due = OutboxMessage.objects.filter(pk=message.pk, state=State.WAITING.value, due_at__lte=now)
    taken = due.update(
        state=State.SENDING.value,
        leased_by=_PREPARES + worker,
        lease_until=now + LEASE,
        attempts=F("attempts") + 1,
    )
    return taken == 1


def begin_hand_over(message: OutboxMessage, *, worker: str, now: datetime) -> bool:
    """Say that the words leave now; False if the lease was lost, and then they must not."""
    held = OutboxMessage.objects.filter(
        pk=message.pk,
        state=State.SENDING.value,
        leased_by=_PREPARES + worker,
        lease_until__gt=now,
    )
    return held.update(leased_by=_HANDS_OVER + worker, lease_until=now + LEASE) == 1


def sent(
    message: OutboxMessage, *, worker: str, began: datetime, accepted: datetime, detail: str
) -> None:
    """Record that the provider took a message, even if the lease was lost meanwhile."""
    with recording("message.sent", by=WORKER, participant=message.participant) as record:
        mine = OutboxMessage.objects.filter(
            pk=message.pk,
            state__in=(State.SENDING.value, State.UNCERTAIN.value),
            leased_by=_HANDS_OVER + worker,
        )
        if not mine.update(state=State.SENT.value, settled_at=record.at, lease_until=None):
            record.nothing_happened()
            return
        note(record, [message], Evidence.SENT, at=began)
        note(record, [message], Evidence.ACCEPTED, at=accepted, detail=detail)


def uncertain(message: OutboxMessage, *, worker: str, began: datetime, detail: str) -> None:
    """Record that nobody knows whether a message left: it is never sent again."""
    with recording("message.uncertain", by=WORKER, participant=message.participant) as record:
        mine = OutboxMessage.objects.filter(
            pk=message.pk, state=State.SENDING.value, leased_by=_HANDS_OVER + worker
        )
        if not _settle(record, mine, State.UNCERTAIN):
            record.nothing_happened()
            return
        note(record, [message], Evidence.SENT, at=began)
        note(record, [message], Evidence.UNCERTAIN, detail=detail)


def refused(message: OutboxMessage, *, worker: str, detail: str, final: bool) -> None:
    """Record that a message was refused before a word left: it waits again, or has failed."""
    with recording("message.refused", by=WORKER, participant=message.participant) as record:
        mine = OutboxMessage.objects.filter(
            pk=message.pk, state=State.SENDING.value, leased_by=_PREPARES + worker
        )
        attempts = mine.values_list("attempts", flat=True).first()
        if attempts is None:
            record.nothing_happened()
            return
        again = record.at + delay(attempts)
        if final or again > message.window_end:
            _settle(record, mine, State.FAILED)
            note(record, [message], Evidence.FAILED, detail=detail)
            return
        mine.update(state=State.WAITING.value, due_at=again, lease_until=None, leased_by="")
        note(record, [message], Evidence.REFUSED, detail=detail)


def end(messages: dict[OutboxMessage, End], *, worker: str = "", by: Actor = WORKER) -> int:
    """Record what messages end as without being sent; return how many. One entry for all.

    Those that wait, or that this worker prepares; what others did meanwhile stays.
    """
    ended: dict[End, list[OutboxMessage]] = {}
    with recording("messages.ended", by=by) as record:
        for message, ending in messages.items():
            waiting = OutboxMessage.objects.filter(pk=message.pk, state=State.WAITING.value)
            prepared = OutboxMessage.objects.filter(
                pk=message.pk, state=State.SENDING.value, leased_by=_PREPARES + worker
            )
            if _settle(record, waiting, ending.state) or (
                worker and _settle(record, prepared, ending.state)
            ):
                ended.setdefault(ending, []).append(message)
        if not ended:
            record.nothing_happened()
        for ending, found in ended.items():  # together: people who answer wait meanwhile
            note(record, found, ending.evidence, detail=ending.detail)
    return sum(map(len, ended.values()))


def recover(now: datetime) -> tuple[int, int]:
    """Settle what dead workers held; return how many wait again, and how many are uncertain."""
    over = OutboxMessage.objects.filter(state=State.SENDING.value, lease_until__lt=now)
    again = over.filter(leased_by__startswith=_PREPARES).update(
        state=State.WAITING.value, leased_by="", lease_until=None
    )
    lost = over.filter(leased_by__startswith=_HANDS_OVER)
    if not lost.exists():
        return again, 0
    with recording("messages.uncertain", by=WORKER) as record:
        found = list(lost.order_by("id"))
        taken = [
            message
            for message in found
            if _settle(record, lost.filter(pk=message.pk), State.UNCERTAIN)
        ]
        if not taken:
            record.nothing_happened()
        note(record, taken, Evidence.UNCERTAIN, detail="its worker ended while it left")
    return again, len(taken)


def _settle(record: Record, messages: QuerySet[OutboxMessage], state: State) -> bool:
    """Move messages to a state that they keep; `leased_by` stays: who comes back may say more."""
    return messages.update(state=state.value, settled_at=record.at, lease_until=None) > 0
