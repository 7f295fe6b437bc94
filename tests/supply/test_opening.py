"""Opening: the right content, on record before it is seen, and nothing that was tampered with."""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import replace
from hashlib import sha256

import pytest
from sealing import CHEAP, NOW, PASSPHRASE

from limen.errors import SupplyError
from limen.supply.keys import make_key, unlock
from limen.supply.opening import (
    authorise,
    open_everything,
    open_kit,
    open_list,
    open_set,
    openings,
    read_unblinded_part,
)
from limen.supply.opening.unblinded import refuse_foreign
from limen.supply.plan import draw_sets
from limen.supply.sealed import read_opener, release, with_opener


@pytest.fixture
def unblinded(supply, tmp_path):
    """A copy of the unblinded part, whose log is empty."""
    folder = shutil.copytree(supply.folder / "unblinded", tmp_path / "unblinded")
    (folder / "openings.jsonl").unlink(missing_ok=True)
    return read_unblinded_part(folder)


def test_a_clinician_reads_what_was_drawn(supply):
    """Every kit, by both clinicians, against the list that the test drew itself."""
    course = {
        packed.kit: drawn.course[packed.place.period - 1]
        for one, drawn in zip(supply.part.sets, supply.drawn, strict=True)
        for packed in one.kits
    }
    for name in ("clara", "dora"):
        for kit in supply.part.contents:
            released = release(supply.part, kit, key=supply.release, to=name)
            content = open_kit(supply.part, kit, clinician=supply.people[name], released=released)
            assert content["intervention"] == course[kit]
    assert set(course.values()) == {"placebo", "lsd_10"}


def test_a_content_is_understood_without_the_protocol(supply):
    found = {}
    for kit in supply.part.contents:
        released = release(supply.part, kit, key=supply.release, to="clara")
        content = open_kit(supply.part, kit, clinician=supply.people["clara"], released=released)
        found[content["intervention"]] = (content["title"], content["dose"])
    assert found == {"placebo": ("Placebo", ""), "lsd_10": ("LSD 10 micrograms", "10 ug")}


def test_the_drill_takes_seconds_with_a_real_passphrase(supply, ring, tmp_path):
    """Five minutes are promised; the machine's part, with the cost of a real key, is under ten."""
    make_key(tmp_path, name="eva", kind="clinician", passphrase=PASSPHRASE)
    started = time.perf_counter()
    unlock(tmp_path / "eva.private.json", PASSPHRASE)
    kit = next(iter(supply.part.contents))
    released = release(supply.part, kit, key=supply.release, to="clara")
    open_kit(supply.part, kit, clinician=supply.people["clara"], released=released)
    assert time.perf_counter() - started < 10


def test_both_holders_read_what_was_drawn(supply, unblinded):
    contents = open_everything(unblinded, supply.holders())
    for one, drawn in zip(supply.part.sets, supply.drawn, strict=True):
        content = contents[one.set]
        assert (content["arm"], tuple(content["course"])) == (drawn.arm, drawn.course)
        assert content["kits"] == {packed.kit: drawn.course[0] for packed in one.kits}


def test_the_order_of_the_holders_does_not_matter(supply, unblinded):
    holders = supply.holders()
    other = replace(holders, first=holders.second, second=holders.first)
    number = supply.part.sets[0].set
    assert open_set(unblinded, number, holders) == open_set(unblinded, number, other)


def test_the_seed_is_sealed_with_the_list_and_draws_it_again(supply, unblinded):
    opened = open_list(unblinded, supply.holders())
    again = draw_sets(supply.protocol, seed=int(opened["seed"], 16), count=4)
    assert [opened["arms"][one.set] for one in supply.part.sets] == [one.arm for one in again]


def test_every_opening_is_on_record_before_it_is_seen(supply, unblinded, monkeypatch):
    number = supply.part.sets[0].set

    def nothing_is_opened(*_):
        raise SupplyError("stopped here")

    monkeypatch.setattr("limen.supply.opening.holders.open_in_two", nothing_is_opened)
    with pytest.raises(SupplyError, match="stopped here"):
        open_set(unblinded, number, supply.holders(purpose="emergency"))
    (link,) = openings(unblinded.folder)
    assert link.content["what"] == f"set {number}"
    assert link.content["by"] == ["anna", "ben"]
    assert link.content["purpose"] == "emergency"


def test_an_opening_without_a_reason_opens_nothing(supply, unblinded):
    with pytest.raises(SupplyError, match="needs its reason in words"):
        open_everything(unblinded, supply.holders(reason="  x  "))
    with pytest.raises(SupplyError, match="'curiosity' is no purpose"):
        open_everything(unblinded, supply.holders(purpose="curiosity"))
    assert openings(unblinded.folder) == ()


def test_a_log_that_was_changed_is_refused(supply, unblinded):
    for _ in range(3):
        open_list(unblinded, supply.holders())
    file = unblinded.folder / "openings.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    for changed in (
        lines[0].replace(b"anna", b"anne") + lines[1] + lines[2],
        lines[0] + lines[2],
        lines[1] + lines[0] + lines[2],
        b"".join(lines)[:-9],
    ):
        file.write_bytes(changed)
        with pytest.raises(SupplyError, match="The chain is broken"):
            openings(unblinded.folder)
        with pytest.raises(SupplyError, match="The chain is broken"):
            open_list(unblinded, supply.holders())


def forge(unblinded, change):
    """Change the sets and put the new hash into the manifest; read it again."""
    file, manifest = unblinded.folder / "sets.jsonl", unblinded.folder / "supply.json"
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    change(rows)
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    said = json.loads(manifest.read_text())
    said["files"]["sets.jsonl"] = sha256(file.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(said))
    return read_unblinded_part(unblinded.folder)


def test_swapped_sets_are_found_out(supply, unblinded):
    def swap(rows):
        rows[0]["set"], rows[1]["set"] = rows[1]["set"], rows[0]["set"]

    with pytest.raises(SupplyError, match=r"holds the content of \d+: swapped"):
        open_everything(forge(unblinded, swap), supply.holders())


def test_a_set_that_is_missing_is_found_out(supply, unblinded):
    def remove(rows):
        del rows[0]

    with pytest.raises(SupplyError, match="do not hold what the sealed list says"):
        open_everything(forge(unblinded, remove), supply.holders())


def test_an_unblinded_part_that_was_changed_is_refused(supply, unblinded):
    for name in ("sets.jsonl", "list.jsonl"):
        file = unblinded.folder / name
        whole = file.read_bytes()
        file.write_bytes(whole[:-5])
        with pytest.raises(SupplyError, match=f"{name}.*cut off or changed"):
            read_unblinded_part(unblinded.folder)
        file.write_bytes(whole)


def test_parts_of_two_supplies_do_not_go_together(supply, make, tmp_path):
    other = make(tmp_path / "other")
    with pytest.raises(SupplyError, match="was not made together with this unblinded part"):
        refuse_foreign(other.unblinded, supply=supply.part.supply, server_manifest=supply.part.hash)


def test_halves_are_drawn_anew_each_time(supply, make, tmp_path):
    """The same list, sealed again: no byte of a ciphertext is where it was by more than chance."""
    other = make(tmp_path / "again")
    kit = next(iter(supply.part.contents))
    one, two = supply.part.contents[kit].content, other.part.contents[kit].content
    same = sum(a == b for a, b in zip(one, two, strict=True))
    expected = len(one) / 256
    assert same < expected + 6 * expected**0.5 + 6


@pytest.fixture
def eva(supply, tmp_path):
    """A clinician who came after the supply was made: her public part and her key."""
    public = make_key(
        tmp_path / "k", name="eva", kind="clinician", passphrase=PASSPHRASE, cost=CHEAP
    )
    return public, unlock(tmp_path / "k" / "eva.private.json", PASSPHRASE)


def test_a_clinician_who_came_later_opens_too(supply, eva, tmp_path):
    public, key = eva
    file = tmp_path / "eva.opener.json"
    file.write_bytes(authorise(supply.part, public, by=supply.people["clara"], at=NOW))
    part = with_opener(supply.part, read_opener(file, supply.part))
    for kit in list(part.contents)[:4]:
        mine = release(part, kit, key=supply.release, to="eva")
        clara = release(part, kit, key=supply.release, to="clara")
        assert open_kit(part, kit, clinician=key, released=mine) == open_kit(
            part, kit, clinician=supply.people["clara"], released=clara
        )
    with pytest.raises(SupplyError, match="'eva' is no clinician"):
        release(supply.part, kit, key=supply.release, to="eva")


def test_who_cannot_open_cannot_authorise(supply, eva):
    public, key = eva
    for nobody in (key, supply.people["anna"]):
        with pytest.raises(SupplyError, match=f"'{nobody.name}' is no clinician of this supply"):
            authorise(supply.part, public, by=nobody, at=NOW)
    with pytest.raises(SupplyError, match="a clinician is authorised"):
        authorise(supply.part, replace(public, kind="holder"), by=supply.people["clara"], at=NOW)


def test_a_grant_that_does_not_fit_is_refused(supply, eva, tmp_path):
    public, _ = eva
    file = tmp_path / "eva.opener.json"
    said = json.loads(authorise(supply.part, public, by=supply.people["clara"], at=NOW))
    kit = next(iter(said["shares"]))
    fewer = {k: share for k, share in said["shares"].items() if k != kit}
    for wrong, words in (
        ({"supply": "ffff"}, "is of supply ffff"),
        ({"shares": fewer}, "one share for each kit"),
        ({"clinician": {"name": "clara", "public": public.public.hex()}}, "with another key"),
        ({"clinician": {"name": "eva", "public": "00"}}, "no key of 32 bytes"),
        ({"clinician": None}, "lacks or garbles"),
    ):
        file.write_text(json.dumps({**said, **wrong}))
        with pytest.raises(SupplyError, match=words):
            read_opener(file, supply.part)
