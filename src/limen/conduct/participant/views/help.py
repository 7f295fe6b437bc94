"""Help and whom to call: for anybody, at the same place on every page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from limen.conduct.core import clock
from limen.conduct.core.safety import somebody_watches


@require_safe
def help(request: HttpRequest) -> HttpResponse:
    """Show it; to a participant also that nobody is on call now, if that is so."""
    participant = getattr(request, "participant", None)
    watched = participant is None or somebody_watches(
        participant.site, participant.version.protocol, clock.now()
    )
    return render(request, "participant/help.html", {"nobody_watches": not watched})
