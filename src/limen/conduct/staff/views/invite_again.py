"""A new code for somebody who lost theirs, or the telephone that it let in."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access
from limen.conduct.core.services.invite import invite_again as new_code
from limen.conduct.staff import once
from limen.conduct.staff.acting import lines, page
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.conduct.staff.letter import letter
from limen.errors import LimenError

TEMPLATE = "staff/invite_again.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def invite_again(request: HttpRequest, code: UUID) -> HttpResponse:
    """Say what it does; then show the letter."""
    person = access.participant_for_writing(signed_in(request), code)
    context = {"person": person, "once": once.mark()}
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    if not once.first_time(request):
        messages.warning(request, _("That code was made already; ask for another one here."))
        return redirect("staff:invite_again", code=person.code)
    try:
        made = new_code(person, by=actor(request))
    except LimenError as error:
        return page(request, TEMPLATE, context, errors=lines(error))
    shown = {"letter": letter(request, person, made), "again": True}
    return page(request, "staff/invited.html", shown)
