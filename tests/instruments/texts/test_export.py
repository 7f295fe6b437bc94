"""A REDCap dictionary out and in again: the structure, and with words the same hash."""

from __future__ import annotations

import csv
import io

import pytest
from invented_words import own

from limen.errors import InstrumentError
from limen.instruments import catalogue, get
from limen.instruments.texts import prepare
from limen.instruments.texts.export import to_redcap
from limen.instruments.texts.files.redcap_form import TITLES
from limen.instruments.texts.labels import options

WITH_SLOTS = [
    instrument
    for instrument in catalogue().values()
    if instrument.items and all(i.kind != "choice" or i.choices for i in instrument.items)
]


@pytest.mark.parametrize("instrument", WITH_SLOTS, ids=lambda instrument: instrument.id)
def test_the_structure_comes_back_as_it_went(instrument, put):
    """Every slot by name, with its options; a stem that is only the slot's key, no words."""
    content = to_redcap(instrument)
    text = prepare(instrument, put("out.csv", content), language="en").text
    assert [words.stem for words in text.items.values()] == [
        f"{instrument.id}.{item.id}" for item in instrument.items
    ]
    for item in instrument.items:
        if options(item):
            assert tuple(text.items[item.id].labels) == options(item)
    header, *rows = csv.reader(io.StringIO(content))
    assert tuple(header) == TITLES
    assert {len(row) for row in rows} == {18}


def test_words_come_back_with_one_hash(put):
    text = prepare(get("gad7"), put("own.yaml", own())).text
    again = prepare(get("gad7"), put("out.csv", to_redcap(get("gad7"), text)), language="en").text
    assert again.sha256 == text.sha256


def test_what_cannot_be_written_is_refused(put):
    with pytest.raises(InstrumentError, match="no slots"):
        to_redcap(get("cps"))
    text = prepare(get("gad7"), put("own.yaml", own().replace("Zero", "0 | nought"))).text
    with pytest.raises(InstrumentError, match=r"gad7_1: A label holds \|, which ends it"):
        to_redcap(get("gad7"), text)
