"""The reference page is current, and lists every instrument and subscale with its range."""

from __future__ import annotations

import re

import pytest
from tools import instrument_reference

from limen.instruments import Instrument, catalogue

PAGE = instrument_reference.PAGE.read_text("utf-8")
SECTIONS = {part.split("`")[1]: part for part in PAGE.split("\n### ")[1:]}


def range_of(low: float | None, high: float | None) -> str:
    ends = ["…" if end is None else f"{end:g}" for end in (low, high)]
    return f"{ends[0]} to {ends[1]}"


def test_the_page_is_current() -> None:
    current = instrument_reference.render() == PAGE
    assert current, "run `python -m tools.instrument_reference` and commit the page"


@pytest.mark.parametrize("instrument", catalogue().values(), ids=catalogue().keys())
def test_an_instrument_is_documented_with_all_its_subscales(instrument: Instrument) -> None:
    section = SECTIONS[instrument.id]
    assert instrument.title in section
    assert f"Licence {instrument.licence}" in section
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \| (\w+) \|", section, flags=re.MULTILINE)
    assert rows == [
        (part.id, part.title, range_of(part.low, part.high), part.better)
        for part in instrument.subscales
    ]
    names = re.search(r"^Also: (.*)\.$", section, flags=re.MULTILINE)
    assert re.findall(r"`(\w+)`", names.group(1) if names else "") == list(instrument.derived)


@pytest.mark.parametrize(
    "instrument", [i for i in catalogue().values() if i.words], ids=lambda i: str(i.id)
)
def test_own_words_are_on_the_page(instrument: Instrument) -> None:
    for text in instrument.words["en"].items.values():
        assert text in SECTIONS[instrument.id]


def test_nothing_is_documented_that_does_not_exist() -> None:
    assert list(SECTIONS) == list(catalogue())
