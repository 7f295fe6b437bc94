"""Contact data and texts of somebody are erased."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access, signing
from limen.conduct.core.services.erase import erase as erase_person
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.errors import ConductError

TEMPLATE = "staff/erase.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(access.Role.INVESTIGATOR)
def erase(request: HttpRequest, code: UUID) -> HttpResponse:
    """Say what is erased; the number is typed and the password entered again."""
    member = signed_in(request)
    person = access.participant_for_deciding(member, code)
    meaning = _("I have the person's wish to erase their contact data and their own words.")
    context = {"person": person, "meaning": meaning}
    if request.method != "POST":
        return page(request, TEMPLATE, context)

    def service() -> None:
        if request.POST.get("number", "").strip() != person.number:
            raise ConductError(_("The number that was typed is another one. Nothing was erased."))
        signing.confirm(member, request.POST.get("password", ""))
        erase_person(person, by=actor(request))

    said = _("Contact data and texts of %(number)s are erased.") % {"number": person}
    return act(request, service, template=TEMPLATE, context=context, said=said, to=person)
