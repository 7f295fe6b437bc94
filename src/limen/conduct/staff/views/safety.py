"""The safety inbox."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from limen.conduct.core import access, clock
from limen.conduct.core.models import Alert, DosingHold
from limen.conduct.staff.acting import page
from limen.conduct.staff.door import for_staff, roles_of, signed_in
from limen.conduct.staff.safety.inbox import posts, rows_of
from limen.conduct.staff.views.safety_roster import PLANNERS


@require_safe
@for_staff(*access.READERS)
def safety(request: HttpRequest) -> HttpResponse:
    """List what waits, what somebody has taken on, who is on call, and whose doses wait."""
    member = signed_in(request)
    found = posts(access.sites_of(member, *access.READERS), clock.now())
    people = access.participants_for_reading(member)
    holds = DosingHold.objects.filter(participant__in=people, resumed_at=None)
    waiting = rows_of(member, Alert.State.OPEN)
    context = {
        "waiting": waiting,
        "overdue": sum(row.overdue for row in waiting),
        "taken": rows_of(member, Alert.State.ACKNOWLEDGED),
        "closed": rows_of(member, Alert.State.CLOSED),
        "posts": found,
        "empty": [post for post in found if not post.now],
        "held": people.filter(pk__in=holds.values("participant")),
        "plans": bool(roles_of(request) & set(PLANNERS)),
        "decides": access.Role.INVESTIGATOR in roles_of(request),
    }
    return page(request, "staff/safety/inbox.html", context)
