"""An answer is corrected: a new version, with the reason."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access
from limen.conduct.core.answering import Question, asked
from limen.conduct.core.answering.services import correct as keep_version
from limen.conduct.core.models import Occasion
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.conduct.staff.hidden import hidden_from
from limen.conduct.staff.person.answers import Item, sheets_of, title_of
from limen.conduct.staff.person.days import lines
from limen.conduct.staff.sheet import shown
from limen.conduct.staff.views.occasion import occasion_of
from limen.errors import ConductError

TEMPLATE = "staff/correct.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def correct(request: HttpRequest, code: UUID, identifier: str, response: int) -> HttpResponse:
    """Show the question and what counts now; take what is right and why."""
    member = signed_in(request)
    person = access.participant_for_writing(member, code)
    found = occasion_of(person, identifier)
    sheets = sheets_of(found, hidden_from(member, person))
    item = next((i for s in sheets for i in s.items if i.latest.pk == response), None)
    question = _question(found, item) if item is not None and not item.hidden else None
    if item is None or question is None:
        raise Http404
    form = request.POST if request.method == "POST" else _said(item, question)
    context = {
        "person": person,
        "line": lines([found])[0],
        "item": item,
        "title": title_of(item.instrument),
        "shown": shown(question, form),
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    return act(
        request,
        lambda: _correct(request, item, question),
        template=TEMPLATE,
        context=context,
        said=_("The correction was kept beside what was there."),
        to=reverse("staff:occasion", args=[person.code, found.identifier]),
    )


def _question(found: Occasion, item: Item) -> Question | None:
    """Return the question as it was asked; None if this server asks it no more."""
    asked_of = item.latest
    questionnaire = asked(found, respondent=asked_of.respondent, language=asked_of.language)
    place = (asked_of.instrument, asked_of.item)
    own = (one for one in questionnaire.questions if one.about == "instrument")
    return next((one for one in own if one.place == place), None)


def _said(item: Item, question: Question) -> dict[str, str]:
    if item.latest.state == "declined":
        return {question.declines: "1"}
    return {question.key: item.value or ""} if item.latest.state == "answered" else {}


def _correct(request: HttpRequest, item: Item, question: Question) -> None:
    form = request.POST
    value = form.get(question.key, "").strip()
    declined = value == question.declines or bool(form.get(question.declines, ""))
    state = "missing" if "none" in form else "declined" if declined else "answered"
    if state == "answered" and not value:
        raise ConductError(_("Give the right answer, or say that there is none."))
    keep_version(
        item.latest,
        value=value if state == "answered" else "",
        state=state,
        reason=form.get("reason", ""),
        by=actor(request),
    )
