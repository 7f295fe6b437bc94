"""Staff say that a form will not be filled in, and why."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access
from limen.conduct.core.forms.services import mark_not_done
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.forms.lines import line_of
from limen.conduct.staff.person.days import lines

TEMPLATE = "staff/forms/not_done.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def form_not_done(request: HttpRequest, code: UUID, identifier: str, form: str) -> HttpResponse:
    """Ask for the reason, and keep it."""
    member = signed_in(request)
    person = access.participant_for_writing(member, code)
    occasion, line = line_of(person, identifier, form)
    context = {"person": person, "line": lines([occasion])[0], "form": line}
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    reason = request.POST.get("reason", "")
    return act(
        request,
        lambda: mark_not_done(occasion, line.due.form, member=member, reason=reason),
        template=TEMPLATE,
        context=context,
        said=_("It is kept that this form is not done."),
        to=reverse("staff:form", args=[person.code, identifier, form]),
    )
