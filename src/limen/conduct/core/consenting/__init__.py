"""Information, the check that it was understood, consent, and the signed copy.

`documents_for` → `note_read` → `answer_check` → `give_consent` → `counter_sign` → `signed_copy`.
"""

from __future__ import annotations

from limen.conduct.core.consenting.answer_check import allow_attempt, answer_check
from limen.conduct.core.consenting.check import (
    Checked,
    Question,
    Wrong,
    checked,
    needing_a_talk,
    questions_for,
)
from limen.conduct.core.consenting.copy import signed_copy, signed_copy_as_page
from limen.conduct.core.consenting.counter_sign import (
    counter_sign,
    meaning_for,
    missing_signatures,
    required_signatures,
)
from limen.conduct.core.consenting.decline import decline, dosing_waits, has_declined
from limen.conduct.core.consenting.documents import (
    Document,
    documents_for,
    version_hash,
    version_to_read,
)
from limen.conduct.core.consenting.give_consent import CHANGED, give_consent, latest_consent
from limen.conduct.core.consenting.reading import note_read, read_so_far, unread
from limen.conduct.core.consenting.statements import Statement, statements_of

__all__ = [
    "CHANGED",
    "Checked",
    "Document",
    "Question",
    "Statement",
    "Wrong",
    "allow_attempt",
    "answer_check",
    "checked",
    "counter_sign",
    "decline",
    "documents_for",
    "dosing_waits",
    "give_consent",
    "has_declined",
    "latest_consent",
    "meaning_for",
    "missing_signatures",
    "needing_a_talk",
    "note_read",
    "questions_for",
    "read_so_far",
    "required_signatures",
    "signed_copy",
    "signed_copy_as_page",
    "statements_of",
    "unread",
    "version_hash",
    "version_to_read",
]
