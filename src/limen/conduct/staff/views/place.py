"""Where somebody lives by the clock, and in which language they read: changed by staff."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access
from limen.conduct.core.entering.choose_language import choose_language, languages_of
from limen.conduct.core.models import Participant
from limen.conduct.core.occasions.services import change_zone
from limen.conduct.core.occasions.to_come import still_open
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.conduct.staff.views.invite import zones

TEMPLATE = "staff/place.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def place(request: HttpRequest, code: UUID) -> HttpResponse:
    """Say what moves with somebody and what does not; change zone and language."""
    person = access.participant_for_writing(signed_in(request), code)
    entered = request.POST if request.method == "POST" else None
    context = {
        "person": person,
        "zone": entered.get("zone", "") if entered else person.zone,
        "language": entered.get("language", "") if entered else person.language,
        "zones": zones(),
        "languages": languages_of(person),
        "open": still_open(person),
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    return act(
        request,
        lambda: _change(request, person),
        template=TEMPLATE,
        context=context,
        said=_("Time zone and language of %(number)s are as you chose.") % {"number": person},
        to=person,
    )


def _change(request: HttpRequest, person: Participant) -> None:
    """Change what differs; what is the same already leaves no entry."""
    by = actor(request)
    choose_language(person, request.POST.get("language", person.language), by=by)
    change_zone(person, zone=request.POST.get("zone", person.zone).strip(), by=by)
