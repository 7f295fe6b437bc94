"""An investigator freezes a signed form, or unfreezes it with a reason."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access
from limen.conduct.core.forms.services import freeze, unfreeze
from limen.conduct.core.models import StaffMember, VisitForm
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.forms.lines import line_of
from limen.conduct.staff.person.days import lines

TEMPLATE = "staff/forms/freeze.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(access.Role.INVESTIGATOR)
def form_freeze(request: HttpRequest, code: UUID, identifier: str, form: str) -> HttpResponse:
    """Say what it means, and do it; which of the two, the form's state says."""
    member = signed_in(request)
    person = access.participant_for_deciding(member, code)
    occasion, line = line_of(person, identifier, form)
    row = line.due.row
    if row is None:
        raise Http404
    context = {"person": person, "line": lines([occasion])[0], "form": line}
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    return act(
        request,
        _service(request, row, member),
        template=TEMPLATE,
        context=context,
        said=_("It is kept."),
        to=reverse("staff:form", args=[person.code, identifier, form]),
    )


def _service(request: HttpRequest, row: VisitForm, member: StaffMember) -> Callable[[], object]:
    if request.POST.get("do") == "unfreeze":
        return lambda: unfreeze(row, member=member, reason=request.POST.get("reason", ""))
    return lambda: freeze(row, member=member)
