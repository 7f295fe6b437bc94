"""What a rater thinks was given, asked once and after the rating."""

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
from limen.conduct.core.answering import FormError, asked
from limen.conduct.core.ratings import Rating, guess_is_open, rating_for
from limen.conduct.core.ratings.services import guess
from limen.conduct.staff.acting import lines, page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.ratings.rows import Line
from limen.conduct.staff.sheet import parts
from limen.conduct.staff.views.enter import client_id_of
from limen.conduct.staff.views.rating import address_of
from limen.errors import LimenError


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.RATERS)
def rating_guess(request: HttpRequest, code: UUID, identifier: str, form: str) -> HttpResponse:
    """Ask for the guess where the protocol does; 404 before the rating, and once it was said."""
    member = signed_in(request)
    found = rating_for(member, code, identifier, form)
    if not guess_is_open(found):
        raise Http404
    if request.method != "POST":
        return _show(request, found, {}, client_id=uuid4())
    client_id = client_id_of(request)
    try:
        receipt = guess(found, client_id=client_id, form=request.POST, member=member)
    except FormError as error:
        return _show(request, found, error.errors, client_id=client_id)
    except LimenError as error:
        return _show(request, found, {}, client_id=uuid4(), errors=lines(error))
    if receipt.stored:
        said_above.success(request, _("Your guess is stored, and shown to nobody."))
    else:
        said_above.error(request, _("Nothing was stored: it cannot be answered any more."))
    return redirect(address_of(found))


def _show(
    request: HttpRequest,
    found: Rating,
    wrong: Mapping[str, str],
    *,
    client_id: UUID,
    errors: list[str] | None = None,
) -> HttpResponse:
    occasion = found.occasion
    respondent, language = found.form.respondent, get_language() or ""
    questionnaire = asked(
        occasion, respondent=respondent, of=occasion.definition, language=language
    )
    context = {
        "rating": found,
        "line": Line(rating=found),
        "parts": parts(questionnaire, request.POST, wrong),
        "client_id": client_id,
    }
    return page(request, "staff/ratings/guess.html", context, errors=errors, wrong=wrong)
