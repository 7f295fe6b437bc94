"""A measurement is corrected: a new version, with the reason."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access
from limen.conduct.core.answering import FormError, Question
from limen.conduct.core.answering.services import correct_measurement as keep_version
from limen.conduct.core.answering.values import Unfit, value_of
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.conduct.staff.person.days import lines
from limen.conduct.staff.person.measured import Measured, measured_of
from limen.conduct.staff.sheet import shown
from limen.conduct.staff.views.occasion import occasion_of
from limen.errors import ConductError
from limen.instruments.texts.text import written

TEMPLATE = "staff/correct_measurement.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def correct_measurement(
    request: HttpRequest, code: UUID, identifier: str, measurement: int
) -> HttpResponse:
    """Show what counts now and every version before it; take what is right and why."""
    person = access.participant_for_writing(signed_in(request), code)
    found = occasion_of(person, identifier)
    item = next((one for one in measured_of(found) if one.latest.row.pk == measurement), None)
    if item is None or item.question is None:
        raise Http404
    question = item.question
    form = request.POST if request.method == "POST" else _said(item, question)
    context = {
        "person": person,
        "line": lines([found])[0],
        "item": item,
        "shown": shown(question, form),
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    return act(
        request,
        lambda: keep_version(
            item.latest.row,
            value=_value(request, question),
            reason=request.POST.get("reason", ""),
            by=actor(request),
        ),
        template=TEMPLATE,
        context=context,
        said=_("The correction was kept beside what was there."),
        to=reverse("staff:occasion", args=[person.code, found.identifier]),
    )


def _said(item: Measured, question: Question) -> dict[str, str]:
    value = item.latest.row.value
    return {question.declines: "1"} if value is None else {question.key: written(value)}


def _value(request: HttpRequest, question: Question) -> float | None:
    """Return the value that the form says; None: it was not had."""
    form = request.POST
    text = form.get(question.key, "").strip()
    if text == question.declines or question.declines in form:
        return None
    if not text:
        raise ConductError(_("Give the right value, or say that it was not had."))
    try:
        return float(value_of(question, text))
    except Unfit as wrong:
        raise FormError({question.key: str(wrong)}) from None
