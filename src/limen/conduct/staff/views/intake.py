"""A dose is entered for somebody: which, when, what became of it. Never what it held."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access
from limen.conduct.core.answering.services import (
    correct_administration,
    doses,
    record_administration,
)
from limen.conduct.core.models import Administration, Participant
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.conduct.staff.posted import moment
from limen.conduct.staff.views.enter import client_id_of
from limen.errors import ConductError

TEMPLATE = "staff/intake.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def intake(request: HttpRequest, code: UUID) -> HttpResponse:
    """Offer the planned doses; record one, or correct its record with a reason."""
    person = access.participant_for_writing(signed_in(request), code)
    context = {
        "person": person,
        "doses": doses(person),
        "statuses": Administration.Status.choices,
        "client_id": uuid4(),
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    return act(
        request,
        lambda: _enter(request, person),
        template=TEMPLATE,
        context=context,
        said=_("The dose was entered."),
        to=request.path,
    )


def _enter(request: HttpRequest, person: Participant) -> None:
    by, form = actor(request), request.POST
    chosen = form.get("number", "")
    dose = next((one for one in doses(person) if str(one.due.number) == chosen), None)
    if dose is None:
        raise ConductError(_("Choose one of the planned doses."))
    taken = form.get("taken_at", "").strip()
    taken_at = moment(taken, person.zone) if taken else None
    status, envelope = form.get("status", ""), form.get("envelope", "")
    if dose.recorded is not None:
        correct_administration(
            dose.recorded,
            status=status,
            reason=form.get("reason", ""),
            by=by,
            envelope=envelope,
            taken_at=taken_at,
        )
        return
    record_administration(
        person,
        client_id=client_id_of(request),
        status=status,
        by=by,
        number=dose.due.number,
        envelope=envelope,
        taken_at=taken_at,
        note=form.get("note", ""),
        entered_by=str(by),
    )
