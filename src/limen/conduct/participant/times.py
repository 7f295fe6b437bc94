"""Moments in words, as the clocks show them where somebody is."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def local(moment: datetime, zone: str) -> datetime:
    """Return a moment as wall time in a zone."""
    return moment.astimezone(ZoneInfo(zone))


def clock_time(moment: datetime, zone: str) -> str:
    """Return the time of day, such as `21:04`."""
    return f"{local(moment, zone):%H:%M}"


def day_in_words(day: date, today: date) -> str:
    """Return `today`, `tomorrow`, `yesterday`, or `Monday 30 November`."""
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    return near.get((day - today).days) or date_format(day, "l j F")


def until(end: datetime, zone: str, today: date) -> str:
    """Return `until 23:30`, `until midnight`, or with the day where it is not today."""
    there = local(end, zone)
    if there.time() == time() and there.date() == today + timedelta(days=1):
        return _("until midnight")
    if there.date() == today:
        return _("until {time}").format(time=f"{there:%H:%M}")
    day = day_in_words(there.date(), today)
    return _("until {day}, {time}").format(day=day, time=f"{there:%H:%M}")


def at(moment: datetime, zone: str, today: date) -> str:
    """Return `today, 18:00` or `Monday 30 November, 18:00`."""
    there = local(moment, zone)
    day = day_in_words(there.date(), today)
    return _("{day}, {time}").format(day=day, time=f"{there:%H:%M}")


def spell(end: datetime, now: datetime) -> str:
    """Return how long it still is, roughly: `25 minutes left`; blank for more than six hours."""
    minutes = int((end - now).total_seconds() // 60)
    if minutes >= 6 * 60:
        return ""
    if minutes >= 90:
        hours = minutes // 60
        return ngettext("{hours} hour left", "{hours} hours left", hours).format(hours=hours)
    if minutes >= 60:
        return _("about an hour left")
    if minutes <= 1:
        return _("a minute left")
    words = ngettext("{minutes} minute left", "{minutes} minutes left", minutes)
    return words.format(minutes=minutes)
