"""The seal of an entry: a keyed hash, whose key is not in the database.

The chain alone can be continued by whoever writes the database: its hashes need no secret. Each
entry's seal does: HMAC-SHA256 of its hash, under a key that follows from the deployment's master
key. As an entry's hash covers all that came before, one seal at the end seals the whole trail.
"""

from __future__ import annotations

import hmac
import sys
from dataclasses import dataclass
from hashlib import sha256

from limen.conduct.core.deployment import Keys
from limen.conduct.core.served import served


@dataclass(frozen=True)
class Seal:
    """What makes seals, and knows its own: `name:hash`, where the name tells which key it was."""

    key: bytes
    since: int
    """The first entry that must have one; earlier ones were written before, or under lost keys."""

    @classmethod
    def of_keys(cls, keys: Keys) -> Seal:
        """Return the seal that follows from a deployment's keys."""
        key = hmac.digest(keys.master(), b"limen trail\0", "sha256")
        return cls(key, keys.sealed_since())

    @classmethod
    def unknown(cls) -> Seal:
        """Return a seal that fits everything, where the keys are lost."""
        return cls(b"", sys.maxsize)

    @classmethod
    def ours(cls) -> Seal:
        """Return the seal of the deployment that this process serves."""
        return cls.of_keys(served().keys)

    def of(self, entry_hash: str) -> str:
        """Return the seal of an entry with this hash."""
        made = hmac.digest(self.key, entry_hash.encode("ascii"), "sha256").hex()
        return f"{sha256(self.key).hexdigest()[:8]}:{made}"

    def fits(self, number: int, entry_hash: str, found: str | None) -> bool:
        """Whether an entry has the seal that it must have."""
        if number < self.since:
            return True
        return found is not None and hmac.compare_digest(found, self.of(entry_hash))
