"""A clinician guesses, or staff enter a participant's guess, at an occasion of somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.contrib import messages as said_above
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access
from limen.conduct.core.answering import FormError, Receipt, asked
from limen.conduct.core.answering.guess_due import guessers
from limen.conduct.core.answering.services import submit
from limen.conduct.core.forms import is_staff
from limen.conduct.core.models import Occasion
from limen.conduct.staff.acting import lines, page
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.conduct.staff.person.days import lines as lines_of
from limen.conduct.staff.posted import answers_in, moment
from limen.conduct.staff.sheet import parts
from limen.conduct.staff.views.enter import client_id_of
from limen.conduct.staff.views.occasion import occasion_of
from limen.errors import LimenError


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def guess(request: HttpRequest, code: UUID, identifier: str, respondent: str) -> HttpResponse:
    """Ask for a guess where the protocol does; 404 once it was given. Nobody is shown one."""
    person = access.participant_for_writing(signed_in(request), code)
    found = occasion_of(person, identifier)
    if respondent not in guessers(found):
        raise Http404
    if request.method != "POST":
        return _show(request, found, respondent, {}, client_id=uuid4())
    client_id = client_id_of(request)
    try:
        receipt = _take(request, found, respondent, client_id)
    except FormError as error:
        return _show(request, found, respondent, error.errors, client_id=client_id)
    except LimenError as error:
        wrong = lines(error)
        return _show(request, found, respondent, {}, client_id=uuid4(), errors=wrong)
    if receipt.stored:
        said_above.success(request, _("The guess is stored, and shown to nobody."))
    else:
        said_above.error(request, receipt.words)
    return redirect("staff:occasion", code=code, identifier=identifier)


def _take(request: HttpRequest, found: Occasion, respondent: str, client_id: UUID) -> Receipt:
    by, said = actor(request), request.POST
    theirs = not is_staff(found.made_under.protocol, respondent)
    return submit(
        found,
        client_id=client_id,
        form=answers_in(request, "answered_at"),
        by=by,
        respondent=respondent,
        entered_by=str(by),
        answered_at=moment(said.get("answered_at", ""), found.zone) if theirs else None,
        language=_language(found, respondent),
    )


def _language(found: Occasion, respondent: str) -> str:
    """Return in which language it is asked: blank for the participant's."""
    return (get_language() or "") if is_staff(found.made_under.protocol, respondent) else ""


def _show(
    request: HttpRequest,
    found: Occasion,
    respondent: str,
    wrong: Mapping[str, str],
    *,
    client_id: UUID,
    errors: list[str] | None = None,
) -> HttpResponse:
    questionnaire = asked(
        found,
        respondent=respondent,
        of=found.definition,
        language=_language(found, respondent),
    )
    context = {
        "person": found.participant,
        "line": lines_of([found])[0],
        "is_theirs": not is_staff(found.made_under.protocol, respondent),
        "respondent": respondent,
        "parts": parts(questionnaire, request.POST, wrong),
        "client_id": client_id,
    }
    return page(request, "staff/guess.html", context, errors=errors, wrong=wrong)
