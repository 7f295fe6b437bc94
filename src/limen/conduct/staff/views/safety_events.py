"""Adverse events by site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from limen.conduct.core import access
from limen.conduct.staff.acting import page
from limen.conduct.staff.door import for_staff, roles_of, signed_in
from limen.conduct.staff.safety.events import lines_of, sites_with


@require_safe
@for_staff(*access.READERS)
def safety_events(request: HttpRequest) -> HttpResponse:
    """List the events that one may see, serious ones first."""
    member = signed_in(request)
    site, serious = request.GET.get("site", ""), request.GET.get("serious") == "yes"
    context = {
        "lines": lines_of(member, site=site, serious=serious),
        "sites": sites_with(member),
        "site": site,
        "serious": serious,
        "decides": access.Role.INVESTIGATOR in roles_of(request),
    }
    return page(request, "staff/safety/events.html", context)
