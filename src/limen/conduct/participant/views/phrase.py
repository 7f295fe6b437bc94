"""The recovery phrase: shown once, or made anew."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from limen.conduct.core.entering import make_phrase
from limen.conduct.participant import door
from limen.conduct.participant.views import once


@require_http_methods(["GET", "HEAD", "POST"])
@door.for_participant(before_consent=True, withdrawn=True)
def phrase(request: HttpRequest) -> HttpResponse:
    """Show the phrase that was just made; note that it is written down; or make another."""
    if request.method == "POST" and "make" in request.POST:
        made = make_phrase(door.inside(request), by=door.actor(request))
        response = redirect(once.address(reverse("participant:me")))
        once.hold(response, once.PHRASE, made)
        return response
    if request.method == "POST":
        response = redirect(door.next_page(request))
        once.seen(response, once.PHRASE)
        return response
    words = once.held(request, once.PHRASE)
    if not words:
        return render(request, "participant/phrase_new.html")
    others = request.GET.get("others", "0")
    return once.phrase_page(
        request,
        words,
        next_page=door.next_page(request),
        others=int(others) if others.isdecimal() and len(others) < 4 else 0,
    )
