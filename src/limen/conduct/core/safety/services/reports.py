"""The report of an adverse event leaves the server."""

from __future__ import annotations

from hashlib import sha256

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Participant
from limen.conduct.core.trail import recording


def note_report(participant: Participant, *, number: int, content: bytes, by: Actor) -> None:
    """Write who took the report of which event, and the hash of the file."""
    with recording("adverse_event.report_taken", by=by, participant=participant) as record:
        record.note("adverse_event", number)
        record.note("sha256", sha256(content).hexdigest())
