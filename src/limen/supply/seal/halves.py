"""A content sealed in two: its key is the XOR of two halves, each sealed to somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox
from nacl.utils import random

from limen.errors import SupplyError

KEY_BYTES = SecretBox.KEY_SIZE


@dataclass(frozen=True, kw_only=True)
class InTwo:
    """What is sealed in two. Each of `first` is the same half, sealed to another person."""

    content: bytes
    first: tuple[bytes, ...]
    second: bytes


def seal_in_two(content: bytes, *, first: Sequence[PublicKey], second: PublicKey) -> InTwo:
    """Seal a content so that one of `first` and `second` open it together, and neither alone.

    Both halves are drawn at random, so that each by itself says nothing of the key.
    """
    one, two = random(KEY_BYTES), random(KEY_BYTES)
    return InTwo(
        content=bytes(SecretBox(both_halves(one, two)).encrypt(content)),
        first=tuple(bytes(SealedBox(key).encrypt(one)) for key in first),
        second=bytes(SealedBox(second).encrypt(two)),
    )


def both_halves(one: bytes, two: bytes) -> bytes:
    """Return the key of two halves; `SupplyError` if one is not 32 bytes long."""
    if len(one) != KEY_BYTES or len(two) != KEY_BYTES:
        raise SupplyError(f"A share has {len(one)} and the other {len(two)} bytes; both need 32.")
    return bytes(a ^ b for a, b in zip(one, two, strict=True))


def half_of(share: bytes, key: PrivateKey, *, whose: str) -> bytes:
    """Return the half in a sealed share; `SupplyError` if this key does not open it."""
    try:
        return SealedBox(key).decrypt(share)
    except (CryptoError, ValueError):
        raise SupplyError(
            f"The share does not open with the key of {whose}: it was sealed to somebody else, "
            "or it was changed. Use the key that this supply was made with, and an unchanged copy."
        ) from None


def open_in_two(content: bytes, one: bytes, two: bytes) -> bytes:
    """Return what was sealed; `SupplyError` if the halves are of another, or it was changed."""
    try:
        return SecretBox(both_halves(one, two)).decrypt(content)
    except (CryptoError, ValueError):
        raise SupplyError(
            "The content does not open: a share belongs to another number, or the content was "
            "changed. Nothing was read."
        ) from None
