"""One query: what was asked and answered, and what somebody may do now."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access
from limen.conduct.core.models import Query, StaffMember
from limen.conduct.core.queries import answer, ask_again, close, query_for_reading, what_may
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.posted import whole
from limen.conduct.staff.queries.visible import sees_query
from limen.conduct.staff.queries.words import STATES, address_of, story_of, where

TEMPLATE = "staff/queries/query.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.ASKERS)
def query(request: HttpRequest, number: int) -> HttpResponse:
    """Show a query; answer it, ask again or close it. Whoever may take which step, core decides."""
    member = signed_in(request)
    found = query_for_reading(member, number)
    if not sees_query(member, found):
        raise Http404
    story = story_of(found)
    context = {
        "query": found,
        "person": found.participant,
        "where": where(found),
        "address": address_of(found),
        "state": STATES[found.state],
        "story": story,
        "seen": len(story),
        "may": what_may(member, found),
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    return act(
        request,
        _service(request, found, member),
        template=TEMPLATE,
        context=context,
        said=_("It is kept, with your name and the time."),
        to=reverse("staff:query", args=[found.pk]),
    )


def _service(request: HttpRequest, found: Query, member: StaffMember) -> Callable[[], object]:
    words = request.POST.get("words", "")
    seen = whole(request.POST.get("seen", ""))
    match request.POST.get("do"):
        case "close":
            return lambda: close(found, member=member, words=words, seen=seen)
        case "ask":
            return lambda: ask_again(found, member=member, words=words, seen=seen)
    return lambda: answer(found, member=member, words=words, seen=seen)
