"""From a local wall time to a moment in UTC, on the nights of clock changes too.

Two things can go wrong with a wall time. The clocks may jump over it: then it stands for the moment
of the jump. It may happen twice: then the start of a window is the first of the two and its end the
second, so that nobody loses an hour. Later wall times never become earlier moments.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones

from limen.errors import LimenError


def zone_named(name: str) -> ZoneInfo:
    """Return an IANA time zone; `LimenError` with the nearest name if there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        near = get_close_matches(name, available_timezones(), n=1, cutoff=0.6)
        remedy = f"Did you mean {near[0]!r}?" if near else "Use an IANA name: Europe/Berlin."
        raise LimenError(f"There is no time zone {name!r}. {remedy}") from None


def utc_of(local: datetime, zone: ZoneInfo, *, is_end: bool = False) -> datetime:
    """Return the moment (UTC) of a naive local time; `is_end` for the end of a window."""
    first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    second = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if first <= second:  # an ordinary time, or one that happens twice
        return second if is_end else first
    return _jump(second, first, zone)


def exists(local: datetime, zone: ZoneInfo) -> bool:
    """Whether the clocks of the zone ever show this local time."""
    first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return first <= local.replace(tzinfo=zone, fold=1).astimezone(UTC)


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment between two at which the zone's offset changes, to the second."""
    old = before.astimezone(zone).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        moment = (before + timedelta(seconds=middle)).astimezone(zone)
        low, high = (middle, high) if moment.utcoffset() == old else (low, middle)
    return before + timedelta(seconds=high)
