"""The one clock. Nothing in `limen.conduct` asks the machine for the time but this."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_preview: ContextVar[datetime | None] = ContextVar("preview", default=None)


def now() -> datetime:
    """Return the moment, in UTC. Read it once per function and pass it on."""
    return _preview.get() or datetime.now(UTC)


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Run the block at another moment: tests, and a demonstration that lives through weeks.

    `moment` needs a time zone; a naive one is a `ValueError`, because nobody could say when it is.
    """
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone: datetime(2026, 3, 1, 18, 0, tzinfo=UTC).")
    token = _preview.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _preview.reset(token)
