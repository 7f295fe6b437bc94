"""Somebody is invited: a number, and a letter that is shown once."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access
from limen.conduct.core.approvals import lacking_approvals
from limen.conduct.core.models import Study
from limen.conduct.core.services.invite import invite as invite_somebody
from limen.conduct.staff import once
from limen.conduct.staff.acting import lines, page
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.conduct.staff.letter import letter
from limen.errors import LimenError
from limen.protocol import listed

TEMPLATE = "staff/invite.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def invite(request: HttpRequest) -> HttpResponse:
    """Ask for site, language and zone; then show the letter."""
    sites = access.sites_of(signed_in(request), *access.WRITERS)
    languages = listed(Study.objects.select_related("version").get().protocol.languages)
    context = {
        "sites": sites,
        "languages": languages,
        "zones": zones(),
        "once": once.mark(),
        "lacking": [problem for site in sites for problem in lacking_approvals(site)],
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    site = get_object_or_404(sites, identifier=request.POST.get("site", ""))
    language = request.POST.get("language", "")
    if language not in languages:
        language = languages[0]
    if not once.first_time(request):
        messages.warning(request, _("That invitation was made already; nobody was invited twice."))
        return redirect("staff:home")
    try:
        made = invite_somebody(
            site,
            by=actor(request),
            zone=request.POST.get("zone", "").strip(),
            language=language,
            staff_enters="staff_enters" in request.POST,
        )
    except LimenError as error:
        return page(request, TEMPLATE, context, errors=lines(error))
    shown = {"letter": letter(request, made.participant, made.code), "again": False}
    return page(request, "staff/invited.html", shown)


@cache
def zones() -> tuple[str, ...]:
    """Return the names of time zones to choose from."""
    return tuple(sorted(name for name in available_timezones() if "/" in name))
