"""A time zone that does not exist, so that nobody knows at what hour an answer was given."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from studies import Study


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "Europe", "+02:00"])
def test_named_with_its_line(at: Callable, short_study: Study, zone: str) -> None:
    rows = list(short_study.dataset.rows("occasions"))
    rows[4] |= {"time_zone": zone, "submitted_at": "2026-07-07T16:30:00Z"}
    told = at(short_study.with_tables(occasions=rows).planning("last")).refused()
    assert f"occasions.csv:6: occasions.time_zone: {zone!r} is no time zone." in told
    assert "Write an IANA name, e.g. Europe/Riga." in told
