"""A rater corrects an answer of their own rating, with the reason, until it is signed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access
from limen.conduct.core.models import Measurement
from limen.conduct.core.ratings import Given, given_in, may_be_corrected, rating_for
from limen.conduct.core.ratings.services import correct_rating
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.ratings.rows import Line, items_of
from limen.conduct.staff.sheet import shown
from limen.conduct.staff.views.rating import address_of
from limen.instruments.texts.text import written

TEMPLATE = "staff/ratings/correct.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.RATERS)
def rating_correct(
    request: HttpRequest, code: UUID, identifier: str, form: str, key: str
) -> HttpResponse:
    """Show the question and every version; take what is right and why."""
    member = signed_in(request)
    found = rating_for(member, code, identifier, form)
    given = next((one for one in given_in(found) if one.question.key == key), None)
    if given is None or not may_be_corrected(found):
        raise Http404
    question = given.question
    sent = request.POST if request.method == "POST" else _said(given)
    context = {
        "rating": found,
        "line": Line(rating=found),
        "item": items_of(found, [given])[0],
        "shown": shown(question, sent),
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    value = request.POST.get(key, "")
    return act(
        request,
        lambda: correct_rating(
            found,
            given,
            value=value,
            declined=value == question.declines or question.declines in request.POST,
            reason=request.POST.get("reason", ""),
            member=member,
        ),
        template=TEMPLATE,
        context=context,
        said=_("The correction was kept beside what was there."),
        to=address_of(found),
    )


def _said(given: Given) -> dict[str, str]:
    """Return the version that stands as the form says it."""
    row, question = given.latest, given.question
    if isinstance(row, Measurement):
        value = None if row.value is None else written(row.value)
    else:
        value = row.value if row.state == "answered" else None
    return {question.declines: "1"} if value is None else {question.key: value}
