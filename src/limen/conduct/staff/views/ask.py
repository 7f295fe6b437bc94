"""Somebody asks about a place in the record of a person."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access
from limen.conduct.core.queries import Place
from limen.conduct.core.queries import ask as keep_query
from limen.conduct.staff.acting import lines, page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.hidden import hidden_from
from limen.conduct.staff.posted import whole
from limen.conduct.staff.queries.visible import sees_place
from limen.conduct.staff.queries.words import place_words
from limen.errors import ConductError, LimenError

TEMPLATE = "staff/queries/ask.html"
_TEXTS = ("about", "occasion", "form", "instrument", "name")
_LONGEST = 80


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.ASKERS)
def ask(request: HttpRequest, code: UUID) -> HttpResponse:
    """Show what is asked about, and keep the question. Monitors may do this, and nothing else."""
    member = signed_in(request)
    person = access.participant_for_asking(member, code)
    place = _place(request)
    if not sees_place(hidden_from(member, person), place.about, place.instrument):
        raise Http404
    try:
        where = place_words(person, place)
    except ConductError:
        raise Http404 from None
    context = {"person": person, "where": where, "place": place.said()}
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    try:
        query = keep_query(person, place, member=member, words=request.POST.get("words", ""))
    except LimenError as error:
        return page(request, TEMPLATE, context, errors=lines(error))
    messages.success(request, _("The question was kept."))
    return redirect("staff:query", number=query.pk)


def _place(request: HttpRequest) -> Place:
    """Return the place that the address or the form says."""
    said = request.POST if request.method == "POST" else request.GET
    texts = {name: said.get(name, "")[:_LONGEST] for name in _TEXTS}
    texts["about"] = texts["about"] or "person"
    return Place(**texts, number=whole(said.get("number", "")))
