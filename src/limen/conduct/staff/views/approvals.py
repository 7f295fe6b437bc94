"""A site's approvals: what it needs, what is in hand until when, and their history."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access, clock, signing
from limen.conduct.core.approvals import lacking_approvals, lapsing_soon
from limen.conduct.core.approvals.services import (
    end_approval,
    meaning_of_ending,
    meaning_of_recording,
    record_approval,
)
from limen.conduct.core.approvals.services.records import KEEPERS
from limen.conduct.core.models import ApprovalRecord, Site, StaffMember, Study
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.approvals import shown_of
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.posted import day, day_if_any, whole
from limen.conduct.staff.sites import site_of
from limen.errors import ConductError

TEMPLATE = "staff/approvals.html"
READERS = (*access.READERS, access.Role.ADMINISTRATOR)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*READERS)
def approvals(request: HttpRequest) -> HttpResponse:
    """Show the approvals of one of somebody's sites; write one down, or its early end."""
    member, now = signed_in(request), clock.now()
    site, sites = site_of(request, *READERS)
    protocol = Study.objects.select_related("version").get().protocol
    keeps = member.has_role(site, *KEEPERS)
    context = {
        "site": site,
        "sites": sites,
        "keeps": keeps,
        "lacking": lacking_approvals(site, now, protocol=protocol),
        "soon": lapsing_soon([site], now, protocol=protocol),
        "shown": shown_of(site, protocol, now),
        "reasons": ApprovalRecord.Reason.choices,
        "meaning": meaning_of_recording(),
        "meaning_of_ending": meaning_of_ending(),
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    if not keeps:
        raise PermissionDenied
    return act(
        request,
        lambda: _do(request, site, member),
        template=TEMPLATE,
        context=context,
        said=_("It was written down."),
        to=f"{request.path}?site={site.identifier}",
    )


def _do(request: HttpRequest, site: Site, member: StaffMember) -> None:
    form = request.POST
    if form.get("do") == "end":
        found = _letter(site, form.get("letter", ""))
        ended_on = day_if_any(form.get("ended_on", ""))
        signing.confirm(member, form.get("password", ""))
        end_approval(found, reason=form.get("reason", ""), ended_on=ended_on, by=member)
        return
    begins, until = day(form.get("valid_from", "")), day_if_any(form.get("valid_until", ""))
    signing.confirm(member, form.get("password", ""))
    record_approval(
        site,
        form.get("approval", ""),
        reference=form.get("reference", ""),
        valid_from=begins,
        valid_until=until,
        letter_sha256=form.get("letter_sha256", ""),
        by=member,
    )


def _letter(site: Site, number: str) -> ApprovalRecord:
    letters = ApprovalRecord.objects.filter(site=site, ends=None)
    found = letters.filter(pk=whole(number)).first()
    if found is None:
        raise ConductError(_("Choose the letter that ends."))
    return found
