"""The monitor's pages: what is pooled over everybody, and never by arm."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_safe

from limen.conduct.core.models import Study
from limen.conduct.core.monitoring.glance import glance
from limen.conduct.core.monitoring.taken import note_taken
from limen.conduct.core.monitoring.topic import Topic
from limen.conduct.staff.acting import page
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.conduct.staff.monitoring.matters import (
    MATTERS,
    TITLES,
    TOGETHER,
    scope_for,
    seen_by,
    sees_all,
    sites_seen,
)
from limen.conduct.staff.monitoring.report import open_report
from limen.conduct.staff.monitoring.show import csv_of, shown
from limen.conduct.staff.pooled import ROLES


@require_safe
@for_staff(*ROLES)
def monitoring(request: HttpRequest) -> HttpResponse:
    """Show a number or two of each matter, and the way to its page."""
    member = signed_in(request)
    site = request.GET.get("site", "")
    scope, whole = scope_for(member, site=site), scope_for(member)
    names = seen_by(member, scope.protocol)
    lines = [
        (name, TITLES[name], glance(whole if name in TOGETHER else scope, name)) for name in names
    ]
    context = _around(request, names) | {
        "lines": lines,
        "whole": whole.whole,
        "reports": sees_all(member, scope.protocol),
    }
    return page(request, "staff/monitoring/overview.html", context)


@require_safe
@for_staff(*ROLES)
def monitoring_topic(request: HttpRequest, topic: str) -> HttpResponse:
    """Show one matter with pictures and tables; `?format=csv&table=KEY` gives one table."""
    member = signed_in(request)
    if topic not in MATTERS:
        raise Http404
    names = seen_by(member, Study.objects.select_related("version").get().protocol)
    if topic not in names:
        raise PermissionDenied
    scope = scope_for(member, site="" if topic in TOGETHER else request.GET.get("site", ""))
    found = MATTERS[topic](scope)
    if request.GET.get("format") == "csv":
        return _sheet(found, request.GET.get("table", ""))
    context = _around(request, names) | {
        "topic": found,
        "current": topic,
        "together": topic in TOGETHER,
        "whole": scope.whole,
        "exhibits": [shown(one) for one in found.exhibits],
    }
    return page(request, "staff/monitoring/topic.html", context)


@require_GET  # and not HEAD: an entry is written
@for_staff(*ROLES)
def monitoring_report(request: HttpRequest) -> HttpResponse:
    """Give the board's open report as a file; an entry says who took it."""
    member = signed_in(request)
    if not sees_all(member, Study.objects.select_related("version").get().protocol):
        raise PermissionDenied
    made = open_report()
    note_taken(made.content, shows=made.shows, by=actor(request))
    headers = {"Content-Disposition": 'attachment; filename="open-report.html"'}
    return HttpResponse(made.content, content_type="text/html; charset=utf-8", headers=headers)


def _around(request: HttpRequest, names: tuple[str, ...]) -> dict[str, object]:
    site = request.GET.get("site", "")
    return {
        "matters": [(name, TITLES[name]) for name in names],
        "sites": sites_seen(signed_in(request)),
        "site": site,
        "query": f"?{urlencode({'site': site})}" if site else "",
    }


def _sheet(topic: Topic, key: str) -> HttpResponse:
    tables = [one.table for one in topic.exhibits]
    found = next((one for one in tables if key in ("", one.key)), None)
    if found is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{found.key}.csv"'}
    return HttpResponse(csv_of(found), content_type="text/csv; charset=utf-8", headers=headers)
