"""Who is signed up as staff, and with which roles; administrators change those of others."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access, signing
from limen.conduct.core.models import Membership, SecondFactor, StaffMember
from limen.conduct.core.staffing import Administrator
from limen.conduct.core.team_reasons import TEAM
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import for_staff, signed_in
from limen.errors import ConductError

TEMPLATE = "staff/members.html"
_ADMINISTRATOR = access.Role.ADMINISTRATOR


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
@for_staff(_ADMINISTRATOR)
def members(request: HttpRequest) -> HttpResponse:
    """List staff of the sites that somebody administers; give somebody another role."""
    administrator = signed_in(request)
    sites = access.sites_of(administrator, _ADMINISTRATOR)
    there = StaffMember.objects.filter(memberships__site__in=sites).distinct()
    others = there.filter(is_active=True).exclude(pk=administrator.pk)
    context = {
        "rows": _rows(administrator),
        "others": others,
        "sites": sites,
        "roles": Membership.Role.choices,
        "reasons": TEAM,
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)

    def service() -> None:
        form = request.POST
        signing.confirm(administrator, form.get("password", ""))
        member = StaffMember.objects.filter(name=form.get("name", "")).first()
        if member is None:
            raise ConductError(_("Choose somebody who works at a site of yours."))
        Administrator(administrator).add_role(
            member, site=form.get("site", ""), role=form.get("role", ""), reason=_reason(request)
        )

    return _changes(request, service, TEMPLATE, context, _("The role was given."))


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
@for_staff(_ADMINISTRATOR)
def end_role(request: HttpRequest, number: int) -> HttpResponse:
    """Ask why, and end a role."""
    administrator = signed_in(request)
    membership = _rows(administrator).filter(pk=number, ended_at=None).first()
    if membership is None:
        row = Membership.objects.filter(pk=number, ended_at=None).select_related("member").first()
        raise _unknown(request, "end role", row.member if row else None)
    context = {"membership": membership, "reasons": TEAM}
    template = "staff/members/end_role.html"
    if request.method != "POST":
        return page(request, template, context)

    def service() -> None:
        signing.confirm(administrator, request.POST.get("password", ""))
        Administrator(administrator).end_role(membership, reason=_reason(request))

    return _changes(request, service, template, context, _("The role was ended."))


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
@for_staff(_ADMINISTRATOR)
def reset_factor(request: HttpRequest, name: str) -> HttpResponse:
    """Ask why, and take somebody's second factor away."""
    administrator = signed_in(request)
    sites = access.sites_of(administrator, _ADMINISTRATOR)
    there = StaffMember.objects.filter(memberships__site__in=sites, is_active=True).distinct()
    somebody = there.filter(name=name).first()
    if somebody is None:
        elsewhere = StaffMember.objects.filter(name=name).first()
        raise _unknown(request, "reset factor", elsewhere)
    context = {"somebody": somebody, "reasons": TEAM}
    template = "staff/members/reset_factor.html"
    if request.method != "POST":
        return page(request, template, context)

    def service() -> None:
        signing.confirm(administrator, request.POST.get("password", ""))
        Administrator(administrator).reset_factor(somebody, reason=_reason(request))

    said = _("%(name)s sets up a new second factor at the next sign-in.") % {"name": somebody}
    return _changes(request, service, template, context, said)


def _rows(administrator: StaffMember) -> Any:
    """Return the roles, held and ended, at the sites that somebody administers."""
    sites = access.sites_of(administrator, _ADMINISTRATOR)
    rows = Membership.objects.filter(site__in=sites).select_related("member", "site")
    factor = SecondFactor.objects.filter(member=OuterRef("member"), ended_at=None)
    rows = rows.annotate(has_factor=Exists(factor))
    return rows.order_by("member__name", "site__identifier", "role", "since")


def _unknown(request: HttpRequest, what: str, somebody: StaffMember | None) -> Http404:
    """Return the answer for what is elsewhere, or nowhere; who tries it is written down."""
    if request.method == "POST" and somebody is not None:
        Administrator(signed_in(request)).note_refused(what, somebody)
    return Http404()


def _changes(
    request: HttpRequest, service: Any, template: str, context: dict[str, Any], said: str
) -> HttpResponse:
    to = reverse("staff:members")
    return act(request, service, template=template, context=context, said=said, to=to)


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "")
