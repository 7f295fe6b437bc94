"""Doses are held, or go on again, signed by an investigator."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access, signing
from limen.conduct.core.models import DosingHold, Participant, StaffMember
from limen.conduct.core.safety import standing_holds, title_of
from limen.conduct.core.safety.services import hold_dosing, meaning_of_resuming, resume_dosing
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.person.events import words_of

TEMPLATE = "staff/safety/dosing.html"
_KEY = re.compile(r"[0-9]{1,18}", re.ASCII)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(access.Role.INVESTIGATOR)
def dosing(request: HttpRequest, code: UUID) -> HttpResponse:
    """Show why doses wait, and who has read it; hold them, or let them go on."""
    member = signed_in(request)
    person = access.participant_for_deciding(member, code)
    standing = list(standing_holds(person))
    context = {
        "person": person,
        "holds": [_told(one) for one in standing],
        "for_good": any(one.for_good for one in standing),
        "earlier": _earlier(person),
        "meaning": meaning_of_resuming(),
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    return act(
        request,
        _service(request, person, member),
        template=TEMPLATE,
        context=context,
        said=_("It is kept. The participant is told."),
        to=reverse("staff:dosing", args=[person.code]),
    )


def _service(
    request: HttpRequest, person: Participant, member: StaffMember
) -> Callable[[], object]:
    reason = request.POST.get("reason", "")

    def resume() -> None:
        signing.confirm(member, request.POST.get("password", ""))
        resume_dosing(
            person,
            member=member,
            reason=reason,
            meaning=meaning_of_resuming(),
            seen=[int(one) for one in request.POST.getlist("hold") if _KEY.fullmatch(one)],
        )

    if request.POST.get("do") == "hold":
        return lambda: hold_dosing(person, member=member, reason=reason)
    return resume


def _told(hold: DosingHold) -> dict[str, object]:
    return {
        "hold": hold,
        "why": title_of(hold.alert) if hold.alert else words_of(hold.reason),
        "resumed": words_of(hold.resumed_reason),
    }


def _earlier(person: Participant) -> list[dict[str, object]]:
    rows = DosingHold.objects.filter(participant=person, resumed_at__isnull=False)
    rows = rows.select_related("alert__version", "reason__participant", "resumed_by",
                               "resumed_reason__participant")  # fmt: skip
    return [_told(one) for one in rows.order_by("-resumed_at")]
