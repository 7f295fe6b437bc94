"""The participant has read that doses wait."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from limen.conduct.core.safety.services import read_hold
from limen.conduct.participant.door import actor, for_participant, inside


@require_POST
@for_participant
def held(request: HttpRequest) -> HttpResponse:
    """Note it, and go back to Today."""
    read_hold(inside(request), by=actor(request))
    return redirect("participant:today")
