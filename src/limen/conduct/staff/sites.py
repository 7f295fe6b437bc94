"""Which of somebody's sites a page is about."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from limen.conduct.core import access
from limen.conduct.core.models import Site
from limen.conduct.staff.door import signed_in


def site_of(request: HttpRequest, *roles: str) -> tuple[Site, list[Site]]:
    """Return the site that address or form names, and all where somebody holds one of these roles.

    It is the first of them if none is named; 404 if it is none of them.
    """
    sites = list(access.sites_of(signed_in(request), *roles))
    wanted = request.POST.get("site") or request.GET.get("site", "")
    site = next((one for one in sites if not wanted or one.identifier == wanted), None)
    if site is None:
        raise Http404
    return site, sites
