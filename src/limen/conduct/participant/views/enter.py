"""The first page: somebody comes in with the code of their invitation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from limen.conduct.participant import door
from limen.conduct.participant.views.coming_in import Typed, let_in


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Show the form, or let in."""
    if request.method != "POST":
        if door.participant_of(request) is not None:
            return redirect(door.next_page(request))
        return _page(request, Typed())
    outcome = let_in(request, request.POST.get("code", ""))
    return _page(request, outcome) if isinstance(outcome, Typed) else outcome


def _page(request: HttpRequest, typed: Typed) -> HttpResponse:
    context = typed.context(request)
    return render(request, "participant/enter.html", context, status=typed.status)
