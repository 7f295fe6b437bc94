"""Words of somebody's own: written as part of another event, read by who may."""

from __future__ import annotations

from limen.conduct.core.encryption import decrypt, encrypt
from limen.conduct.core.models import FreeText, Participant
from limen.conduct.core.trail import Record


def write_text(record: Record, participant: Participant, text: str, *, purpose: str) -> FreeText:
    """Add an encrypted text to what an event writes; `purpose` is bound into it."""
    ciphertext = encrypt(participant, text, purpose=purpose)
    row = FreeText(
        participant=participant, purpose=purpose, ciphertext=ciphertext, made_at=record.at
    )
    return record.add(row)


def read_text(text: FreeText) -> str:
    """Return the words; `ErasedError` if they were erased."""
    return decrypt(text.participant, bytes(text.ciphertext), purpose=text.purpose)
