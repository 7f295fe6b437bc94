"""The end of the chain, and the lock that keeps it one chain."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connections

from limen.conduct.core.models.audit_entry import AuditEntry
from limen.conduct.core.trail.canonical import GENESIS

_LOCK = 0x11E4_A0D1  # any number that nothing else in the database uses
_TURN = threading.Lock()
_LONGEST = 30.0  # seconds in the queue; then a thread tries its luck with the database


@dataclass(frozen=True)
class Head:
    """The latest entry: its number and its hash; written `12:3f9a…` in manifests and on paper."""

    number: int
    hash: str

    def __str__(self) -> str:
        """`number:hash`."""
        return f"{self.number}:{self.hash}"


FIRST = Head(0, GENESIS)


def head(using: str = "default") -> Head:
    """Return the latest entry's number and hash; `FIRST` if there is none."""
    found = AuditEntry.objects.using(using).order_by("-number").values_list("number", "hash")[:1]
    return next((Head(number, hash) for number, hash in found), FIRST)


@contextmanager
def turn(using: str = "default") -> Iterator[None]:
    """Let the threads of this process write one after the other, about in the order they came.

    On SQLite who waits for the write lock only looks again now and then, and under load some look
    in vain for seconds. PostgreSQL keeps a queue of its own.
    """
    taken = connections[using].vendor == "sqlite" and _TURN.acquire(timeout=_LONGEST)
    try:
        yield
    finally:
        if taken:
            _TURN.release()


def lock(using: str = "default") -> None:
    """Let this transaction alone add to the chain until it ends.

    It is taken before anything is read, so that two services can never wait for each other. On
    SQLite every transaction begins with the write lock (`transaction_mode` IMMEDIATE) already.
    """
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
