"""A telephone with a wrong clock: the server's time decides, the telephone's is written down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from limen.conduct.core.occasions import Submit, TelephoneClock

NOW = datetime(2026, 5, 12, 20, 0, tzinfo=UTC)


def test_a_good_clock_is_read() -> None:
    read = TelephoneClock.read("2026-05-12T22:00:30+02:00", "120")
    assert read == TelephoneClock(datetime(2026, 5, 12, 20, 0, 30, tzinfo=UTC), 120)
    assert read.ahead_seconds(NOW) == 30


@pytest.mark.parametrize(
    ("at", "ahead"),
    [
        ("1970-01-01T00:00:00Z", -1778616000),
        ("2031-05-12T20:00:00.000Z", 157766400),
        ("2026-05-12T20:00:00", None),  # of which zone?
        ("0001-01-01T00:00:00+23:59", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_wrong_clock_is_written_down_and_a_broken_one_left_out(at: str, ahead: int) -> None:
    assert TelephoneClock.read(at).ahead_seconds(NOW) == ahead


@pytest.mark.parametrize("offset", ["", "1081", "-1081", "NaN", "1e3", "12.5", "9" * 5000])
def test_an_offset_that_cannot_be_is_left_out(offset: str) -> None:
    assert TelephoneClock.read("", offset).offset_minutes is None


@settings(derandomize=True, deadline=None, database=None)
@given(at=st.text(max_size=60), offset=st.text(max_size=60))
def test_nothing_a_telephone_says_is_refused(at: str, offset: str) -> None:
    TelephoneClock.read(at, offset)


@settings(derandomize=True, deadline=None, database=None)
@given(ahead=st.integers(-(10**9), 10**9))
def test_how_far_ahead_it_is_comes_back(ahead: int) -> None:
    shown = (NOW + timedelta(seconds=ahead)).isoformat()
    assert TelephoneClock.read(shown).ahead_seconds(NOW) == ahead


def test_no_decision_takes_a_telephones_time() -> None:
    assert set(Submit.__dataclass_fields__) == {
        "page_made_at", "answered_at", "examined", "final",
    }  # fmt: skip
