"""Every IANA zone and every night on which its clocks change, against a clock on the wall."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from wall_clock import ZONES, changes, window_moments

from limen.calendar.window import window_between

LENGTHS = [timedelta(minutes=30), timedelta(hours=5), timedelta(hours=24)]


def nights(zone: str) -> list[datetime]:
    """Midnight of the days of change; of one ordinary day where there are none."""
    days = {datetime.combine(wall.date(), time()) for wall, _ in changes(zone)}
    return sorted(days) or [datetime(2026, 3, 29)]


@pytest.mark.parametrize("letter", sorted({zone[0] for zone in ZONES}))
def test_windows_open_and_close_by_the_clock_on_the_wall(letter: str) -> None:
    for zone in (zone for zone in ZONES if zone[0] == letter):
        for night in nights(zone):
            for half_hour in range(-4, 10):  # from 22:00 of the day before
                opens = night + half_hour * timedelta(minutes=30)
                for length in LENGTHS:
                    window = window_between(opens, opens + length, zone)
                    seen = window_moments(zone, opens, opens + length)
                    assert (window.opens, window.closes) == seen, (zone, opens, length)


def test_the_search_above_meets_every_kind_of_change() -> None:
    minutes = {minutes for zone in ZONES for _, minutes in changes(zone)}
    assert {-60, -30, 30, 60} <= minutes
    assert sum(bool(changes(zone)) for zone in ZONES) > 150
    assert len(ZONES) > 500
