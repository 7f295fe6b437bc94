"""`{{ signature.signed_at|at_site:person.site }}`: a moment on a site's clock, and its zone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils.formats import date_format

from limen.conduct.core.models import Site
from limen.conduct.staff.moments import zone_of

register = template.Library()


@register.filter
def at_site(moment: datetime, site: Site | None) -> str:
    """Return `3 Mar 2026, 18:30 (Europe/Riga)`."""
    return in_zone(moment, zone_of(site))


@register.filter
def in_zone(moment: datetime | None, zone: str) -> str:
    """Return the same in a zone that is known; a dash for what did not happen."""
    if moment is None:
        return "–"
    local = date_format(moment.astimezone(ZoneInfo(zone)), "j M Y, H:i", use_l10n=False)
    return f"{local} ({zone})"
