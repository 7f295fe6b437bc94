"""`kill -9` of a worker at each step and at random moments; several workers at once.

What the mail server got is compared with what the record says: nothing came twice, and nothing was
forgotten. A killed worker's messages are dealt with by the next one once its lease has ended.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import connections
from people import FIRST, OPENS, begun, nursery
from promises import DEATHS

from limen.conduct.core.messages import tick
from limen.conduct.core.messages.claim import LEASE
from limen.conduct.core.messages.words import message_id
from limen.conduct.core.models import MessageEvent, OutboxMessage
from limen.conduct.core.trail import verify

pytestmark = pytest.mark.long

LATER = LEASE + timedelta(seconds=1)


def due(count: int) -> list[int]:
    """So many people, each with one reminder that is due at `FIRST`; the messages' rows."""
    for _ in range(count):
        begun()
    tick(OPENS)
    found = OutboxMessage.objects.filter(purpose="reminder", due_at=FIRST, state="waiting")
    rows = list(found.values_list("pk", flat=True))
    assert len(rows) == count
    return rows


def outcome(rows: list[int], ids: list[str]) -> Counter[tuple[str, int]]:
    """How often each pair of a state and a number of times that it came."""
    came = Counter(ids)
    found = Counter(
        (message.state, came.pop(message_id(message), 0))
        for message in OutboxMessage.objects.filter(pk__in=rows)
    )
    assert not came, "something came that nobody knows of"
    return found


def finish(now: datetime) -> None:
    """Be the next worker, once the lease of the one before has ended."""
    while not tick(now).idle:
        pass


def test_whatever_the_step_at_which_a_worker_dies(on_each_database, post, tmp_path):
    rows = due(len(DEATHS))
    now = FIRST
    with nursery(tmp_path) as place:
        for step, (came, state) in DEATHS.items():
            left = set(OutboxMessage.objects.filter(pk__in=rows, state="waiting"))
            before = len(post.taken)
            place.raise_workers(now, post, ends=step)
            assert place.wait() == [signal.SIGKILL], step
            assert len(post.taken) - before == came, step
            touched = [m for m in left if _fresh(m).state != "waiting"] or [min(left, key=_order)]
            assert len(touched) == 1, step
            now += LATER
            others = [m.pk for m in left if m != touched[0]]
            OutboxMessage.objects.filter(pk__in=others).update(due_at=now + LATER)
            finish(now)
            assert _fresh(touched[0]).state == state, step
            now += LATER
            OutboxMessage.objects.filter(pk__in=others).update(due_at=now)
    assert outcome(rows, post.ids) == {("sent", 1): 5, ("uncertain", 0): 2, ("uncertain", 1): 2}
    said = MessageEvent.objects.filter(message__in=rows, kind="uncertain")
    assert said.count() == 4
    assert verify().faults == ()


def _fresh(message: OutboxMessage) -> OutboxMessage:
    return OutboxMessage.objects.get(pk=message.pk)


def _order(message: OutboxMessage) -> tuple[datetime, int]:
    return message.due_at, message.pk


@pytest.mark.long
def test_workers_killed_at_random_moments_forget_nothing_and_send_nothing_twice(
    on_each_database, post, tmp_path
):
    rows = due(10)
    drawn = random.Random(20261126)
    for step in ("mail", "rcpt", "data", "end"):
        post.hooks[step] = lambda: time.sleep(0.002)
    now, killed = FIRST, 0
    with nursery(tmp_path) as place:
        for _ in range(8):
            for worker in place.raise_workers(now, post, workers=2):
                time.sleep(drawn.uniform(0.0, 0.12))
                try:
                    os.kill(worker, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            killed += place.wait().count(signal.SIGKILL)
            now += LATER
        place.raise_workers(now, post)
        assert place.wait() == [0]
    assert killed >= 4
    found = outcome(rows, post.ids)
    assert set(found) <= {("sent", 1), ("uncertain", 0), ("uncertain", 1)}
    assert found[("sent", 1)] >= 1
    assert verify().faults == ()


@pytest.mark.parametrize("workers", [2, 8])
def test_no_two_workers_send_the_same_one(on_each_database, post, tmp_path, workers):
    rows = due(5)
    with nursery(tmp_path) as place:
        place.raise_workers(FIRST, post, workers=workers)
        assert place.wait() == [0] * workers
    assert outcome(rows, post.ids) == {("sent", 1): 5}


def test_a_worker_that_was_only_slow_says_what_it_knows(on_each_database, post):
    """Its lease ended while the server thought; another called it uncertain; then came the 250."""
    (row,) = due(1)

    def slow() -> None:  # runs in the mail server's thread
        try:
            assert tick(FIRST + LATER).sent.uncertain == 1
        finally:
            connections.close_all()

    post.hooks["end"] = slow
    assert tick(FIRST).sent.sent == 1
    message = OutboxMessage.objects.get(pk=row)
    kinds = list(message.events.order_by("id").values_list("kind", flat=True))
    assert message.state == "sent"
    assert kinds == ["intended", "uncertain", "sent", "accepted"]
