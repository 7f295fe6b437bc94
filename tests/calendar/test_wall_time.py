"""Wall times become moments, in every zone and on every night of a clock change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from limen.calendar.wall_time import exists, utc_of, zone_named
from limen.calendar.window import window_between
from limen.errors import LimenError

ZONES = sorted(available_timezones() - {"localtime", "Factory"})


@cache
def changes(zone: str) -> tuple[datetime, ...]:
    """The days of 2024 to 2027 (local midnight, naive) before or on which the offset changes."""
    place, found = ZoneInfo(zone), []
    day = datetime(2024, 1, 1)
    before = day.replace(tzinfo=UTC).astimezone(place).utcoffset()
    while day.year < 2028:
        day += timedelta(days=1)
        after = day.replace(tzinfo=UTC).astimezone(place).utcoffset()
        if after != before:
            found.append(day - timedelta(days=1))
        before = after
    return tuple(found)


def test_zones_with_clock_changes_are_many() -> None:
    assert sum(bool(changes(zone)) for zone in ZONES) > 150


def one_of_every_rule() -> list[str]:
    """One zone for each different set of change days: enough for the searches below."""
    return sorted({changes(zone): zone for zone in ZONES}.values())


@st.composite
def nights(draw: st.DrawFn) -> tuple[str, datetime]:
    """A zone and a wall time near one of its clock changes."""
    zone = draw(st.sampled_from(one_of_every_rule()))
    days = changes(zone) or (datetime(2026, 3, 29),)
    minutes = draw(st.integers(-24 * 60, 72 * 60))
    return zone, draw(st.sampled_from(days)) + timedelta(minutes=minutes)


@given(night=nights())
def test_a_time_that_exists_is_shown_by_the_clocks_at_its_moment(
    night: tuple[str, datetime],
) -> None:
    zone, local = ZoneInfo(night[0]), night[1]
    for is_end in (False, True):
        shown = utc_of(local, zone, is_end=is_end).astimezone(zone).replace(tzinfo=None)
        assert (shown == local) == exists(local, zone)
        assert shown >= local  # a time that is jumped over becomes the time after the jump


@given(night=nights(), minutes=st.integers(0, 48 * 60))
def test_later_wall_times_are_never_earlier_moments(
    night: tuple[str, datetime], minutes: int
) -> None:
    zone, local = ZoneInfo(night[0]), night[1]
    later = local + timedelta(minutes=minutes)
    for is_end in (False, True):
        assert utc_of(local, zone, is_end=is_end) <= utc_of(later, zone, is_end=is_end)
    assert utc_of(local, zone) <= utc_of(later, zone, is_end=True)


@given(night=nights(), minutes=st.integers(1, 30 * 60))
def test_a_window_is_never_empty_and_no_more_than_a_clock_change_shorter_or_longer(
    night: tuple[str, datetime], minutes: int
) -> None:
    zone, local = night
    window = window_between(local, local + timedelta(minutes=minutes), zone)
    length = window.closes - window.opens
    assert length > timedelta(0)
    assert abs(length - timedelta(minutes=minutes)) <= timedelta(hours=1)


@pytest.mark.parametrize(
    ("local", "is_end", "utc"),
    [
        ("2026-03-29T01:59", False, "2026-03-29T00:59"),  # before the jump
        ("2026-03-29T02:30", False, "2026-03-29T01:00"),  # jumped over: the moment of the jump
        ("2026-03-29T02:30", True, "2026-03-29T01:00"),
        ("2026-03-29T03:00", False, "2026-03-29T01:00"),  # after it
        ("2026-10-25T02:30", False, "2026-10-25T00:30"),  # twice: the first
        ("2026-10-25T02:30", True, "2026-10-25T01:30"),  # twice: the second
        ("2026-10-25T03:00", False, "2026-10-25T02:00"),
    ],
)
def test_berlin_by_hand(local: str, is_end: bool, utc: str) -> None:
    found = utc_of(datetime.fromisoformat(local), ZoneInfo("Europe/Berlin"), is_end=is_end)
    assert found == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_half_an_hour_on_lord_howe_and_a_day_on_samoa() -> None:
    howe = zone_named("Australia/Lord_Howe")
    assert utc_of(datetime(2026, 10, 4, 2, 15), howe) == datetime(2026, 10, 3, 15, 30, tzinfo=UTC)
    apia = zone_named("Pacific/Apia")  # 30 December 2011 never was
    assert utc_of(datetime(2011, 12, 30, 12), apia) == datetime(2011, 12, 30, 10, tzinfo=UTC)


def test_an_unknown_zone_gets_the_nearest_name() -> None:
    with pytest.raises(LimenError, match="Did you mean 'Europe/Berlin'"):
        zone_named("Europe/Berlinn")
