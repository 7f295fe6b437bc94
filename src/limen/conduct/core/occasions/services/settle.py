"""Time passes: occasions open, expire and are missed. What the worker calls every few seconds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from limen.conduct.core import clock
from limen.conduct.core.actor import WORKER, Actor
from limen.conduct.core.models import Occasion, Study
from limen.conduct.core.occasions.decide import decide
from limen.conduct.core.occasions.events import Clock
from limen.conduct.core.occasions.services.rows import (
    Opened,
    fill,
    no_reminders,
    read,
)
from limen.conduct.core.occasions.state import State
from limen.conduct.core.trail import NothingToDo, recording

BATCH = 100  # occasions per transaction, so that nobody who answers waits long for the worker
_WRITTEN = ("state", "state_reason", "ended_at")  # all that the clock alone changes


@dataclass(frozen=True)
class Settled:
    """How many occasions the clock moved on."""

    opened: int = 0
    missed: int = 0
    expired: int = 0

    def __add__(self, other: Settled) -> Settled:
        """Add two counts."""
        return Settled(
            self.opened + other.opened, self.missed + other.missed, self.expired + other.expired
        )


def settle(*, by: Actor = WORKER, opened: Opened = no_reminders, batch: int = BATCH) -> Settled:
    """Bring all occasions to the present; return what moved. Safe to repeat, and for two at once.

    The rows are read again once the transaction alone may write, so that a second worker finds
    nothing left to do. Where nothing is due, nothing is written and nobody is kept waiting. After
    the database lock nothing moves.
    """
    total = Settled()
    if Study.objects.exclude(locked_at=None).exists():
        return total
    while Occasion.objects.filter(due(clock.now())).exists():
        found = _settle_some(by, opened, batch)
        if found == Settled():  # another worker was faster
            break
        total += found
    return total


def due(now: datetime) -> Q:
    """Return which rows the clock would move on."""
    ended = Q(late_rule="refuse", closes_at__lt=now) | Q(grace_ends_at__lt=now)
    begun = Q(state__in=(State.OPEN, State.STARTED))
    return Q(state=State.PLANNED, opens_at__lte=now) | (begun & ended)


def _settle_some(by: Actor, opened: Opened, batch: int) -> Settled:
    found: Counter[str] = Counter()
    with recording("occasions.settled", by=by) as record:
        rows = list(Occasion.objects.filter(due(record.at)).order_by("opens_at", "id")[:batch])
        if not rows:
            raise NothingToDo
        for row in rows:
            fill(row, decide(read(row), Clock(), record.at).occasion, record.at)
        record.change_all(rows, *_WRITTEN)
        on = [row for row in rows if row.state == State.OPEN]
        if on:
            opened(record, on)
        found = Counter(row.state for row in rows)
        record.note("states", dict(sorted(found.items())))
    return Settled(found[State.OPEN], found[State.MISSED], found[State.EXPIRED])
