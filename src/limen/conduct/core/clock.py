"""The one clock. Nothing in `limen.conduct` asks the machine for the time but this."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from pathlib import Path

from limen.errors import ConductError, Problem

_preview: ContextVar[datetime | None] = ContextVar("preview", default=None)
_ahead = timedelta(0)


def now() -> datetime:
    """Return the moment, in UTC. Read it once per function and pass it on."""
    return _preview.get() or datetime.now(UTC) + _ahead


def ahead() -> timedelta:
    """Return how far this process's clock is ahead of the time; zero but in a demonstration."""
    return _ahead


def write_ahead(file: Path, by: timedelta) -> None:
    """Write by how much a demonstration's clock is ahead; processes started later read it."""
    file.write_text(f"{by.total_seconds():.0f}\n", encoding="ascii")


def not_before(file: Path, moment: datetime) -> None:
    """Let a demonstration's clock be at `moment` now, if that is still to come; else leave it."""
    if (by := moment - datetime.now(UTC)) > timedelta(0):
        write_ahead(file, by + timedelta(seconds=1))


def set_from(file: Path, *, demonstration: bool) -> None:
    """Set this process's clock ahead as a file says, if there is one. Once, when it starts.

    `ConductError` if it is no demonstration: real people live in the time as it is.
    """
    global _ahead
    if not file.exists():
        return
    if not demonstration:
        raise not_the_time(file)
    try:
        _ahead = timedelta(seconds=int(file.read_text(encoding="ascii")))
    except (ValueError, OverflowError):
        problem = Problem(message="It holds no seconds.", remedy="Delete it.", file=file)
        raise ConductError("The demonstration's clock cannot be read.", [problem]) from None


def not_the_time(file: Path) -> ConductError:
    """Return the refusal to let a study of real people run under another clock."""
    message = "A clock that is ahead of the time is for demonstrations only."
    problem = Problem(message=message, remedy="Delete the file.", file=file)
    return ConductError("The server does not start.", [problem])


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
