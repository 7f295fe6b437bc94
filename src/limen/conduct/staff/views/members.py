"""Who is signed up as staff, and with which roles."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from limen.conduct.core import access
from limen.conduct.core.models import Membership
from limen.conduct.staff.acting import page
from limen.conduct.staff.door import for_staff, signed_in


@require_safe
@for_staff(access.Role.ADMINISTRATOR)
def members(request: HttpRequest) -> HttpResponse:
    """List staff of the sites that somebody administers; adding them is done at the server."""
    sites = access.sites_of(signed_in(request), access.Role.ADMINISTRATOR)
    rows = Membership.objects.filter(site__in=sites).select_related("member", "site")
    context = {"rows": rows.order_by("member__name", "site__identifier", "role", "since")}
    return page(request, "staff/members.html", context)
