"""The stock of a site: received, counted, recalled, written off, destroyed; and what adds up."""

from __future__ import annotations

import re

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access
from limen.conduct.core.dispatch.kits.move import kit_of
from limen.conduct.core.dispatch.kits.stock import at_site, recall, receive, stock_of
from limen.conduct.core.dispatch.kits.take_back import count, destroy, write_off
from limen.conduct.core.dispatch.reasons import KITS
from limen.conduct.core.models import Kit, Site
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.dispatch.words import STATES
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.conduct.staff.posted import day_if_any
from limen.conduct.staff.sites import site_of
from limen.conduct.staff.views.kits import units_of
from limen.errors import ConductError

TEMPLATE = "staff/stock.html"
_BETWEEN = re.compile(r"[,;\n]+")
_MOST = 2000


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.READERS)
def stock(request: HttpRequest) -> HttpResponse:
    """Show the stock of one of somebody's sites by lot; write down what happened to kits."""
    member = signed_in(request)
    site, sites = site_of(request, *access.READERS)
    writes = member.has_role(site, *access.WRITERS)
    context = {
        "site": site,
        "sites": sites,
        "writes": writes,
        "lots": [
            (one, [(STATES[state], n) for state, n in one.states.items()]) for one in stock_of(site)
        ],
        "waiting": [(kit, STATES[kit.state]) for kit in at_site(site).filter(state__in=_WAITING)],
        "reasons": KITS,
        "recalled_at": _recalled_at(request),
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    if not writes:
        raise PermissionDenied
    return act(
        request,
        lambda: _do(request, site),
        template=TEMPLATE,
        context=context,
        said=_("It was written down."),
        to=f"{request.path}?site={site.identifier}",
    )


_WAITING = (
    Kit.State.RETURNED,
    Kit.State.COUNTED,
    Kit.State.RECALLED,
    Kit.State.TO_BE_BROUGHT_BACK,
    Kit.State.DAMAGED,
)


def _do(request: HttpRequest, site: Site) -> None:
    form, by = request.POST, actor(request)
    reason, number = form.get("reason", ""), form.get("kit", "")
    match form.get("do", ""):
        case "receive":
            numbers = [one for one in _BETWEEN.split(form.get("kits", "")) if one.strip()]
            if len(numbers) > _MOST:
                raise ConductError(_("These are too many at once."))
            expires_on = day_if_any(form.get("expires_on", ""))
            receive(site, numbers, lot=form.get("lot", ""), expires_on=expires_on, by=by)
        case "count":
            units = units_of(request)
            if units is None:
                raise ConductError(_("Say how many doses are left."))
            count(_here(site, number), units=units, by=by)
        case "write_off":
            write_off(_here(site, number), reason=reason, by=by)
        case "destroy":
            witness = form.get("witness", "")
            destroy(_here(site, number), reason=reason, witness=witness, by=by)
        case "recall":
            recall(form.get("lot", ""), by=by, sites=_recalled_at(request))
        case _:
            raise ConductError(_("Choose what is to be done."))


def _recalled_at(request: HttpRequest) -> list[Site] | None:
    """Return the sites at which somebody recalls: where they write; None if that is everywhere."""
    own = list(access.sites_of(signed_in(request), *access.WRITERS).order_by("pk"))
    return None if len(own) == Site.objects.count() else own


def _here(site: Site, number: str) -> str:
    """Return the number of a kit of this site's stock; kits elsewhere are not this page's."""
    kit = kit_of(number)
    if kit.site_id != site.pk:
        raise ConductError(_("This kit is not in the stock of this site."))
    return kit.number
