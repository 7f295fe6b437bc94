"""All casebooks of an investigator's sites: those that are complete are signed at once."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access, signing
from limen.conduct.core.locking import meaning_of_casebook, sign_casebook
from limen.conduct.core.models import Participant, StaffMember
from limen.conduct.staff.acting import BUSY, busy, lines, page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.locking.books import books_of
from limen.errors import ConductError, LimenError, ThrottledError

TEMPLATE = "staff/locking/casebooks.html"
_MOST = 5000


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(access.Role.INVESTIGATOR)
def casebooks(request: HttpRequest) -> HttpResponse:
    """List them, and sign those that were shown as complete, with the password entered again."""
    member = signed_in(request)
    books = books_of(access.participants_for_reading(member, access.Role.INVESTIGATOR))
    context = {
        "ready": [one for one in books if one.ready],
        "undone": [one for one in books if one.undone and one.signature is None],
        "signed": [one for one in books if one.signature is not None],
        "meaning": meaning_of_casebook(),
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    try:
        wanted = _wanted(request, member)
        signing.confirm(member, request.POST.get("password", ""))
        left = _sign(wanted, member)
    except ThrottledError as error:
        return page(request, TEMPLATE, context, errors=[busy(error)], status=BUSY)
    except LimenError as error:
        return page(request, TEMPLATE, context, errors=lines(error))
    _tell(request, len(wanted) - len(left), left)
    return redirect(request.path)


def _wanted(request: HttpRequest, member: StaffMember) -> list[tuple[Participant, int]]:
    """Return whose casebooks were shown, in which state, as the form says."""
    marks = request.POST.getlist("casebook")
    if not marks or len(marks) > _MOST:
        raise ConductError(_("There is no casebook to sign."))
    return [_of_mark(mark, member) for mark in marks]


def _of_mark(mark: str, member: StaffMember) -> tuple[Participant, int]:
    code, _colon, seen = mark.partition(":")
    try:
        return access.participant_for_deciding(member, UUID(code)), int(seen[:15])
    except ValueError:
        raise ConductError(_("Look at the casebooks again.")) from None


def _sign(wanted: list[tuple[Participant, int]], member: StaffMember) -> list[str]:
    """Sign each; return the numbers of those that were not, because they changed meanwhile."""
    left = []
    for person, seen in wanted:
        try:
            sign_casebook(person, member=member, seen=seen, meaning=meaning_of_casebook())
        except ConductError:
            left.append(person.number)
    return left


def _tell(request: HttpRequest, signed: int, left: list[str]) -> None:
    if signed:
        words = ngettext(
            "You have signed one casebook.", "You have signed %(n)d casebooks.", signed
        )
        messages.success(request, words % {"n": signed})
    if left:
        words = _("Not signed, because something changed meanwhile: %(numbers)s.")
        messages.warning(request, words % {"numbers": ", ".join(left)})
