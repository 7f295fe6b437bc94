"""An occasion is cancelled, with the reason."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access
from limen.conduct.core.occasions.services import cancel_occasion
from limen.conduct.core.reasons import CANCELLING
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.conduct.staff.person.days import lines
from limen.conduct.staff.views.occasion import occasion_of
from limen.errors import ConductError

TEMPLATE = "staff/cancel.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def cancel(request: HttpRequest, code: UUID, identifier: str) -> HttpResponse:
    """Ask why, and cancel."""
    person = access.participant_for_writing(signed_in(request), code)
    found = occasion_of(person, identifier)
    context = {"person": person, "line": lines([found])[0], "reasons": CANCELLING}
    if request.method != "POST":
        return page(request, TEMPLATE, context)

    def service() -> None:
        reason = request.POST.get("reason", "")
        if reason not in CANCELLING:
            raise ConductError(_("Choose a reason; the trail keeps it."))
        cancel_occasion(found, by=actor(request), reason=reason)

    return act(
        request,
        service,
        template=TEMPLATE,
        context=context,
        said=_("The occasion was cancelled."),
        to=person,
    )
