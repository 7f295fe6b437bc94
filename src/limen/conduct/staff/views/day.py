"""The day of coordinators and investigators: all that waits, on one page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from limen.conduct.core import access, clock
from limen.conduct.staff.acting import page
from limen.conduct.staff.day.people import due_today, silent
from limen.conduct.staff.day.visits import visits
from limen.conduct.staff.day.waiting import (
    alerts,
    approvals,
    kits,
    to_answer,
    to_decide,
    uncertain,
)
from limen.conduct.staff.door import for_staff, signed_in


@require_safe
@for_staff(*access.WRITERS)
def day(request: HttpRequest) -> HttpResponse:
    """Show what waits, the most urgent first; sections with nothing in them are named only."""
    member, now = signed_in(request), clock.now()
    today, week = visits(member, now)
    found = [
        alerts(member, now),
        to_answer(member, now),
        today,
        due_today(member, now),
        silent(member, now),
        kits(member, now),
        to_decide(member, now),
        approvals(member, now),
        uncertain(member, now),
        week,
    ]
    context = {
        "sections": [one for one in found if one.lines],
        "empty": [one.title for one in found if not one.lines],
        "now": now,
    }
    return page(request, "staff/day.html", context)
