"""A participant pauses, or comes back."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access, messages
from limen.conduct.core.models import Participant
from limen.conduct.core.occasions import services
from limen.conduct.core.reasons import TAKING_PART
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.conduct.staff.posted import day_if_any


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def pause(request: HttpRequest, code: UUID) -> HttpResponse:
    """Ask until when, and pause."""
    person = access.participant_for_writing(signed_in(request), code)
    context = {"person": person, "reasons": TAKING_PART}
    if request.method != "POST":
        return page(request, "staff/pause.html", context)

    def service() -> None:
        until = _until(person, request.POST.get("until", ""))
        reason = reason_of(request)
        services.pause(person, by=actor(request), until=until, reason=reason)

    said = _("%(number)s pauses.") % {"number": person}
    return act(request, service, template="staff/pause.html", context=context, said=said, to=person)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def resume(request: HttpRequest, code: UUID) -> HttpResponse:
    """Say what it does, and end the pause."""
    person = access.participant_for_writing(signed_in(request), code)
    context = {"person": person}
    if request.method != "POST":
        return page(request, "staff/resume.html", context)
    return act(
        request,
        lambda: services.resume(person, by=actor(request), opened=messages.plan_reminders),
        template="staff/resume.html",
        context=context,
        said=_("The pause of %(number)s is over.") % {"number": person},
        to=person,
    )


def reason_of(request: HttpRequest) -> str:
    """Return the reason that was chosen: a word of the list, or blank."""
    chosen = request.POST.get("reason", "")
    return chosen if chosen in TAKING_PART else ""


def _until(person: Participant, text: str) -> datetime | None:
    """Return the end of the last day of a pause, where the person lives; None if it is open."""
    last = day_if_any(text)
    return datetime.combine(last, time(23, 59, 59), ZoneInfo(person.zone)) if last else None
