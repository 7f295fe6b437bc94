"""Words of somebody's own: written as part of another event, read by who may.

What people write is a `FreeText`. Why staff corrected something stands in the column `reason` of
the new version, encrypted too: as text that begins with `SEALED`. Fixed reasons of ours stay plain.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Final

from django.utils.translation import gettext as _

from limen.conduct.core.encryption import decrypt, encrypt
from limen.conduct.core.models import FreeText, Participant
from limen.conduct.core.trail import Record
from limen.errors import ConductError, ErasedError

SEALED: Final = "sealed:"  # base64 of the ciphertext follows
NOT_KEPT: Final = "not kept: the participant was erased"
_REASON: Final = "reason"


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


def sealed_reason(participant: Participant, text: str) -> str:
    """Return what the column `reason` holds of words that staff wrote; never blank.

    Of somebody whose key is destroyed no words are kept: what is corrected matters all the same.
    """
    try:
        return sealed(participant, text.strip(), purpose=_REASON)
    except ErasedError:
        return NOT_KEPT


def read_reason(participant: Participant, stored: str, *, erased: str | None = None) -> str:
    """Return the reason in words; `erased`, or "(erased)", if they were erased."""
    return read_sealed(participant, stored, purpose=_REASON, erased=erased)


def sealed(participant: Participant, text: str, *, purpose: str) -> str:
    """Return a text encrypted for a text column; `ErasedError` if the key is destroyed."""
    return SEALED + b64encode(encrypt(participant, text, purpose=purpose)).decode("ascii")


def read_sealed(
    participant: Participant, stored: str, *, purpose: str, erased: str | None = None
) -> str:
    """Return the words of a text column; what is plain, as it stands.

    A master key that was lost must not stop a page or an export: then it says so in their place.
    """
    if not stored.startswith(SEALED):
        return stored
    try:
        ciphertext = b64decode(stored.removeprefix(SEALED), validate=True)
        return decrypt(participant, ciphertext, purpose=purpose)
    except ErasedError:
        return _("(erased)") if erased is None else erased
    except (ConductError, ValueError):  # it was changed, or the key is another: `verify` tells
        return _("(cannot be read)")
