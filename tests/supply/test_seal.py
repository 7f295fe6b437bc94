"""The seal: opened by both halves, by neither alone, and by nothing that was changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey
from nacl.secret import SecretBox

from limen.errors import SupplyError
from limen.supply.seal import (
    Signer,
    both_halves,
    half_of,
    open_in_two,
    read_message,
    seal_in_two,
    sealed_bytes,
)

ANNA, BEN, EVE = (PrivateKey.generate() for _ in range(3))


def sealed(content: bytes = b"placebo"):
    return seal_in_two(content, first=[ANNA.public_key], second=BEN.public_key)


def halves(two):
    return half_of(two.first[0], ANNA, whose="anna"), half_of(two.second, BEN, whose="ben")


@given(st.binary(max_size=300))
def test_both_halves_open_it(content):
    two = sealed(content)
    assert open_in_two(two.content, *halves(two)) == content


def test_a_half_alone_opens_nothing():
    two = sealed()
    one, other = halves(two)
    for guess in (one, other, bytes(32)):
        with pytest.raises(SupplyError, match="does not open"):
            open_in_two(two.content, guess, bytes(32))


def test_halves_of_two_contents_do_not_belong_together():
    first, second = sealed(), sealed()
    with pytest.raises(SupplyError, match="a share belongs to another number"):
        open_in_two(first.content, halves(first)[0], halves(second)[1])


def test_a_share_opens_for_nobody_else():
    with pytest.raises(SupplyError, match="with the key of eve: it was sealed to somebody else"):
        half_of(sealed().first[0], EVE, whose="eve")


@pytest.mark.parametrize("short", [b"", bytes(31), bytes(33)])
def test_a_half_of_another_length_is_refused(short):
    with pytest.raises(SupplyError, match="both need 32"):
        both_halves(short, bytes(32))


def test_every_changed_byte_is_noticed():
    two = sealed()
    for place in range(len(two.content)):
        changed = bytearray(two.content)
        changed[place] ^= 1
        with pytest.raises(SupplyError, match="does not open"):
            open_in_two(bytes(changed), *halves(two))
    for length in range(len(two.content)):
        with pytest.raises(SupplyError, match="does not open"):
            open_in_two(two.content[:length], *halves(two))


def test_the_key_is_the_exclusive_or_of_the_halves():
    """A second route: the box opened with libsodium alone."""
    two = sealed(b"lsd_10")
    key = bytes(a ^ b for a, b in zip(*halves(two), strict=True))
    assert SecretBox(key).decrypt(two.content) == b"lsd_10"


@given(st.text(max_size=40))
def test_messages_of_a_kind_have_one_length(text):
    signer = Signer("s")
    message = signer.message("kit", {"held": text}, longest=300)
    two = sealed(message)
    assert len(two.content) == sealed_bytes(300)
    read = read_message(message, "kit", supply="s", verify_key=signer.verify_key)
    assert read == {"held": text}


@pytest.mark.parametrize(
    ("kind", "supply", "own"), [("set", "s", True), ("kit", "t", True), ("kit", "s", False)]
)
def test_a_message_of_another_kind_supply_or_signer_is_refused(kind, supply, own):
    signer = Signer("s")
    message = signer.message("kit", {"held": "placebo"}, longest=60)
    key = signer.verify_key if own else Signer("s").verify_key
    with pytest.raises(SupplyError, match="was not signed when this supply was made"):
        read_message(message, kind, supply=supply, verify_key=key)


def test_a_message_longer_than_its_bound_is_a_bug_that_is_told():
    with pytest.raises(SupplyError, match="more than 5"):
        Signer("s").message("kit", {"held": "placebo"}, longest=5)
