"""What forms of staff post, read into plain values."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from limen.calendar.wall_time import exists, utc_of, zone_named
from limen.errors import ConductError

_YEARS: Final = range(1900, 2200)  # what is beyond was mistyped, and no clock can compute with it


def text_of(request: HttpRequest, name: str) -> str:
    """Return a field without spaces around it."""
    return request.POST.get(name, "").strip()


def answers_in(request: HttpRequest, *beside: str) -> list[tuple[str, str]]:
    """Return the answers of a form as pairs, without fields `beside` them and what is empty."""
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name not in beside and value
    ]


def day(text: str) -> date:
    """Return a date; `ConductError` if it is none."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        found = None
    if found is None or found.year not in _YEARS:
        raise ConductError(_("Give a date, such as 2026-03-29."))
    return found


def day_if_any(text: str) -> date | None:
    """Return a date, or None if it was left empty; `ConductError` for anything else."""
    return day(text) if text.strip() else None


def moment(text: str, zone: str) -> datetime:
    """Return a local date and time as a moment (UTC), the first where it comes twice.

    `ConductError` if it is none, or if the clocks of the zone skip it.
    """
    try:
        wall = datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        wall = None
    if wall is None or wall.year not in _YEARS:
        raise ConductError(_("A date and a time are missing."))
    there = zone_named(zone)
    if not exists(wall, there):
        raise ConductError(_("The clocks skip this time: choose another."))
    return utc_of(wall, there)


def whole(text: str) -> int:
    """Return a whole number of at most nine digits, such as a row's key; -1 for anything else."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def yes_or_no(request: HttpRequest, name: str) -> bool | None:
    """Return yes or no; None if neither was chosen."""
    return {"yes": True, "no": False}.get(text_of(request, name))
