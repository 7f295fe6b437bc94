"""The receipt of something sent, read again: a page that may be loaded as often as one likes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from limen.conduct.core.answering import Receipt
from limen.conduct.core.answering.services.sent import words
from limen.conduct.core.models import AuditEntry, Participant, Submission
from limen.conduct.core.occasions import Verdict


def receipt_of(participant: Participant, client_id: UUID) -> tuple[Receipt, Submission] | None:
    """Return what was answered to something that this participant sent; None if nothing was."""
    sent = Submission.objects.filter(participant=participant, client_id=client_id)
    found = sent.select_related("occasion").first()
    if found is None:
        return None
    notes = _notes(found)
    verdict = Verdict(found.verdict)
    receipt = Receipt(
        id=found.client_id,
        received_at=found.received_at,
        verdict=verdict,
        final=found.final,
        words=words(verdict, final=found.final),
        shown=tuple(notes.get("shown", ())),
        rules=tuple(notes.get("rules", ())),
        unchanged=tuple(notes.get("unchanged", ())),
        repeated=True,
    )
    return receipt, found


def _notes(submission: Submission) -> Mapping[str, Any]:
    entries = AuditEntry.objects.filter(number=submission.audit_entry_id)
    payload = entries.values_list("payload", flat=True).get()
    notes: Mapping[str, Any] = json.loads(payload).get("notes", {})
    return notes
