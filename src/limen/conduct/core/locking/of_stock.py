"""Kits that do not add up, and messages that have not left."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from limen.conduct.core import clock
from limen.conduct.core.dispatch.reconcile import Discrepancy, reconcile
from limen.conduct.core.locking.in_the_way import InTheWay
from limen.conduct.core.models import OutboxMessage

_State = OutboxMessage.State
AS_SAID = "code"  # a dose with a strange code: what somebody said of it, and data like any other


def kits_that_do_not_add_up() -> Iterator[InTheWay]:
    """Yield what `reconcile` lists, but for codes of doses, which are data and stay as they are."""
    for one in reconcile():
        if one.kind != AS_SAID:
            yield InTheWay(kind="kits", about=f"{one.kind} {one.about}")


def strange_codes() -> list[Discrepancy]:
    """Return the doses with a code of no kit of theirs: told at the lock, and no obstacle to it."""
    return [one for one in reconcile() if one.kind == AS_SAID]


def messages_on_their_way() -> Iterator[InTheWay]:
    """Yield messages that a worker has in hand, and those that it should have sent by now.

    What is due later is never sent after the lock; what is uncertain stays so, as evidence.
    """
    due = Q(state=_State.WAITING, due_at__lte=clock.now())
    rows = OutboxMessage.objects.filter(Q(state=_State.SENDING) | due)
    for one in rows.select_related("participant").order_by("due_at", "pk"):
        whose = one.participant.number if one.participant is not None else "staff"
        yield InTheWay(kind="messages", about=f"{whose} {one.purpose.replace('_', ' ')}")
