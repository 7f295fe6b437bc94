"""Codes that people type and tokens that devices keep; the database keeps their hashes only."""

from __future__ import annotations

import secrets
from hashlib import sha256

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: they are misread
_SAME = str.maketrans("ILO", "110")
_GROUPS, _SIZE = 4, 4  # 80 bits: nobody guesses one, so a plain hash is enough


def new_code() -> str:
    """Return a new invitation code, such as `7K2M-P0QX-3RTA-9V4C`."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_SIZE)) for _ in range(_GROUPS))
    return "-".join(groups)


def new_token() -> str:
    """Return a new token for a device, 256 bits."""
    return secrets.token_urlsafe(32)


def code_hash(code: str) -> str:
    """Return the hash of a code as somebody typed it: case, spaces, hyphens, O and I forgiven."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return token_hash(letters.translate(_SAME))


def token_hash(token: str) -> str:
    """Return the hash of a token."""
    return sha256(token.encode("utf-8")).hexdigest()
