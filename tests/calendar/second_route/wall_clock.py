"""A second route to a window's moments: look at the clock on the wall every quarter of an hour.

It knows nothing of folds and jumps. A window lasts from the first moment at which the wall shows
its opening time or more, to the last at which it shows its closing time; if it never shows that,
to the first at which it shows more.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

STEP = timedelta(minutes=15)
FARTHEST = timedelta(hours=28)  # from UTC, both ways, and a clock change
ZONES = sorted(available_timezones() - {"localtime", "Factory"})


@cache
def shown(zone: str, day: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """Return every quarter of an hour about two days after `day`: the moment, what a wall shows."""
    place, start = ZoneInfo(zone), day.replace(tzinfo=UTC) - FARTHEST
    count = (2 * FARTHEST + timedelta(days=2)) // STEP
    moments = [start + n * STEP for n in range(count)]
    return tuple((at, at.astimezone(place).replace(tzinfo=None)) for at in moments)


def window_moments(zone: str, opens: datetime, closes: datetime) -> tuple[datetime, datetime]:
    """Return when a window between two wall times (full quarters, naive) opens and closes."""
    walls = shown(zone, datetime(opens.year, opens.month, opens.day))
    first = next(at for at, wall in walls if wall >= opens)
    ends = [at for at, wall in walls if wall == closes]
    last = ends[-1] if ends else next(at for at, wall in walls if wall > closes)
    return first, last if last > first else first + (closes - opens)


@cache
def changes(zone: str, first: int = 2024, last: int = 2029) -> tuple[tuple[datetime, int], ...]:
    """Return the changes of a zone's offset: the wall time before each, and the minutes forward."""
    place, found = ZoneInfo(zone), []
    day, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last, 1, 1, tzinfo=UTC)
    while day < end:
        following = day + timedelta(days=1)
        before, after = (at.astimezone(place).utcoffset() for at in (day, following))
        if before != after and before is not None and after is not None:
            at = day
            while at.astimezone(place).utcoffset() == before:
                at += STEP
            minutes = (after - before) // timedelta(minutes=1)
            found.append(((at + before).replace(tzinfo=None), minutes))
        day = following
    return tuple(found)
