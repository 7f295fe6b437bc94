"""Codes of the second factor: the RFC's own figures, and a second route to each."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlparse

import pyotp
import pytest
import segno

from limen.conduct.core.signing import totp

SECRET = base64.b32encode(b"12345678901234567890").decode()
#: RFC 6238, appendix B, SHA-1: seconds since 1970, and the code of eight digits.
RFC = [
    (59, "94287082"),
    (1111111109, "07081804"),
    (1111111111, "14050471"),
    (1234567890, "89005924"),
    (2000000000, "69279037"),
    (20000000000, "65353130"),
]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def by_hand(secret: str, step: int, digits: int = 6) -> str:
    """RFC 4226, section 5.3, with nothing but the standard library."""
    mac = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    cut = struct.unpack(">I", mac[(at := mac[-1] & 15) : at + 4])[0] & 0x7FFFFFFF
    return str(cut % 10**digits).zfill(digits)


@pytest.mark.parametrize(("seconds", "code"), RFC)
def test_the_figures_of_the_rfc(seconds, code):
    step = totp.step_at(datetime.fromtimestamp(seconds, UTC))
    assert by_hand(SECRET, step, 8) == code
    assert pyotp.TOTP(SECRET, digits=8).generate_otp(step) == code
    assert totp.code_of(SECRET, step) == code[2:]


def test_both_routes_agree_on_many_secrets_and_moments():
    for number in range(200):
        secret, step = totp.new_secret(), totp.step_at(NOON) + 1237 * number
        assert totp.code_of(secret, step) == by_hand(secret, step)
        assert len(base64.b32decode(secret)) == 20


def test_a_code_is_taken_one_half_minute_early_or_late_and_no_more():
    step = totp.step_at(NOON)
    code = totp.code_of(SECRET, step)
    taken = {
        seconds
        for seconds in range(-90, 120)
        if totp.step_of(SECRET, code, NOON + timedelta(seconds=seconds)) == step
    }
    assert taken == set(range(-30, 60))


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "\ud800", "-1"])
def test_what_is_no_code_is_none(typed):
    assert totp.step_of(SECRET, typed, NOON) is None


def test_spaces_are_forgiven():
    code = totp.code_of(SECRET, totp.step_at(NOON))
    assert totp.step_of(SECRET, f" {code[:3]} {code[3:]}", NOON) == totp.step_at(NOON)


def test_the_picture_holds_what_an_app_needs():
    address = urlparse(totp.address_of(SECRET, name="carla", study="A study: with a colon"))
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert unquote(address.path).endswith(":carla")
    assert asked["secret"] == SECRET
    assert asked["issuer"] == "A study: with a colon"
    assert (asked.get("digits", "6"), asked.get("period", "30")) == ("6", "30")
    assert asked.get("algorithm", "SHA1").upper() == "SHA1"
    assert segno.make(address.geturl(), error="m", micro=False).version <= 15
