"""What a person takes besides: shown, entered, corrected; what must not be is said at once."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access
from limen.conduct.core.medication import (
    Said,
    add_medication,
    correct_medication,
    latest_of,
    medications_of,
    perhaps_meant,
    said_of,
)
from limen.conduct.core.models import Medication
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.posted import day_if_any, text_of

LIST, CORRECT = "staff/team/medications.html", "staff/team/correct_medication.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff()
def medications(request: HttpRequest, code: UUID) -> HttpResponse:
    """Show what a person takes; enter something."""
    member = signed_in(request)
    person = access.participant_for_reading(member, code)
    may_write = member.has_role(person.site, *access.WRITERS)
    context = {"person": person, "may_write": may_write, "lines": medications_of(person)}
    if request.method != "POST":
        return page(request, LIST, context)
    if not may_write:
        raise PermissionDenied
    return act(
        request,
        lambda: _warn(request, add_medication(person, _said(request), member=member)),
        template=LIST,
        context=context,
        said=_("The medication was kept."),
        to=reverse("staff:medications", args=[person.code]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def correct_medication_page(request: HttpRequest, code: UUID, number: int) -> HttpResponse:
    """Show what counts now; take a new version and why there is one."""
    member = signed_in(request)
    person = access.participant_for_writing(member, code)
    found = latest_of(person, number)
    if found is None:
        raise Http404
    form = request.POST if request.method == "POST" else _form(found)
    context = {
        "person": person,
        "medication": found,
        "form": form,
        "meant": perhaps_meant(found),
    }
    if request.method != "POST":
        return page(request, CORRECT, context)
    return act(
        request,
        lambda: _warn(
            request,
            correct_medication(
                found,
                _said(request),
                member=member,
                reason=text_of(request, "reason"),
                mistake="mistake" in request.POST,
                not_meant="not_meant" in request.POST,
            ),
        ),
        template=CORRECT,
        context=context,
        said=_("A new version of the medication was kept."),
        to=reverse("staff:medications", args=[person.code]),
    )


def _warn(request: HttpRequest, kept: Medication) -> None:
    """Say at once what the protocol says of it."""
    if kept.flagged and not kept.voided:
        text = _("The protocol says that this must not be taken beside. See below what follows.")
        messages.warning(request, text)
    for name in perhaps_meant(kept):
        text = _("Did you mean %(name)s? Then correct the name: nobody has been called.")
        messages.warning(request, text % {"name": name})


def _form(found: Medication) -> dict[str, str]:
    """Return the version that counts as the form says it."""
    texts = {column: said_of(found, column) for column in ("name", "indication", "dose")}
    dates = {"starts_on": found.starts_on, "ends_on": found.ends_on}
    said = texts | {name: on.isoformat() if on else "" for name, on in dates.items()}
    return said | ({"mistake": "on"} if found.voided else {})


def _said(request: HttpRequest) -> Said:
    return Said(
        name=text_of(request, "name"),
        indication=text_of(request, "indication"),
        dose=text_of(request, "dose"),
        starts_on=day_if_any(text_of(request, "starts_on")),
        ends_on=day_if_any(text_of(request, "ends_on")),
    )
