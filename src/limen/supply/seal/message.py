"""What is inside a seal: a signed JSON object, padded so that every one has the same length."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.signing import SigningKey, VerifyKey

from limen.errors import SupplyError
from limen.supply.sealed.files import canonical

SIGNATURE_BYTES = 64
_OVERHEAD = SecretBox.NONCE_SIZE + SecretBox.MACBYTES


@dataclass(frozen=True, eq=False)
class Signer:
    """Signs the contents of one supply; kept nowhere, so that nobody can add one later."""

    supply: str
    key: SigningKey = field(default_factory=SigningKey.generate, repr=False)

    @property
    def verify_key(self) -> bytes:
        """The public half, 32 bytes."""
        return bytes(self.key.verify_key)

    def message(self, kind: str, content: dict[str, Any], *, longest: int) -> bytes:
        """Return a content as signed, padded bytes; `longest` is the longest JSON of its kind."""
        text = canonical(content)
        if len(text) > longest:
            raise SupplyError(f"A {kind}'s content has {len(text)} bytes, more than {longest}.")
        signature = self.key.sign(_signed(self.supply, kind, text)).signature
        return bytes(sodium_pad(signature + text, padded_bytes(longest)))


def padded_bytes(longest: int) -> int:
    """Return the length of every message of a kind whose longest JSON has `longest` bytes."""
    return SIGNATURE_BYTES + longest + 1  # padding takes at least a byte


def sealed_bytes(longest: int) -> int:
    """Return the length of such a message once it is in its secret box."""
    return padded_bytes(longest) + _OVERHEAD


def read_message(message: bytes, kind: str, *, supply: str, verify_key: bytes) -> dict[str, Any]:
    """Return the content of a message; `SupplyError` if another than `create` signed it."""
    try:
        plain = sodium_unpad(message, len(message))
        signature, text = plain[:SIGNATURE_BYTES], plain[SIGNATURE_BYTES:]
        VerifyKey(verify_key).verify(_signed(supply, kind, text), signature)
        content: dict[str, Any] = json.loads(text)
    except (CryptoError, ValueError):
        raise SupplyError(
            "The content was not signed when this supply was made: somebody put it there. Do not "
            "act on it; use the paper code-break, and tell the sponsor."
        ) from None
    return content


def _signed(supply: str, kind: str, text: bytes) -> bytes:
    return canonical(["limen supply", supply, kind]) + text
