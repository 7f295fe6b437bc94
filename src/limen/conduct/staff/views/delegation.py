"""The delegation log of a site: who does what, signed by an investigator; it can be printed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access, clock, signing
from limen.conduct.core.approvals.days import day_of
from limen.conduct.core.delegation import (
    TASKS,
    Line,
    log_of,
    meaning_of_delegating,
    sign_delegation,
    titles_of,
    undelegated,
)
from limen.conduct.core.delegation.tasks import tasks_of
from limen.conduct.core.models import Delegation, Site, StaffMember
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.posted import day, day_if_any, whole
from limen.conduct.staff.sites import site_of

TEMPLATE = "staff/delegation.html"
_DELEGATES_TO = [role for role in access.Role if role != access.Role.MONITOR]


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.READERS)
def delegation(request: HttpRequest) -> HttpResponse:
    """Show the log of one of somebody's sites, and its gaps; sign a line, or a new version."""
    member, now = signed_in(request), clock.now()
    site, sites = site_of(request, *access.READERS)
    signs = member.has_role(site, access.Role.INVESTIGATOR)
    today = day_of(now, site)
    replaced = _replaced(site, request.POST.get("line") or request.GET.get("line", ""))
    context = {
        "site": site,
        "sites": sites,
        "signs": signs,
        "today": today,
        "gaps": undelegated(site, now),
        "lines": [_line(one, today) for one in log_of(site)],
        "replaced": replaced,
        "members": access.staff_at([site], *_DELEGATES_TO),
        "tasks": TASKS,
        "chosen": _chosen(request, replaced),
        "meaning": meaning_of_delegating(),
    }
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


def _line(line: Line, today: date) -> tuple[Delegation, list[Any], bool, list[Any]]:
    """Return of a line the version that counts, its tasks, whether it holds, and those before."""
    earlier = [(row, titles_of(row)) for row in line.earlier]
    return line.current, titles_of(line.current), line.in_force(today), earlier


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
    found = access.staff_at([site], *_DELEGATES_TO).filter(name=name).first()
    return found or request.POST.get("person", "")[:200]


def _replaced(site: Site, line: str) -> Delegation | None:
    """Return the version of a line that is shown, and that a new one would replace."""
    number, _dot, version = line.partition(".")
    rows = Delegation.objects.filter(site=site, line=whole(number)).select_related("member")
    if version:
        rows = rows.filter(version=whole(version))
    return rows.order_by("-version").first()


def _chosen(request: HttpRequest, replaced: Delegation | None) -> list[str]:
    if request.method == "POST":
        return request.POST.getlist("task")
    return list(tasks_of(replaced)) if replaced is not None else []
