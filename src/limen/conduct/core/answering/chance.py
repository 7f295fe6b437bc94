"""Who is asked what only a random part of the participants is asked."""

from __future__ import annotations

import hmac
from hashlib import sha256
from uuid import UUID


def is_asked(code: UUID, guess: str, share: float) -> bool:
    """Whether the participant with this code belongs to the share that is asked a guess.

    A hash keyed with the code, which is random and never changes: the same answer for ever, on any
    server, whatever else is changed. Who belongs to a share belongs to every larger one.
    """
    drawn = hmac.new(code.bytes, f"limen:share_asked:{guess}".encode(), sha256).digest()
    return int.from_bytes(drawn[:8]) / 2**64 < share
