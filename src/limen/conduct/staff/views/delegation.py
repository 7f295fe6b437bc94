"""The delegation log of a site: who does what, signed by an investigator; it can be printed."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access, clock, signing
from limen.conduct.core.approvals.days import day_of
from limen.conduct.core.delegation import (
    TASKS,
    log_of,
    meaning_of_delegating,
    sign_delegation,
    titles_of,
    undelegated,
)
from limen.conduct.core.delegation.tasks import tasks_of
from limen.conduct.core.models import Delegation, Membership, Site, StaffMember
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.posted import day, day_if_any, whole

TEMPLATE = "staff/delegation.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.READERS)
def delegation(request: HttpRequest) -> HttpResponse:
    """Show the log of one of somebody's sites, and its gaps; sign a line, or a new version."""
    member, now = signed_in(request), clock.now()
    sites = list(access.sites_of(member, *access.READERS))
    wanted = request.POST.get("site") or request.GET.get("site", "")
    site = next((one for one in sites if not wanted or one.identifier == wanted), None)
    if site is None:
        raise Http404
    signs = member.has_role(site, access.Role.INVESTIGATOR)
    today = day_of(now, site)
    replaced = _replaced(site, request.POST.get("line") or request.GET.get("line", ""))
    context = {
        "site": site,
        "sites": sites,
        "signs": signs,
        "today": today,
        "gaps": undelegated(site, now),
        "lines": [
            (line.current, titles_of(line.current), line.in_force(today),
             [(row, titles_of(row)) for row in line.earlier])
            for line in log_of(site)
        ],
        "replaced": replaced,
        "members": _members(site),
        "tasks": TASKS,
        "chosen": _chosen(request, replaced),
        "meaning": meaning_of_delegating(),
    }  # fmt: skip
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    if not signs:
        raise PermissionDenied
    return act(
        request,
        lambda: _sign(request, site, member, replaced),
        template=TEMPLATE,
        context=context,
        said=_("The line is signed."),
        to=f"{request.path}?site={site.identifier}",
    )


def _sign(
    request: HttpRequest, site: Site, member: StaffMember, replaced: Delegation | None
) -> None:
    form = request.POST
    starts_on = day(form.get("starts_on", ""))
    ends_on = day_if_any(form.get("ends_on", ""))
    signing.confirm(member, form.get("password", ""))
    sign_delegation(
        site,
        to=_to(request, site, replaced),
        function=form.get("function", "")[:120],
        tasks=form.getlist("task"),
        starts_on=starts_on,
        ends_on=ends_on,
        replaces=replaced,
        signed_by=member,
    )


def _to(request: HttpRequest, site: Site, replaced: Delegation | None) -> StaffMember | str:
    """Return to whom: a line stays with its person, a new one is for whom the form names."""
    if replaced is not None:
        return replaced.member or replaced.person
    name = request.POST.get("member", "")
    found = next((one for one in _members(site) if one.name == name), None)
    return found or request.POST.get("person", "")[:200]


def _members(site: Site) -> list[StaffMember]:
    held = Membership.objects.filter(site=site, ended_at=None).exclude(role=Membership.Role.MONITOR)
    members = StaffMember.objects.filter(pk__in=held.values("member"), is_active=True)
    return list(members.order_by("full_name"))


def _replaced(site: Site, line: str) -> Delegation | None:
    """Return the version of a line that is shown, and that a new one would replace."""
    number, _dot, version = line.partition(".")
    rows = Delegation.objects.filter(site=site, line=whole(number)).select_related("member")
    if (nth := whole(version)) is not None:
        rows = rows.filter(version=nth)
    return rows.order_by("-version").first()


def _chosen(request: HttpRequest, replaced: Delegation | None) -> list[str]:
    if request.method == "POST":
        return request.POST.getlist("task")
    return list(tasks_of(replaced)) if replaced is not None else []
