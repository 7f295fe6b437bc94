"""Staff enter what somebody answered on paper or by telephone, or what they rate themselves."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.contrib import messages as said_above
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access, messages
from limen.conduct.core.answering import FormError, Receipt, asked
from limen.conduct.core.answering.services import submit
from limen.conduct.core.forms import is_staff
from limen.conduct.core.models import Occasion
from limen.conduct.staff.acting import lines, page
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.conduct.staff.person.answers import title_of
from limen.conduct.staff.person.days import lines as lines_of
from limen.conduct.staff.posted import answers_in, moment
from limen.conduct.staff.sheet import parts
from limen.conduct.staff.views.occasion import occasion_of
from limen.conduct.staff.words import VERDICTS
from limen.errors import LimenError

TEMPLATE = "staff/enter.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def enter(request: HttpRequest, code: UUID, identifier: str) -> HttpResponse:
    """Show the questions as a form, and take what it sends under the name of who entered it."""
    person = access.participant_for_writing(signed_in(request), code)
    found = occasion_of(person, identifier)
    if request.method != "POST":
        if is_staff(found.made_under.protocol, found.respondent):  # then it is a form
            return redirect("staff:form_enter", code, identifier, found.definition)
        return _form(request, found, {}, client_id=uuid4())
    client_id = client_id_of(request)
    try:
        receipt = _take(request, found, client_id)
    except FormError as error:
        return _form(request, found, error.errors, client_id=client_id)
    except LimenError as error:
        return _form(request, found, {}, client_id=uuid4(), errors=lines(error))
    return after(request, receipt, found)


def client_id_of(request: HttpRequest) -> UUID:
    """Return the id that the page gave its form, so that sending it twice stores it once."""
    try:
        return UUID(request.POST.get("client_id", ""))
    except ValueError:
        return uuid4()


def after(request: HttpRequest, receipt: Receipt, found: Occasion) -> HttpResponse:
    """Go to the occasion, and say what became of the answers and which safety rules fired."""
    words = _("Entered: %(verdict)s.") % {"verdict": VERDICTS[receipt.verdict]}
    show = said_above.success if receipt.stored else said_above.error
    show(request, words if receipt.stored else receipt.words)
    for line in receipt.shown:
        said_above.warning(request, line)
    return redirect("staff:occasion", code=found.participant.code, identifier=found.identifier)


def _take(request: HttpRequest, found: Occasion, client_id: UUID) -> Receipt:
    by = actor(request)
    return submit(
        found,
        client_id=client_id,
        form=answers_in(request, "answered_at"),
        by=by,
        respondent=found.respondent,
        entered_by=str(by),
        answered_at=moment(request.POST.get("answered_at", ""), found.zone),
        opened=messages.plan_reminders,
    )


def _form(
    request: HttpRequest,
    found: Occasion,
    wrong: Mapping[str, str],
    *,
    client_id: UUID,
    errors: list[str] | None = None,
) -> HttpResponse:
    questionnaire = asked(found, respondent=found.respondent)
    context = {
        "person": found.participant,
        "line": lines_of([found])[0],
        "parts": parts(questionnaire, request.POST, wrong),
        "elsewhere": [title_of(one) for one in questionnaire.elsewhere],
        "client_id": client_id,
        "is_guessing": any(part.about == "guess" for part in questionnaire.sections),
    }
    return page(request, TEMPLATE, context, errors=errors, wrong=wrong)
