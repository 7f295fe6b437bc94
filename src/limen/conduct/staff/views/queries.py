"""The queries of the sites that somebody may read."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from limen.conduct.core import access, clock
from limen.conduct.core.models import Query
from limen.conduct.staff.acting import page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.listing import paged, wanted_of
from limen.conduct.staff.queries.visible import visible_queries
from limen.conduct.staff.queries.words import STATES, address_of, where

AGES = {"7": _("a week"), "14": _("two weeks"), "30": _("a month")}  # days
_NOT_CLOSED = "not_closed"


@require_safe
@for_staff(*access.READERS)
def queries(request: HttpRequest) -> HttpResponse:
    """List queries by site, state and how long they have stood so; what waits longest is first."""
    member = signed_in(request)
    wanted = wanted_of(request, "site", "state", "age", "number")
    wanted["state"] = wanted["state"] or _NOT_CLOSED
    found = paged(request, _narrowed(visible_queries(member), wanted))
    now = clock.now()
    context = {
        "wanted": wanted,
        "sites": list(access.sites_of(member, *access.READERS)),
        "states": [(_NOT_CLOSED, _("not closed")), *STATES.items()],
        "ages": AGES.items(),
        "rows": [_line(one, (now - one.moved_at).days) for one in found["shown"]],
        **found,
    }
    return page(request, "staff/queries/list.html", context)


def _narrowed(rows: QuerySet[Query], wanted: dict[str, str]) -> QuerySet[Query]:
    """Narrow the list; what makes no sense leaves all of it."""
    if wanted["state"] in Query.State.values:
        rows = rows.filter(state=wanted["state"])
    elif wanted["state"] == _NOT_CLOSED:
        rows = rows.exclude(state=Query.State.CLOSED)
    if wanted["age"] in AGES:
        rows = rows.filter(moved_at__lte=clock.now() - timedelta(days=int(wanted["age"])))
    if wanted["site"]:
        rows = rows.filter(participant__site__identifier=wanted["site"])
    if wanted["number"]:
        rows = rows.filter(participant__number__icontains=wanted["number"])
    return rows


def _line(query: Query, days: int) -> dict[str, object]:
    return {
        "query": query,
        "where": where(query),
        "address": address_of(query),
        "state": STATES[query.state],
        "days": days,
    }
