"""What writes answers down, an event per file: one transaction, one audit entry each."""

from __future__ import annotations

from limen.conduct.core.answering.services.administrations import (
    Dose,
    correct_administration,
    dose_of_the_day,
    doses,
    record_administration,
)
from limen.conduct.core.answering.services.adverse_events import (
    correct_event,
    event_questions,
    report_event,
)
from limen.conduct.core.answering.services.corrections import correct, correct_measurement
from limen.conduct.core.answering.services.recompute import Difference, recompute, rescore
from limen.conduct.core.answering.services.sent import receipt_of
from limen.conduct.core.answering.services.submit import submit

__all__ = [
    "Difference",
    "Dose",
    "correct",
    "correct_administration",
    "correct_event",
    "correct_measurement",
    "dose_of_the_day",
    "doses",
    "event_questions",
    "receipt_of",
    "recompute",
    "record_administration",
    "report_event",
    "rescore",
    "submit",
]
