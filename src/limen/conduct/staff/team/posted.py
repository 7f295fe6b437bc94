"""What forms of the team post, read into plain values."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.translation import gettext as _

from limen.conduct.core.models import Participant
from limen.errors import ConductError


def text_of(request: HttpRequest, name: str) -> str:
    """Return a field without spaces around it."""
    return request.POST.get(name, "").strip()


def date_of(request: HttpRequest, name: str) -> date | None:
    """Return a date, or None if it was left empty; `ConductError` for anything else."""
    text = text_of(request, name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConductError(
            _("%(text)s is no date. Write it as 2026-03-29.") % {"text": repr(text[:20])}
        ) from None


def needed_date(request: HttpRequest, name: str) -> date:
    """Return a date that must be there."""
    found = date_of(request, name)
    if found is None:
        raise ConductError(_("Give the date."))
    return found


def moment_of(request: HttpRequest, name: str, person: Participant) -> datetime:
    """Return a moment that was given on the clock of the site; `ConductError` if it is none."""
    text = text_of(request, name)
    try:
        wall = datetime.fromisoformat(text)
    except ValueError:
        wall = None
    if wall is None or wall.tzinfo is not None or wall.year < 2000:
        raise ConductError(_("Give the date and the time."))
    return wall.replace(tzinfo=ZoneInfo(zone_of(person)))


def zone_of(person: Participant) -> str:
    """Return the zone of the site, on whose clock staff write; the person's if it has none."""
    return person.site.zone or person.zone


def yes_or_no(request: HttpRequest, name: str) -> bool | None:
    """Return yes or no; None if neither was chosen."""
    return {"yes": True, "no": False}.get(text_of(request, name))
