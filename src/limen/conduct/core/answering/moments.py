"""Moments as people give them: a wall time where they are, or with its own offset."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from limen.calendar.wall_time import utc_of, zone_named

TOLERANCE = timedelta(minutes=5)  # by which somebody's clock may be ahead of ours


def moment_of(text: str, zone: str) -> datetime:
    """Return a moment in UTC; a time without an offset is one of the zone."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is not None:
        return found.astimezone(UTC)
    return utc_of(found, zone_named(zone))


def is_to_come(moment: datetime, now: datetime) -> bool:
    """Whether a moment is later than now, clocks that differ forgiven."""
    return moment > now + TOLERANCE
