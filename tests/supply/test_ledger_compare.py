"""The pharmacy's ledger and the server's movements: what agrees, what differs, what is no book."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sealing import NOW

from limen.errors import SupplyError
from limen.supply.ledger import Entry, compare, enter

HEADER = "kit,nth,kind,at,site,participant,units,instead_of,reason\n"


@pytest.fixture
def kits(supply):
    """The kits of the first set."""
    return [packed.kit for packed in supply.part.sets[0].kits]


@pytest.fixture
def book(supply, tmp_path):
    """`book(action, kits, ...)`: enters something into the ledger."""
    entered = []

    def add(action, kits, **more):
        entered.append(action)
        said = {"by": "anna", "witness": "ben", "place": "pharmacy", **more}
        at = NOW + timedelta(minutes=len(entered))
        enter(
            tmp_path / "ledger.jsonl", supply.part, Entry(action=action, kits=kits, at=at, **said)
        )

    return add


@pytest.fixture
def differences(supply, tmp_path):
    """`differences([(kit, nth, kind, participant), ...])`: compares with these movements."""

    def found(rows, header=HEADER):
        file = tmp_path / "kit_movements.csv"
        lines = [f"{kit},{nth},{kind},,riga,{whose},,,\n" for kit, nth, kind, whose in rows]
        file.write_text(header + "".join(lines), encoding="utf-8")
        return compare(tmp_path / "ledger.jsonl", supply.part, file)

    return found


def test_two_books_of_one_life_agree(book, kits, differences):
    first, second = kits[:2]
    book("receive", tuple(kits))
    book("store", tuple(kits))
    book("dispense", (first,), participant="riga-001")
    book("return", (first,), participant="riga-001")
    book("discrepancy", (second,), found="missing", reason="Not on the shelf")
    rows = [(kit, 1, "received", "") for kit in kits]
    rows += [(first, 4, "returned", "riga-001"), (first, 2, "dispensed", "riga-001")]
    rows += [(first, 3, "handed_over", "riga-001"), (second, 2, "lost", "")]
    assert differences(rows) == ()


def test_each_kit_that_differs_is_named_once(book, kits, differences):
    book("receive", tuple(kits))
    book("store", tuple(kits))
    book("dispense", (kits[0],), participant="riga-001")
    rows = [(kit, 1, "received", "") for kit in kits]
    rows += [(kits[1], 2, "handed_over", "riga-002")]
    found = differences(rows)
    assert len(found) == 2
    assert f"kit {kits[0]}: dispensed by the ledger, received on the server" in found
    assert f"kit {kits[1]}: stored by the ledger, handed_over on the server" in found


def test_a_kit_that_somebody_else_has_differs(book, kits, differences):
    book("receive", tuple(kits))
    book("store", tuple(kits))
    book("dispense", (kits[0],), participant="riga-001")
    rows = [(kit, 1, "received", "") for kit in kits]
    rows += [(kits[0], 2, "dispensed", "riga-002")]
    wanted = f"kit {kits[0]}: riga-001 has it by the ledger, riga-002 on the server"
    assert differences(rows) == (wanted,)


def test_a_kit_that_only_the_server_put_back_differs(book, kits, differences):
    book("receive", tuple(kits))
    book("store", tuple(kits))
    book("dispense", (kits[0],), participant="riga-001")
    rows = [(kit, 1, "received", "") for kit in kits]
    rows += [(kits[0], 2, "dispensed", "riga-001"), (kits[0], 3, "put_back", "riga-001")]
    wanted = f"kit {kits[0]}: dispensed by the ledger, put_back on the server"
    assert differences(rows) == (wanted,)


def test_who_has_a_kit_is_not_forgotten_over_a_miscount(book, kits, differences):
    book("receive", tuple(kits))
    book("store", tuple(kits))
    book("dispense", (kits[0],), participant="riga-001")
    book("discrepancy", (kits[0],), found="miscounted", reason="Counted in the ward's fridge")
    rows = [(kit, 1, "received", "") for kit in kits] + [(kits[0], 2, "dispensed", "riga-001")]
    assert differences(rows) == ()


@pytest.mark.parametrize(
    ("rows", "header", "says"),
    [
        ([("1", 1, "received", "")], HEADER, "is not of this supply"),
        ([("1", 1, "flew away", "")], HEADER, "is no movement"),
        ([("1", "x", "received", "")], HEADER, "cannot be read"),
        ([], "kit,kind\n", "no column 'nth'"),
    ],
)
def test_what_are_no_movements_is_refused(book, kits, differences, rows, header, says):
    book("receive", tuple(kits))
    with pytest.raises(SupplyError, match=says):
        differences(rows, header)
