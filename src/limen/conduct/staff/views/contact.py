"""Contact details: read by a click that is written down, changed, taken back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access
from limen.conduct.core.models import ContactDetail, Participant
from limen.conduct.core.services.keep_contact import keep_contact
from limen.conduct.core.signing import read_contacts
from limen.conduct.staff.acting import act, lines, page
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.errors import ConductError, LimenError

TEMPLATE = "staff/contact.html"
_LONGEST = 500


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def contact(request: HttpRequest, code: UUID) -> HttpResponse:
    """Show which details there are; what they say is shown after a click, and changed by a form."""
    person = access.participant_for_writing(signed_in(request), code)
    if request.method != "POST":
        return page(request, TEMPLATE, _context(person, {}))
    if request.POST.get("do") == "read":
        try:
            found = read_contacts(person, by=actor(request))
        except LimenError as error:
            return page(request, TEMPLATE, _context(person, {}), errors=lines(error))
        return page(request, TEMPLATE, _context(person, found) | {"read": True})
    return act(
        request,
        lambda: _keep(request, person),
        template=TEMPLATE,
        context=_context(person, {}),
        said=_("The contact detail was kept."),
        to=request.path,
    )


def _keep(request: HttpRequest, person: Participant) -> None:
    kind, text = request.POST.get("kind", ""), request.POST.get("text", "").strip()
    if kind not in ContactDetail.Kind.values or len(text) > _LONGEST:
        raise ConductError(_("Choose what it is, and write at most 500 letters."))
    keep_contact(person, kind, text, by=actor(request))


def _context(person: Participant, found: dict[str, str]) -> dict[str, object]:
    rows = ContactDetail.objects.filter(participant=person).order_by("kind")
    kept = [
        (row.get_kind_display(), row, found.get(row.kind, "")) for row in rows if row.ciphertext
    ]
    return {"person": person, "kept": kept, "kinds": ContactDetail.Kind.choices, "read": False}
