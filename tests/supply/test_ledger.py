"""The ledger: what may follow what, what a count finds, and that no line can be changed."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sealing import NOW

from limen.errors import SupplyError
from limen.supply.ledger import ACTIONS, FOUND, STATES, Entry, Stock, enter, replay

PLACES = ("pharmacy", "ward")
KITS = ("100000001", "100000002", "100000003", "100000004")


@pytest.fixture
def book(supply, tmp_path):
    """`book(action, kits, ...)`: enters something, a minute after the last entry."""

    class Book:
        file, part, minutes = tmp_path / "ledger.jsonl", supply.part, 0

        def __call__(self, action, kits, place="pharmacy", **more):
            self.minutes += 1
            at = NOW + timedelta(minutes=self.minutes)
            said = {"by": "anna", "witness": "ben", **more}
            entry = Entry(action=action, kits=tuple(kits), place=place, at=at, **said)
            return enter(self.file, self.part, entry)

        def replay(self, **more):
            return replay(self.file, self.part, **more)

    return Book()


@pytest.fixture
def kits(supply):
    """The kits of the first set."""
    return [packed.kit for packed in supply.part.sets[0].kits]


def test_a_life_from_the_truck_to_the_furnace_reconciles(book, kits):
    book("receive", kits)
    book("store", kits)
    book("count", kits)
    book("dispense", kits[:2], participant="riga-001")
    book("return", kits[:1], participant="riga-001")
    book("count", [kits[0], *kits[2:]])
    book("destroy", [kits[0], *kits[2:]], reason="End of the study")
    found = book.replay()
    assert found.reconciled
    assert found.units == {
        "expected": 42,
        "received": 0,
        "stored": 0,
        "dispensed": 1,
        "quarantined": 0,
        "destroyed": 5,
        "missing": 0,
    }


def test_at_the_end_nothing_may_be_left(book, kits):
    """The demonstration wants unused kits back: the one that is still out is a problem."""
    book("receive", kits)
    book("store", kits)
    book("dispense", kits[:1], participant="riga-001")
    book("destroy", kits[1:], reason="End of the study")
    assert book.replay().reconciled
    assert book.replay(final=True).problems == (f"kit {kits[0]} is dispensed at pharmacy",)
    book("return", kits[:1], participant="riga-001")
    assert book.replay(final=True).problems == (f"kit {kits[0]} is quarantined at pharmacy",)
    book("discrepancy", kits[:1], found="missing", reason="It was thrown away unseen")
    assert book.replay(final=True).reconciled


def test_a_difference_stays_open_until_it_is_explained(book, kits):
    book("receive", kits)
    book("store", kits)
    book("count", kits[1:])
    wanted = f"kit {kits[0]} should be at pharmacy and was not there"
    assert book.replay().problems == (wanted,)
    book("count", kits)  # it turned up; the ledger still wants to know where it was
    assert book.replay().problems == (wanted,)
    book("discrepancy", kits[:1], found="miscounted", reason="It lay behind the others")
    assert book.replay().reconciled


def test_a_kit_where_it_should_not_be_is_a_difference_too(book, kits):
    book("receive", kits)
    book("store", kits)
    book("count", kits[:1], place="ward")
    (problem,) = book.replay().problems
    assert problem == f"kit {kits[0]} was seen at ward, and is stored at pharmacy by the ledger"
    book("discrepancy", kits[:1], place="ward", found="misplaced", reason="Taken along by mistake")
    assert book.replay().reconciled
    book("count", kits[:1], place="ward")
    book("count", kits[1:], place="pharmacy")
    assert book.replay().reconciled


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"witness": " Anna"}, "somebody else who saw it"),
        ({"witness": ""}, "somebody else who saw it"),
        ({"place": " "}, "needs a place"),
        ({"participant": "riga-001"}, "nothing else does"),
        ({"found": "missing"}, "nothing else, says what was found"),
        ({"kits": ["123456789"]}, "not of this supply. Read the number again"),
        ({"kits": []}, "names at least one kit"),
        ({"action": "steal"}, "'steal' is no action"),
        ({"action": "store"}, "is expected; 'store' needs one that is received or stored"),
        ({"action": "dispense"}, "name the participant"),
        ({"action": "destroy"}, "their reason in words"),
        ({"action": "discrepancy", "reason": "It is gone"}, "says what was found"),
    ],
)
def test_an_entry_that_cannot_be_is_refused_and_not_written(book, kits, more, words):
    said = {"action": "receive", "kits": kits, **more}
    with pytest.raises(SupplyError, match=words):
        book(**said)
    assert not book.file.exists() or book.file.read_bytes() == b""


def test_all_kits_of_an_entry_or_none(book, kits):
    book("receive", kits[:2])
    before = book.file.read_bytes()
    with pytest.raises(SupplyError, match=f"Kit {kits[2]} is expected"):
        book("store", kits[:3])
    assert book.file.read_bytes() == before


def test_what_came_back_is_never_given_again(book, kits):
    book("receive", kits)
    book("store", kits)
    book("dispense", kits[:1], participant="riga-001")
    with pytest.raises(SupplyError, match="was dispensed to riga-001, not to riga-002"):
        book("return", kits[:1], participant="riga-002")
    book("return", kits[:1], participant="riga-001")
    for action, more in (("store", {}), ("dispense", {"participant": "riga-002"})):
        with pytest.raises(SupplyError, match="is quarantined"):
            book(action, kits[:1], **more)


def test_what_turned_up_again_or_was_damaged_is_never_given(book, kits):
    book("receive", kits)
    book("store", kits)
    book("discrepancy", kits[:1], found="missing", reason="Nobody finds it")
    book("discrepancy", kits[:1], found="recovered", reason="It lay in the car")
    book("discrepancy", kits[1:2], found="damaged", reason="The box is wet")
    assert book.replay().units["quarantined"] == 2
    for kit in kits[:2]:
        with pytest.raises(SupplyError, match=f"Kit {kit} is quarantined"):
            book("dispense", [kit], participant="riga-001")


def test_where_a_missing_kit_was_last_is_not_forgotten(book, kits):
    book("receive", kits)
    book("store", kits)
    book("discrepancy", kits[:1], place="ward", found="missing", reason="Nobody finds it")
    book("count", kits[:1], place="ward")
    (problem,) = book.replay().problems
    assert problem == f"kit {kits[0]} was seen at ward, and is missing at pharmacy by the ledger"


def test_a_kit_is_given_and_destroyed_where_it_is(book, kits):
    book("receive", kits)
    book("store", kits)
    for action, more in (
        ("dispense", {"participant": "riga-001"}),
        ("destroy", {"reason": "Too warm for a night"}),
    ):
        with pytest.raises(SupplyError, match=f"Kit {kits[0]} is at pharmacy, not at ward"):
            book(action, kits[:1], place="ward", **more)


def test_time_does_not_run_backwards(book, kits):
    book("receive", kits)
    book.minutes = -10
    with pytest.raises(SupplyError, match="Enter things as they happen"):
        book("store", kits)


def test_every_changed_byte_breaks_the_chain(book, kits):
    book("receive", kits[:1])
    book("store", kits[:1])
    book("dispense", kits[:1], participant="riga-001")
    whole = book.file.read_bytes()
    for place in range(0, len(whole), 7):
        changed = bytearray(whole)
        changed[place] ^= 1
        book.file.write_bytes(bytes(changed))
        with pytest.raises(SupplyError):
            book.replay()
    lines = whole.splitlines(keepends=True)
    for some in (lines[1:], lines[:1] + lines[2:], [lines[1], lines[0], lines[2]], lines + lines):
        book.file.write_bytes(b"".join(some))
        with pytest.raises(SupplyError, match="does not follow from the line before"):
            book.replay()


def test_an_end_that_is_cut_off_is_found_by_the_head_that_was_written_down(book, kits):
    book("receive", kits[:1])
    head = book("store", kits[:1]).hash
    whole = book.file.read_bytes()
    assert book.replay(expected_head=head[:16]).reconciled
    book.file.write_bytes(whole.splitlines(keepends=True)[0])
    assert book.replay().reconciled  # the chain alone cannot know
    assert "the end is cut off" in book.replay(expected_head=head).problems[0]
    with pytest.raises(SupplyError, match="at least 12 digits"):
        book.replay(expected_head=head[:4])


def test_a_ledger_of_another_supply_is_refused(book, kits):
    book("receive", kits[:1])
    book.part = replace(book.part, supply="ffff")
    with pytest.raises(SupplyError, match="belongs to another supply"):
        book.replay()


anything = st.builds(
    lambda action, kits, place, person, found: Entry(
        action=action,
        kits=tuple(kits),
        place=place,
        by="anna",
        witness="ben",
        at=NOW,
        participant=person if action in ("dispense", "return") else "",
        found=found if action == "discrepancy" else None,
        reason="as a test wants it",
    ),
    st.sampled_from(ACTIONS),
    st.lists(st.sampled_from(KITS), min_size=1, max_size=3, unique=True),
    st.sampled_from(PLACES),
    st.sampled_from(["riga-001", "riga-002"]),
    st.sampled_from(FOUND),
)


@given(st.lists(anything, max_size=40))
@settings(max_examples=150, deadline=None)
def test_whatever_happens_every_unit_is_somewhere_once(entries):
    stock, dispensed, gone = Stock.of(KITS), Counter(), set()
    for entry in entries:
        before = dict(stock.kits)
        if stock.problem(entry):
            assert stock.kits == before
            continue
        stock.apply(entry)
        if entry.action == "dispense":
            dispensed.update(entry.kits)
        if entry.action == "destroy":
            gone |= set(entry.kits)
        changed = {kit for kit in KITS if stock.kits[kit] != before[kit]}
        assert changed <= set(entry.kits)
        assert entry.action != "count" or not changed
    assert sum(Counter(now.state for now in stock.kits.values()).values()) == len(KITS)
    assert {now.state for now in stock.kits.values()} <= set(STATES)
    assert all(count == 1 for count in dispensed.values())
    assert {kit for kit, now in stock.kits.items() if now.state == "destroyed"} == gone


@given(st.lists(anything, max_size=12))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_replay_tells_what_the_gateway_took(supply, entries):
    """Second route: a stock kept by the test beside the file, and the file from its first line."""
    part = replace(
        supply.part,
        contents={kit: next(iter(supply.part.contents.values())) for kit in KITS},
    )
    stock, taken = Stock.of(KITS), 0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ledger.jsonl"
        for entry in entries:
            if stock.problem(entry):
                with pytest.raises(SupplyError, match="refuses the entry"):
                    enter(file, part, entry)
                continue
            enter(file, part, entry)
            stock.apply(entry)
            taken += 1
        found = replay(file, part)
    assert found.entries == taken
    units = Counter(now.state for now in stock.kits.values())
    assert found.units == {state: units[state] for state in STATES}
    assert len(found.problems) == len(stock.open_differences)
