"""One rating: the scale, then what was stored; and a word on the rater's own blind."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.contrib import messages as said_above
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access, clock
from limen.conduct.core.answering import FormError, Receipt, asked
from limen.conduct.core.forms.due import TO_COME
from limen.conduct.core.models import StaffMember
from limen.conduct.core.occasions import Verdict
from limen.conduct.core.ratings import (
    Rating,
    given_in,
    guess_is_open,
    is_stored,
    may_be_corrected,
    rating_for,
)
from limen.conduct.core.ratings.services import HOW, doubt_blind, rate
from limen.conduct.staff.acting import act, lines, page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.posted import answers_in, moment
from limen.conduct.staff.ratings.rows import Line, items_of
from limen.conduct.staff.sheet import parts
from limen.conduct.staff.views.enter import client_id_of
from limen.errors import LimenError

FORM, STORED = "staff/ratings/form.html", "staff/ratings/stored.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.RATERS)
def rating(request: HttpRequest, code: UUID, identifier: str, form: str) -> HttpResponse:
    """Show the scale and take it, once; afterwards show what was stored. Nothing else is told."""
    member = signed_in(request)
    found = rating_for(member, code, identifier, form)
    if request.method == "POST" and request.POST.get("do") == "blind":
        return _doubt(request, found, member)
    if request.method == "POST":
        return _take(request, found, member)
    if is_stored(found):
        return page(request, STORED, stored_context(found))
    return _show(request, found, {}, client_id=uuid4())


def address_of(found: Rating, name: str = "rating", *more: str) -> str:
    """Return the address of a page of one rating."""
    occasion = found.occasion
    args = [occasion.participant.code, occasion.identifier, found.form.id, *more]
    return reverse(f"staff:{name}", args=args)


def after(request: HttpRequest, found: Rating, receipt: Receipt) -> HttpResponse:
    """Go on, and say what became of it; which rules fired is not told: they look at more."""
    late = _("The rating is stored. You rated outside of the window: it counts, and is marked.")
    is_late = receipt.verdict == Verdict.LATE
    said_above.success(request, late if is_late else _("The rating is stored."))
    return redirect(address_of(found))


def stored_context(found: Rating) -> dict[str, object]:
    """Return what the page of a rating shows that is stored."""
    return {
        "rating": found,
        "line": Line(rating=found),
        "items": items_of(found, given_in(found)),
        "corrects": may_be_corrected(found),
        "guesses": guess_is_open(found),
        "how": HOW,
    }


def _take(request: HttpRequest, found: Rating, member: StaffMember) -> HttpResponse:
    client_id = client_id_of(request)
    try:
        receipt = rate(
            found,
            client_id=client_id,
            form=answers_in(request, "answered_at"),
            answered_at=moment(request.POST.get("answered_at", ""), found.occasion.zone),
            member=member,
        )
    except FormError as error:
        return _show(request, found, error.errors, client_id=client_id)
    except LimenError as error:
        if is_stored(found):
            return page(request, STORED, stored_context(found), errors=lines(error))
        return _show(request, found, {}, client_id=uuid4(), errors=lines(error))
    return after(request, found, receipt)


def _doubt(request: HttpRequest, found: Rating, member: StaffMember) -> HttpResponse:
    stored = is_stored(found)
    how = request.POST.get("how", "")
    return act(
        request,
        lambda: doubt_blind(found, how=how, member=member),
        template=STORED if stored else FORM,
        context=stored_context(found) if stored else _context(request, found, {}, uuid4()),
        said=_("The study team is told that you are not blind any more. Thank you."),
        to=address_of(found),
    )


def _show(
    request: HttpRequest,
    found: Rating,
    wrong: Mapping[str, str],
    *,
    client_id: UUID,
    errors: list[str] | None = None,
) -> HttpResponse:
    context = _context(request, found, wrong, client_id)
    return page(request, FORM, context, errors=errors, wrong=wrong)


def _context(
    request: HttpRequest, found: Rating, wrong: Mapping[str, str], client_id: UUID
) -> dict[str, object]:
    occasion = found.occasion
    respondent, language = found.form.respondent, get_language() or ""
    questionnaire = asked(occasion, respondent=respondent, of=found.form.id, language=language)
    now = clock.now().astimezone(ZoneInfo(occasion.zone))
    return {
        "rating": found,
        "line": Line(rating=found),
        "parts": parts(questionnaire, request.POST, wrong),
        "client_id": client_id,
        "answered_at": request.POST.get("answered_at") or f"{now:%Y-%m-%dT%H:%M}",
        "to_come": found.state == TO_COME,
        "how": HOW,
    }
