"""Me: what somebody can see and change about their taking part."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from limen.conduct.core.entering import devices_of
from limen.conduct.core.entering.calendar_token import calendar_of
from limen.conduct.core.messages import address
from limen.conduct.participant import door
from limen.conduct.participant.views.pause import until


@require_safe
@door.for_participant
def me(request: HttpRequest) -> HttpResponse:
    """Show it."""
    participant = door.inside(request)
    context = {
        "participant": participant,
        "until": until(participant),
        "devices": len(devices_of(participant)),
        "calendar": bool(calendar_of(participant)),
        "address": address(participant),
    }
    return render(request, "participant/me.html", context)
