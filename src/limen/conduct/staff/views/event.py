"""An adverse event is entered for somebody."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access
from limen.conduct.core.answering import FormError
from limen.conduct.core.answering.services import event_questions, report_event
from limen.conduct.core.models import Participant
from limen.conduct.staff.acting import lines, page
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.conduct.staff.sheet import parts
from limen.conduct.staff.views.enter import client_id_of
from limen.errors import LimenError

TEMPLATE = "staff/event.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def event(request: HttpRequest, code: UUID) -> HttpResponse:
    """Ask what the participant is asked; keep it, marked as entered by staff."""
    person = access.participant_for_writing(signed_in(request), code)
    if request.method != "POST":
        return _form(request, person, {}, client_id=uuid4())
    by, client_id = actor(request), client_id_of(request)
    fields = [(name, value) for name, values in request.POST.lists() for value in values if value]
    try:
        receipt = report_event(person, client_id=client_id, form=fields, by=by, entered_by=str(by))
    except FormError as error:
        return _form(request, person, error.errors, client_id=client_id)
    except LimenError as error:
        return _form(request, person, {}, client_id=uuid4(), errors=lines(error))
    messages.success(request, _("The event was entered."))
    for line in receipt.shown:
        messages.warning(request, line)
    return redirect("staff:person", code=person.code)


def _form(
    request: HttpRequest,
    person: Participant,
    wrong: Mapping[str, str],
    *,
    client_id: UUID,
    errors: list[str] | None = None,
) -> HttpResponse:
    context = {
        "person": person,
        "parts": parts(event_questions(person), request.POST, wrong),
        "client_id": client_id,
    }
    return page(request, TEMPLATE, context, errors=errors, wrong=wrong)
