"""What writes about alerts, duties and holds: an event per service."""

from __future__ import annotations

from limen.conduct.core.safety.services.alerts import OUTCOMES, acknowledge, add_note, close
from limen.conduct.core.safety.services.dosing import (
    hold_dosing,
    meaning_of_resuming,
    read_hold,
    resume_dosing,
)
from limen.conduct.core.safety.services.duties import end_duty, put_on_duty
from limen.conduct.core.safety.services.reports import note_report
from limen.conduct.core.safety.services.watch import Watched, keep_watch

__all__ = [
    "OUTCOMES",
    "Watched",
    "acknowledge",
    "add_note",
    "close",
    "end_duty",
    "hold_dosing",
    "keep_watch",
    "meaning_of_resuming",
    "note_report",
    "put_on_duty",
    "read_hold",
    "resume_dosing",
]
