"""In which zone the team reads a moment: the site's, and UTC only where no site's will do."""

from __future__ import annotations

from limen.conduct.core import access
from limen.conduct.core.models import Site, StaffMember

UTC = "UTC"


def zone_of(site: Site | None) -> str:
    """Return the zone of a site; UTC where the protocol names none."""
    return UTC if site is None else site.staff_zone


def zone_for(member: StaffMember) -> str:
    """Return the one zone of all of somebody's sites; UTC where they differ."""
    zones = {zone_of(site) for site in access.sites_of(member)}
    return zones.pop() if len(zones) == 1 else UTC
