"""What somebody sees who has withdrawn: that they have, and what they can still do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from limen.conduct.core.models import Participant, ParticipationEvent
from limen.conduct.participant import door


@require_safe
@door.for_participant(before_consent=True, withdrawn=True)
def withdrawn(request: HttpRequest) -> HttpResponse:
    """Show it."""
    participant = door.inside(request)
    if participant.status != Participant.Status.WITHDRAWN:
        return redirect("participant:today")
    event = participant.participation_events.filter(kind=ParticipationEvent.Kind.WITHDREW).last()
    erased = participant.participation_events.filter(kind=ParticipationEvent.Kind.ERASED).exists()
    context = {"event": event, "erased": erased}
    return render(request, "participant/withdrawn.html", context)
