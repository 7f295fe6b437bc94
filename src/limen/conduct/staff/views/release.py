"""Somebody goes home after a dose that staff watched."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access
from limen.conduct.core.forms.services import release as let_go
from limen.conduct.core.forms.watched import watched
from limen.conduct.core.models import Participant, StaffMember
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.posted import whole
from limen.errors import ConductError

TEMPLATE = "staff/forms/release.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def release(request: HttpRequest, code: UUID) -> HttpResponse:
    """Show how long they are watched and what must be so; let them go, or say that they left."""
    member = signed_in(request)
    person = access.participant_for_writing(member, code)
    context = {
        "person": person,
        "watched": watched(person),
        "confirmed": request.POST.getlist("confirmed"),
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    return act(
        request,
        lambda: _release(request, person, member),
        template=TEMPLATE,
        context=context,
        said=_("It is kept that they went home."),
        to=reverse("staff:forms", args=[person.code]),
    )


def _release(request: HttpRequest, person: Participant, member: StaffMember) -> None:
    said = request.POST
    number = whole(said.get("number", ""))
    if number < 0:
        raise ConductError(_("Say after which dose."))
    let_go(
        person,
        number,
        member=member,
        confirmed=dict.fromkeys(said.getlist("confirmed"), True),
        against_advice=said.get("do") == "against_advice",
        words=said.get("words", ""),
    )
