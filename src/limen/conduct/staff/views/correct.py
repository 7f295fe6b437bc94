"""An answer is corrected: a new version, with the reason."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access
from limen.conduct.core.answering.services import correct as keep_version
from limen.conduct.core.models import Occasion, Response
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.conduct.staff.hidden import hidden_from
from limen.conduct.staff.person.answers import Item, sheets_of
from limen.conduct.staff.person.days import lines
from limen.conduct.staff.views.occasion import occasion_of
from limen.errors import ConductError

TEMPLATE = "staff/correct.html"
_STATES = ("declined", "missing", "not_applicable")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def correct(request: HttpRequest, code: UUID, identifier: str, response: int) -> HttpResponse:
    """Show what counts now; take what is right and why."""
    member = signed_in(request)
    person = access.participant_for_writing(member, code)
    found = occasion_of(person, identifier)
    sheets = sheets_of(found, hidden_from(member, person))
    item = next((i for s in sheets for i in s.items if i.latest.pk == response), None)
    if item is None or item.hidden:
        raise Http404
    context = {
        "person": person,
        "line": lines([found])[0],
        "item": item,
        "states": [(state, Response.State(state).label) for state in _STATES],
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    return act(
        request,
        lambda: _correct(request, item),
        template=TEMPLATE,
        context=context,
        said=_("The correction was kept beside what was there."),
        to=_address(found),
    )


def _correct(request: HttpRequest, item: Item) -> None:
    state, value = request.POST.get("state", "answered"), request.POST.get("value", "").strip()
    if state not in ("answered", *_STATES):
        raise ConductError(_("Choose what is right."))
    if state == "answered" and not value:
        raise ConductError(_("Give the right answer, or say that there is none."))
    keep_version(
        item.latest,
        value=value if state == "answered" else None,
        state=state,
        reason=request.POST.get("reason", ""),
        by=actor(request),
    )


def _address(found: Occasion) -> str:
    return reverse("staff:occasion", args=[found.participant.code, found.identifier])
