"""What a thief of each part gets: the table in docs/develop/sealed_supply.md, row by row.

The allocator's rows are in test_allocator.py, the locked private part in test_keys.py.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from nacl.public import PrivateKey
from sealing import NOW, Made

from limen.errors import SupplyError
from limen.supply.ledger import Entry, enter
from limen.supply.opening import open_everything, open_kit, open_set
from limen.supply.paper import Batch, cards, labels
from limen.supply.seal import half_of, open_in_two
from limen.supply.sealed import release

TELLING = (b"placebo", b"lsd", b"PL", b"MD", b"Placebo", b"LSD")
DOCS = Path(__file__).parents[2] / "docs" / "develop" / "sealed_supply.md"


@pytest.fixture(scope="module")
def swapped(supply, make, tmp_path_factory) -> Made:
    """The same supply with every arm the other one: same numbers, clock, keys, order."""
    other = {"PL": ("MD", ("lsd_10",)), "MD": ("PL", ("placebo",))}
    drawn = [replace(one, arm=other[one.arm][0], course=other[one.arm][1]) for one in supply.drawn]
    return make(tmp_path_factory.mktemp("swapped") / "supply", drawn=drawn)


def normalised(folder: Path) -> dict[str, object]:
    """Every file with ciphertexts replaced by their lengths, and hashes of them left out."""

    def plain(value, name=""):
        if name in ("content", "share"):
            return len(value)
        if name == "shares":
            return [len(each) for each in value]
        if name in ("verify_key", "server_manifest"):
            return len(value)
        if name == "files":
            return sorted(value)
        if isinstance(value, dict):
            return {key: plain(each, key) for key, each in value.items()}
        return [plain(each) for each in value] if isinstance(value, list) else value

    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {
        file.relative_to(folder).as_posix(): [
            file.stat().st_size,
            plain(json.loads(file.read_text()))
            if file.suffix == ".json"
            else [plain(json.loads(line)) for line in file.read_text().splitlines()],
        ]
        for file in files
        if file.name != "openings.jsonl"
    }


def test_swapped_contents_give_the_same_server_part(supply, swapped):
    assert normalised(supply.folder / "server") == normalised(swapped.folder / "server")


def test_swapped_contents_give_the_same_unblinded_part(supply, swapped):
    """Sealed for both: whoever has it without them learns no more than from the server's."""
    assert normalised(supply.folder / "unblinded") == normalised(swapped.folder / "unblinded")


def test_the_two_are_really_swapped(supply, swapped):
    one = open_everything(supply.unblinded, supply.holders())
    other = open_everything(swapped.unblinded, swapped.holders())
    assert one.keys() == other.keys()
    assert all(one[number]["arm"] != other[number]["arm"] for number in one)
    assert {content["arm"] for content in one.values()} == {"PL", "MD"}


def test_labels_and_cards_are_the_same_for_swapped_contents(supply, swapped):
    """Byte for byte, once the fingerprint of the signing key is the same."""
    batch = Batch(lot="A17", expiry="2027-06")
    other = replace(swapped.part, verify_key=supply.part.verify_key)
    sets = [supply.part.sets[0].set, supply.part.sets[1].set]
    assert labels(supply.part, batch, at=NOW, sets=sets) == labels(other, batch, at=NOW, sets=sets)
    own = [
        cards(part, telephone="112", title="Study", words="", at=NOW)
        for part in (supply.part, other)
    ]
    assert own[0] == own[1]


def test_a_thief_of_either_part_reads_no_content(supply):
    for file in supply.folder.rglob("*"):
        if file.is_file() and file.name not in ("openings.jsonl", "READ ME.txt"):
            words = re.sub(
                rb'"(content|share|shares)":("[^"]*"|\[[^\]]*\])', b"", file.read_bytes()
            )
            assert not [word for word in TELLING if word in words], file.name


def test_a_thief_of_server_and_release_key_has_random_halves(supply):
    part = supply.part
    for kit, sealed in part.contents.items():
        half = half_of(sealed.share, supply.release, whose="the server")
        for guess in (bytes(32), half):
            with pytest.raises(SupplyError, match="does not open"):
                open_in_two(sealed.content, half, guess)
        with pytest.raises(SupplyError, match="sealed to somebody else"):
            half_of(part.openers["clara"][kit], supply.release, whose="the server")


def test_a_thief_of_a_clinicians_key_needs_a_release(supply):
    part, clara = supply.part, supply.people["clara"]
    for kit, sealed in part.contents.items():
        half = half_of(part.openers["clara"][kit], clara.key, whose="clara")
        with pytest.raises(SupplyError, match="does not open"):
            open_in_two(sealed.content, half, bytes(32))
        with pytest.raises(SupplyError, match="sealed to somebody else"):
            half_of(sealed.share, clara.key, whose="clara")


def test_a_release_for_one_kit_opens_no_other(supply):
    part, (first, *others) = supply.part, list(supply.part.contents)
    released = release(part, first, key=supply.release, to="clara")
    clara = supply.people["clara"]
    assert open_kit(part, first, clinician=clara, released=released)["kit"] == first
    for kit in others:
        with pytest.raises(SupplyError, match="a share belongs to another number"):
            open_kit(part, kit, clinician=clara, released=released)


def test_a_release_is_of_use_to_its_requester_only(supply):
    kit = next(iter(supply.part.contents))
    released = release(supply.part, kit, key=supply.release, to="clara")
    with pytest.raises(SupplyError, match="with the key of dora: it was sealed to somebody else"):
        open_kit(supply.part, kit, clinician=supply.people["dora"], released=released)


@pytest.mark.parametrize("forged", [b"", bytes(80), b"x" * 80])
def test_a_forged_share_is_refused(supply, forged):
    kit = next(iter(supply.part.contents))
    with pytest.raises(SupplyError, match="does not open"):
        open_kit(supply.part, kit, clinician=supply.people["clara"], released=forged)


def test_a_thief_of_one_holder_has_random_halves(supply):
    for name, place in (("anna", 0), ("ben", 1)):
        key = supply.people[name].key
        for sealed in supply.unblinded.sets.values():
            half = half_of(sealed.shares[place], key, whose=name)
            with pytest.raises(SupplyError, match="does not open"):
                open_in_two(sealed.content, half, bytes(32))
            with pytest.raises(SupplyError, match="sealed to somebody else"):
                half_of(sealed.shares[1 - place], key, whose=name)


def test_halves_of_a_holder_and_the_server_do_not_belong_together(supply):
    part = supply.part
    for one in part.sets:
        sealed = supply.unblinded.sets[one.set]
        half = half_of(sealed.shares[0], supply.people["anna"].key, whose="anna")
        for packed in one.kits:
            theirs = half_of(part.contents[packed.kit].share, supply.release, whose="the server")
            for content in (sealed.content, part.contents[packed.kit].content):
                with pytest.raises(SupplyError, match="does not open"):
                    open_in_two(content, half, theirs)


def test_the_same_holder_twice_is_no_two_people(supply):
    alone = replace(supply.holders(), second=supply.people["anna"])
    with pytest.raises(SupplyError, match="the key of ben is missing"):
        open_set(supply.unblinded, supply.part.sets[0].set, alone)


def test_a_strangers_key_is_no_clinician(supply):
    kit = next(iter(supply.part.contents))
    released = release(supply.part, kit, key=supply.release, to="clara")
    stranger = replace(supply.people["clara"], key=PrivateKey.generate())
    with pytest.raises(SupplyError, match="not one that this supply was sealed for"):
        open_kit(supply.part, kit, clinician=stranger, released=released)
    with pytest.raises(SupplyError, match="'eve' is no clinician"):
        release(supply.part, kit, key=supply.release, to="eve")
    with pytest.raises(SupplyError, match="the release key is another supply's"):
        release(supply.part, kit, key=PrivateKey.generate(), to="clara")


def test_the_server_cannot_swap_two_contents(supply):
    """Swapped with their shares, so that all boxes open: the number inside tells."""
    part, (one, two) = supply.part, list(supply.part.contents)[:2]
    moved = replace(
        part,
        contents={**part.contents, one: replace(part.contents[two], kit=one)},
        openers={name: {**shares, one: shares[two]} for name, shares in part.openers.items()},
    )
    released = release(moved, one, key=supply.release, to="clara")
    with pytest.raises(SupplyError, match=f"Kit {one} holds the content of kit {two}"):
        open_kit(moved, one, clinician=supply.people["clara"], released=released)


def test_the_server_cannot_put_a_content_of_its_own(supply, make, tmp_path):
    """All public keys are public; what is missing is the signature."""
    forged = make(tmp_path / "forged", drawn=supply.drawn)
    kit = next(iter(supply.part.contents))
    mixed = replace(supply.part, contents=forged.part.contents, openers=forged.part.openers)
    released = release(mixed, kit, key=supply.release, to="clara")
    with pytest.raises(SupplyError, match="somebody put it there"):
        open_kit(mixed, kit, clinician=supply.people["clara"], released=released)


def test_a_ledger_tells_numbers_only(supply, tmp_path):
    file, kits = tmp_path / "ledger.jsonl", tuple(supply.part.contents)
    common = {"place": "pharmacy", "by": "anna", "witness": "ben"}
    enter(file, supply.part, Entry(action="receive", kits=kits, at=NOW, **common))
    later = NOW + timedelta(minutes=1)
    enter(file, supply.part, Entry(action="store", kits=kits, at=later, **common))
    assert not [word for word in TELLING if word in file.read_bytes()]


def test_the_table_is_where_these_tests_look():
    text = DOCS.read_text(encoding="utf-8")
    table = text.split("## What a thief of each part gets")[1].split("##")[0]
    rows = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")]
    assert len(rows) == 14  # header, rule and twelve rows; a new row wants a new test
