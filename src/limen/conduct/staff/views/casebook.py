"""One person's casebook: an investigator looks at it, and signs."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access, signing
from limen.conduct.core.locking import (
    in_the_way_of_casebooks,
    meaning_of_casebook,
    sign_casebook,
)
from limen.conduct.core.models import AdverseEvent, CasebookSignature, Participant, StaffMember
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.hidden import hidden_from
from limen.conduct.staff.locking.books import books_of, contents_of
from limen.conduct.staff.locking.lists import groups_for, line
from limen.errors import ConductError

TEMPLATE = "staff/locking/casebook.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(access.Role.INVESTIGATOR)
def casebook(request: HttpRequest, code: UUID) -> HttpResponse:
    """Show what is in it and what is still to be done; the password is entered again to sign."""
    member = signed_in(request)
    person = access.participant_for_deciding(member, code)
    alone = Participant.objects.filter(pk=person.pk)
    book = next(iter(books_of(alone)), None)
    if book is None:
        raise Http404  # nobody who never consented has one
    hidden = hidden_from(member, person)
    context = {
        "person": person,
        "book": book,
        "contents": contents_of(person, but=AdverseEvent if "adverse_events" in hidden else None),
        "groups": [
            (one, [line(each) for each in one.mine])
            for one in groups_for(member, list(in_the_way_of_casebooks(alone)))
        ],
        "earlier": CasebookSignature.objects.filter(participant=person).select_related("member"),
        "meaning": meaning_of_casebook(),
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    return act(
        request,
        lambda: _sign(request, person, member),
        template=TEMPLATE,
        context=context,
        said=_("You have signed the casebook of %(number)s.") % {"number": person},
        to=person,
    )


def _sign(request: HttpRequest, person: Participant, member: StaffMember) -> None:
    seen = request.POST.get("seen", "")
    if not (seen.isascii() and seen.isdecimal() and len(seen) < 16):
        raise ConductError(_("Look at the casebook again."))
    signing.confirm(member, request.POST.get("password", ""))
    sign_casebook(person, member=member, seen=int(seen), meaning=meaning_of_casebook())
