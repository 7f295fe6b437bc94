"""A participant's contact detail is kept, changed, or taken back."""

from __future__ import annotations

from limen.conduct.core.actor import Actor
from limen.conduct.core.encryption import decrypt, encrypt
from limen.conduct.core.models import ContactDetail, Participant
from limen.conduct.core.trail import Record, recording


def keep_contact(participant: Participant, kind: str, text: str, *, by: Actor) -> ContactDetail:
    """Keep a contact detail, encrypted; it replaces the one before. An empty text takes it back.

    `ErasedError` if the participant's data were erased.
    """
    with recording("contact.kept", by=by, participant=participant) as record:
        return write_contact(record, participant, kind, text)


def write_contact(record: Record, participant: Participant, kind: str, text: str) -> ContactDetail:
    """Do so inside another event."""
    record.note("kind", kind)
    ciphertext = encrypt(participant, text, purpose=_purpose(kind)) if text else b""
    there = ContactDetail.objects.filter(participant=participant, kind=kind).first()
    if there is None:
        return record.add(
            ContactDetail(
                participant=participant, kind=kind, ciphertext=ciphertext, changed_at=record.at
            )
        )
    there.ciphertext, there.confirmed_at, there.changed_at = ciphertext, None, record.at
    record.change(there, "ciphertext", "confirmed_at", "changed_at")
    return there


def read_contact(participant: Participant, kind: str) -> str | None:
    """Return a contact detail, or None if there is none; `ErasedError` if it was erased."""
    there = ContactDetail.objects.filter(participant=participant, kind=kind).first()
    if there is None or not there.ciphertext:
        return None
    return decrypt(participant, bytes(there.ciphertext), purpose=_purpose(kind))


def _purpose(kind: str) -> str:
    return f"contact:{kind}"
