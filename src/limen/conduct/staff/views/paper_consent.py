"""A consent that was given on paper is entered."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access, consenting
from limen.conduct.core.models import Participant
from limen.conduct.staff.acting import act, fields, page
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.conduct.staff.posted import moment
from limen.errors import ConductError

TEMPLATE = "staff/paper_consent.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def paper_consent(request: HttpRequest, code: UUID) -> HttpResponse:
    """Ask what stands on the paper: the check's answers, each statement, the date."""
    person = access.participant_for_writing(signed_in(request), code)
    documents = consenting.documents_for(person)
    standing = consenting.checked(person)
    context = {
        "person": person,
        "documents": documents,
        "statements": consenting.statements_of(documents),
        "shown": consenting.version_hash(documents),
        "questions": [] if standing.passed else consenting.questions_for(person),
        "standing": standing,
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    said = _("The consent of %(number)s was entered.") % {"number": person}
    return act(
        request,
        lambda: _enter(request, person),
        template=TEMPLATE,
        context=context,
        said=said,
        to=person,
    )


def _enter(request: HttpRequest, person: Participant) -> None:
    by = actor(request)
    signed_at = moment(request.POST.get("signed_at", ""), person.zone)
    if not consenting.checked(person).passed:
        answers = fields(request, "check.")
        if not consenting.answer_check(person, answers, by=by).passed:
            raise ConductError(
                _("The answers to the check are not all right. Talk with the person first.")
            )
    consenting.give_consent(
        person,
        signature="",
        agreed=request.POST.getlist("agreed"),
        shown=request.POST.get("shown", ""),
        by=by,
        entered_by=str(by),
        signed_at=signed_at,
    )
