"""Encryption per participant: whoever has no key reads nothing, and a key can be destroyed.

AES-256-GCM with a random nonce. What a text is for (its purpose), and whose it is, is bound into
it: a ciphertext that was moved to another person or purpose does not decrypt. One that was moved
between two rows of the same person and purpose does; that, `verify` finds, because the trail holds
the hash of each row with its ciphertext. A participant's key is kept wrapped by the deployment's
master key, which lies in `keys/` and never in the database or a backup of it.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from limen.conduct.core.deployment import Keys
from limen.conduct.core.models import Participant, ParticipantKey, StaffMember
from limen.conduct.core.served import served
from limen.errors import ConductError, ErasedError, Problem

_FORM = b"\x01"  # the first byte says how the rest was made
_NONCE_BYTES = 12


def keys() -> Keys:
    """Return the keys of the deployment that this process serves."""
    return served().keys


def wrapped_key(participant: Participant) -> bytes:
    """Return a new key for a participant, wrapped by the master key."""
    return _sealed(keys().master(), secrets.token_bytes(32), _bound(participant, "key"))


def encrypt(participant: Participant, text: str, *, purpose: str) -> bytes:
    """Return a text encrypted for its participant; `ErasedError` if their key is destroyed."""
    return _sealed(_key(participant), text.encode("utf-8"), _bound(participant, purpose))


def decrypt(participant: Participant, ciphertext: bytes, *, purpose: str) -> str:
    """Return the text; `ErasedError` if it was erased, `ConductError` if changed or moved."""
    return _opened(_key(participant), ciphertext, _bound(participant, purpose)).decode("utf-8")


def encrypt_for_staff(member: StaffMember, text: str, *, purpose: str) -> bytes:
    """Return a text of a member of staff, encrypted under the master key itself."""
    return _sealed(keys().master(), text.encode("utf-8"), _bound_to_staff(member, purpose))


def decrypt_for_staff(member: StaffMember, ciphertext: bytes, *, purpose: str) -> str:
    """Return the text; `ConductError` if it was changed or moved, or the key is another."""
    bound = _bound_to_staff(member, purpose)
    return _opened(keys().master(), ciphertext, bound).decode("utf-8")


def _key(participant: Participant) -> bytes:
    stored = ParticipantKey.objects.get(participant=participant)
    if stored.destroyed_at is not None:
        when = f"{stored.destroyed_at:%Y-%m-%d}"
        raise ErasedError(f"Contact data and texts of {participant} were erased on {when}.")
    return _opened(keys().master(), bytes(stored.wrapped), _bound(participant, "key"))


def _bound(participant: Participant, purpose: str) -> bytes:
    return f"limen:{participant.code}:{purpose}".encode()


def _bound_to_staff(member: StaffMember, purpose: str) -> bytes:
    return f"limen:staff:{member.pk}:{purpose}".encode()


def _sealed(key: bytes, content: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _FORM + nonce + AESGCM(key).encrypt(nonce, content, bound)


def _opened(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    form, nonce, content = sealed[:1], sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        if form != _FORM:
            raise InvalidTag
        return AESGCM(key).decrypt(nonce, content, bound)
    except (InvalidTag, ValueError):
        problem = Problem(
            message="It was changed, or the master key is not the one it was made with.",
            remedy="Compare `keys/` with your copy of it; run `limen conduct verify FOLDER`.",
        )
        raise ConductError("Something encrypted cannot be read.", [problem]) from None
