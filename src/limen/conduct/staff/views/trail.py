"""The audit trail, for reading."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from limen.conduct.core import access
from limen.conduct.core.models import AuditEntry, StaffMember
from limen.conduct.staff.acting import page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.listing import paged, wanted_of
from limen.conduct.staff.moments import zone_for
from limen.conduct.staff.trail import entries_for, told
from limen.conduct.staff.trail_words import EVENTS

PER_PAGE = 100


@require_safe
@for_staff()
def trail(request: HttpRequest) -> HttpResponse:
    """List entries that somebody may read, the latest first, by person, event and who did it."""
    member = signed_in(request)
    wanted = wanted_of(request, "number", "event", "by")
    rows = _narrowed(entries_for(member), member, wanted).order_by("-number")
    found = paged(request, rows, per_page=PER_PAGE)
    context = {
        "wanted": wanted,
        "zone": zone_for(member),
        "events": sorted(EVENTS.items(), key=lambda pair: str(pair[1])),
        "entries": told(member, found["shown"]),
        **found,
    }
    return page(request, "staff/trail.html", context)


def _narrowed(
    rows: QuerySet[AuditEntry], member: StaffMember, wanted: dict[str, str]
) -> QuerySet[AuditEntry]:
    if wanted["number"]:
        people = access.participants_for_reading(member).filter(number=wanted["number"])
        rows = rows.filter(participant__in=people.values("code"))
    if wanted["event"]:
        rows = rows.filter(event=wanted["event"])
    if wanted["by"]:
        rows = rows.filter(by=f"staff:{wanted['by']}")
    return rows
