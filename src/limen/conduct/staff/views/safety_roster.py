"""The roster: who is on call when."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from limen.conduct.core import access, clock
from limen.conduct.core.models import Duty, Site
from limen.conduct.core.safety.services import end_duty, put_on_duty
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.conduct.staff.posted import moment
from limen.conduct.staff.safety.inbox import posts
from limen.errors import ConductError

PLANNERS = (access.Role.INVESTIGATOR, access.Role.ADMINISTRATOR)
TEMPLATE = "staff/safety/roster.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*PLANNERS)
def safety_roster(request: HttpRequest) -> HttpResponse:
    """Show who is on call and when nobody is; put somebody on call."""
    sites = list(access.sites_of(signed_in(request), *PLANNERS))
    found = posts(sites, clock.now())
    roles = {post.role: post.title for post in found}
    context = {
        "posts": found,
        "sites": sites,
        "roles": roles,
        "members": access.staff_at(sites, *access.WRITERS),
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    return act(
        request,
        lambda: _plan(request, sites),
        template=TEMPLATE,
        context=context,
        said=_("The roster is changed."),
        to=reverse("staff:safety_roster"),
    )


@require_POST
@for_staff(*PLANNERS)
def safety_roster_end(request: HttpRequest, number: int) -> HttpResponse:
    """End a duty now, or take back one that is planned."""
    sites = access.sites_of(signed_in(request), *PLANNERS)
    duty = Duty.objects.filter(site__in=sites, pk=number).first()
    if duty is None:
        raise Http404
    end_duty(duty, by=actor(request))
    return redirect("staff:safety_roster")


def _plan(request: HttpRequest, sites: list[Site]) -> None:
    form = request.POST
    site = next((one for one in sites if one.identifier == form.get("site")), None)
    there = access.staff_at(sites, *access.WRITERS)
    member = there.filter(name=form.get("member", "")).first()
    if site is None or member is None:
        raise ConductError(_("Choose a site, and somebody who works there."))
    put_on_duty(
        member,
        site=site,
        role=form.get("role", ""),
        starts_at=moment(form.get("starts", ""), site.staff_zone),
        ends_at=moment(form.get("ends", ""), site.staff_zone),
        pager=form.get("pager", "")[:80],
        by=actor(request),
    )
