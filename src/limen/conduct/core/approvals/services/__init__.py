"""What writes about approvals."""

from __future__ import annotations

from limen.conduct.core.approvals.services.records import (
    end_approval,
    meaning_of_ending,
    meaning_of_recording,
    record_approval,
)

__all__ = ["end_approval", "meaning_of_ending", "meaning_of_recording", "record_approval"]
