"""Somebody comes back: with their recovery phrase, or a new code from the study team."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from limen.conduct.participant.views.coming_in import Typed, let_in


@require_http_methods(["GET", "HEAD", "POST"])
def way_back(request: HttpRequest) -> HttpResponse:
    """Show the form, or let in; what was kept of another page stays with it."""
    typed = Typed()
    if request.method == "POST":
        outcome = let_in(request, request.POST.get("words", ""))
        if not isinstance(outcome, Typed):
            return outcome
        typed = outcome
    template = "participant/way_back.html"
    context = typed.context(request)
    return render(request, template, context, status=typed.status)
