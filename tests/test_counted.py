"""Numbers with their nouns."""

from __future__ import annotations

import pytest

from limen.counted import counted


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ((1, "error"), "1 error"),
        ((0, "error"), "0 errors"),
        ((2, "entry", "entries"), "2 entries"),
        ((1, "row is", "rows are"), "1 row is"),
        ((0.5, "hour"), "0.5 hours"),
        ((1.0, "hour"), "1 hour"),
    ],
)
def test_one_and_many(asked, written):
    assert counted(*asked) == written
