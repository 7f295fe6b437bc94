"""Study day 1 is set, and all occasions are made ahead."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access, screening
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.conduct.staff.posted import day

TEMPLATE = "staff/start.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def start(request: HttpRequest, code: UUID) -> HttpResponse:
    """Offer the earliest date; take one, and make the occasions."""
    person = access.participant_for_writing(signed_in(request), code)
    earliest = screening.earliest_start(person)
    missed = [] if person.started_on else screening.missed_if_started(person, earliest)
    context = {"person": person, "earliest": earliest, "missed": missed}
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    return act(
        request,
        lambda: screening.plan_start(
            person, by=actor(request), start=day(request.POST.get("start", ""))
        ),
        template=TEMPLATE,
        context=context,
        said=_("Study day 1 of %(number)s is set.") % {"number": person},
        to=person,
    )
