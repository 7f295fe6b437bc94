"""What forms of the team post, read into plain values."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from limen.conduct.staff.posted import moment, whole
from limen.errors import ConductError


def test_a_moment_is_read_on_the_clock_of_a_zone():
    assert moment("2026-03-03T20:30", "Europe/Riga") == datetime(2026, 3, 3, 18, 30, tzinfo=UTC)


def test_of_a_time_that_comes_twice_the_first_is_meant():
    found = moment("2026-10-25T03:30", "Europe/Riga")
    assert found == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_is_refused():
    with pytest.raises(ConductError, match="The clocks skip"):
        moment("2026-03-29T03:30", "Europe/Riga")
    assert moment("2026-03-29T03:30", "UTC").hour == 3


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-02-30T10:00", "0001-01-01T00:00", "9999-12-31T23:59"]
)
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(ConductError, match="A date and a time are missing"):
        moment(text, "Europe/Riga")


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), (" 12 ", 12), ("0", 0), ("9" * 9, 999_999_999)]
    + [(text, -1) for text in ("", "-3", "1.5", "²", "٣", "9" * 10, "seven")],
)
def test_a_whole_number_is_read_and_anything_else_is_none_of_a_row(text, number):
    assert whole(text) == number
