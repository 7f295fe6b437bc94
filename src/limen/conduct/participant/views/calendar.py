"""The private calendar: an address that shows when something is due, and not what."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core.entering import calendar_token, end_calendar
from limen.conduct.core.entering.calendar_token import calendar_of
from limen.conduct.participant import door
from limen.conduct.participant.views import once


@require_http_methods(["GET", "HEAD", "POST"])
@door.for_participant
def calendar(request: HttpRequest) -> HttpResponse:
    """Show whether there is one; make its address, shown once; end it."""
    participant = door.inside(request)
    response = redirect("participant:calendar")
    if request.method == "POST" and "end" in request.POST:
        end_calendar(participant, by=door.actor(request))
        messages.success(request, _("The calendar's address no longer works."))
        once.seen(response, once.CALENDAR)
        return response
    if request.method == "POST":
        once.hold(response, once.CALENDAR, calendar_token(participant, by=door.actor(request)))
        return response
    there, token = calendar_of(participant), once.held(request, once.CALENDAR)
    link = reverse("participant:feed", args=[token]) if there and token else ""
    address = (settings.LIMEN_ADDRESS or request.build_absolute_uri("/").rstrip("/")) + link
    context = {
        "there": there[0] if there else None,
        "link": address if link else "",
        "subscribe": f"webcal:{address.partition(':')[2]}" if link else "",
    }
    return render(request, "participant/calendar.html", context)
