"""Who took a report, and which bytes it was."""

from __future__ import annotations

from hashlib import sha256

from limen.conduct.core.actor import Actor
from limen.conduct.core.trail import Head, recording


def note_taken(content: bytes, *, shows: Head, by: Actor) -> None:
    """Write that somebody took the open report: the file's hash, and the state that it shows."""
    with recording("report.taken", by=by) as record:
        record.note("sha256", sha256(content).hexdigest())
        record.note("shows", shows.number)
