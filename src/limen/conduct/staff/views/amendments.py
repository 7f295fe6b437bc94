"""What a new version of the protocol would change, and for whom. Nothing is applied here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access
from limen.conduct.core.models import Participant, Study
from limen.conduct.core.served import served
from limen.conduct.core.services.amend import preview
from limen.conduct.staff.acting import lines, page
from limen.conduct.staff.door import for_staff
from limen.errors import LimenError
from limen.protocol.diff import RECONSENT

TEMPLATE = "staff/amendments.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(access.Role.ADMINISTRATOR, access.Role.INVESTIGATOR)
def amendments(request: HttpRequest) -> HttpResponse:
    """Ask for the new version's YAML; show its changes in words. It is read and forgotten."""
    context = {"study": Study.objects.select_related("version").get()}
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    text = request.POST.get("text", "")
    if not text.strip():
        return page(request, TEMPLATE, context, errors=[_("Paste the protocol's YAML.")])
    try:
        found = preview(text, served())
    except LimenError as error:
        return page(request, TEMPLATE, context, errors=lines(error))
    titles = dict(Participant.Status.choices)
    shown = {
        "found": found,
        "rule": RECONSENT[found.amendment.reconsent],
        "changes": [(one, RECONSENT[one.reconsent]) for one in found.amendment.changes],
        "people": [(titles[status], count) for status, count in found.people.items()],
    }
    return page(request, TEMPLATE, context | shown)
