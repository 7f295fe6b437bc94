"""Codes that change every half minute (RFC 6238), as every authenticator app shows them."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Final

import pyotp

SECONDS: Final = 30
DIGITS: Final = 6
_WINDOW = (-1, 0, 1)  # half minutes: clocks of telephones are a little off, and typing takes time


def new_secret() -> str:
    """Return a new secret, 160 bits in base 32."""
    return pyotp.random_base32()


def step_at(moment: datetime) -> int:
    """Return the half minute of a moment, counted from 1970."""
    return int(moment.timestamp()) // SECONDS


def code_of(secret: str, step: int) -> str:
    """Return the code of a half minute."""
    return pyotp.TOTP(secret, digits=DIGITS, interval=SECONDS).generate_otp(step)


def step_of(secret: str, code: str, moment: datetime) -> int | None:
    """Return the half minute whose code this is, at most one off; None if it is no such code.

    Spaces are forgiven. Every code of the window is compared, so the time tells nothing.
    """
    typed = "".join(code.split()).encode("utf-8", "replace")
    found = None
    for near in _WINDOW:
        step = step_at(moment) + near
        if hmac.compare_digest(code_of(secret, step).encode("ascii"), typed):
            found = step
    return found


def address_of(secret: str, *, name: str, study: str) -> str:
    """Return what an authenticator app reads out of the picture."""
    totp = pyotp.TOTP(secret, digits=DIGITS, interval=SECONDS)
    return totp.provisioning_uri(name=name, issuer_name=study)
