"""After a talk, somebody may try the comprehension check again."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access, consenting
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.errors import ConductError

TEMPLATE = "staff/comprehension.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def comprehension(request: HttpRequest, code: UUID) -> HttpResponse:
    """Show what was answered wrongly; allow another attempt."""
    person = access.participant_for_writing(signed_in(request), code)
    context = {"person": person, "standing": consenting.checked(person)}
    if request.method != "POST":
        return page(request, TEMPLATE, context)

    def service() -> None:
        if "talked" not in request.POST:
            raise ConductError(_("Talk with the person first, and say that you did."))
        consenting.allow_attempt(person, by=actor(request))

    return act(
        request,
        service,
        template=TEMPLATE,
        context=context,
        said=_("%(number)s may try the check again.") % {"number": person},
        to=person,
    )
