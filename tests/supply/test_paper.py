"""Paper: each number once, lot and expiry alike for all arms, contents only where they belong."""

from __future__ import annotations

import csv
import re
from collections import Counter
from io import StringIO

import pytest
from sealing import NOW

from limen.errors import SupplyError
from limen.supply.opening import open_everything
from limen.supply.paper import Batch, cards, code_breaks, labels, packing_list, write_secret
from limen.supply.paper.sheet import Sheet
from limen.supply.sealed import spoken

BATCH = Batch(lot="A17", expiry="2027-06", title="Small doses")


@pytest.fixture
def written(monkeypatch):
    """What was written on paper: (texts, QR codes), in order."""
    texts, codes = [], []
    box, qr = Sheet.write_box, Sheet.write_qr

    def write_box(self, text, **where):
        texts.append(text)
        box(self, text, **where)

    def write_qr(self, text, **where):
        codes.append(text)
        qr(self, text, **where)

    monkeypatch.setattr(Sheet, "write_box", write_box)
    monkeypatch.setattr(Sheet, "write_qr", write_qr)
    return texts, codes


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", pdf))


def test_every_kit_and_every_box_has_one_label(supply, written):
    texts, codes = written
    pdf = labels(supply.part, BATCH, at=NOW)
    numbers = [*supply.part.by_set, *supply.part.contents]
    assert Counter(codes) == Counter(numbers)
    assert Counter(texts)["Lot A17   Use by 2027-06"] == 56
    assert {spoken(number) for number in numbers} <= set(texts)
    assert sum(supply.part.label == text for text in texts) == 48
    assert pages(pdf) == 1 + 3  # a cover, and 56 labels on sheets of 24


def test_labels_say_the_same_on_every_kit_but_for_the_number(supply, written):
    texts, _ = written
    labels(supply.part, BATCH, at=NOW, sets=[supply.part.sets[0].set])
    own = [text for text in texts if re.fullmatch(r"[\d ]+", text)]
    rest = Counter(texts) - Counter(own)
    assert len(own) == 7
    assert {count for text, count in rest.items() if not text.startswith(("Labels", "Study"))} == {
        1,  # the box
        6,
        7,
    }


def test_the_same_labels_are_printed_again(supply):
    assert labels(supply.part, BATCH, at=NOW) == labels(supply.part, BATCH, at=NOW)


@pytest.mark.parametrize(
    ("batch", "sets", "words"),
    [
        (Batch(lot=" ", expiry="2027-06"), None, "needs a lot and an expiry"),
        (BATCH, ["1234567"], "no set 1234567"),
        (Batch(lot="A", expiry="B", words="far too much " * 90), None, "Shorten it"),
    ],
)
def test_a_label_that_cannot_be_is_refused(supply, batch, sets, words):
    with pytest.raises(SupplyError, match=words):
        labels(supply.part, batch, at=NOW, sets=sets)


def test_words_are_written_smaller_before_they_are_refused(supply):
    long = "Only for use in this clinical study. Keep away from children. " * 4
    assert labels(supply.part, Batch(lot="A", expiry="B", words=long), at=NOW)


def test_a_label_may_be_in_greek_or_cyrillic(supply):
    words = "Для клинического исследования · Για κλινική μελέτη · Klīniskajam pētījumam"
    assert labels(supply.part, Batch(lot="A", expiry="B", words=words), at=NOW)


def test_every_participant_and_every_clinician_has_a_card(supply, written):
    texts, codes = written
    cards(supply.part, telephone="+371 2000 0000", title="A study", words="", at=NOW)
    assert Counter(codes) == Counter(list(supply.part.by_set))
    assert Counter(texts)["+371 2000 0000"] == 10
    assert {"On call: clara", "On call: dora"} <= set(texts)
    assert not [text for text in texts if re.search("placebo|LSD", text, re.IGNORECASE)]


def test_a_card_without_a_telephone_is_no_card(supply):
    with pytest.raises(SupplyError, match="answered day and night"):
        cards(supply.part, telephone="ask at the desk", title="", words="", at=NOW)


def test_a_code_break_says_what_its_set_holds(supply, written):
    texts, codes = written
    contents = open_everything(supply.unblinded, supply.holders(purpose="code_breaks"))
    pdf = code_breaks(supply.part, supply.protocol, contents, at=NOW)
    assert pages(pdf) == len(supply.part.sets)
    assert Counter(codes) == Counter(list(supply.part.by_set))
    inside = [text for text in texts if "Arm: " in text]
    title = {"PL": "Placebo", "MD": "LSD 10 micrograms"}
    assert inside == [
        f"Set {spoken(one.set)}\nArm: {title[drawn.arm]}\nGiven: {title[drawn.arm]}"
        for one, drawn in zip(supply.part.sets, supply.drawn, strict=True)
    ]


def test_the_packing_list_has_every_kit_and_shows_no_runs(supply):
    contents = open_everything(supply.unblinded, supply.holders(purpose="packing"))
    rows = list(csv.DictReader(StringIO(packing_list(supply.part, contents))))
    assert [row["kit"] for row in rows] == sorted(supply.part.contents)
    arm = {one.set: d.course[0] for one, d in zip(supply.part.sets, supply.drawn, strict=True)}
    assert all(row["intervention"] == arm[row["set"]] for row in rows)
    some = packing_list(supply.part, contents, sets=[supply.part.sets[0].set])
    assert len(some.splitlines()) == 7


def test_what_is_in_clear_is_for_its_owner_only_and_replaces_nothing(tmp_path):
    file = write_secret(tmp_path / "packing.csv", b"kit,intervention\n")
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(SupplyError, match="exists already"):
        write_secret(file, b"other")
    assert file.read_bytes() == b"kit,intervention\n"
    assert list(tmp_path.iterdir()) == [file]
