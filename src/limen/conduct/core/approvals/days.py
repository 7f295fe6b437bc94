"""Days of a site's clock as moments: when one begins there, and that it begins once only."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from limen.calendar.wall_time import utc_of
from limen.conduct.core.models import Site


def begins(day: date, zone: ZoneInfo) -> datetime:
    """Return the first moment (UTC) of a day in a zone.

    Where the clocks skip midnight it is the moment of the jump; where a night brings midnight
    twice, the first of the two. Later days never begin earlier, so nothing that has lapsed comes
    back for an hour.
    """
    return utc_of(datetime.combine(day, time.min), zone)


def lapses(last_day: date, zone: ZoneInfo) -> datetime:
    """Return the first moment at which the last day is over."""
    return begins(last_day + timedelta(days=1), zone)


def day_of(moment: datetime, site: Site) -> date:
    """Return the day that a site's calendar shows at a moment."""
    return moment.astimezone(ZoneInfo(site.staff_zone)).date()
