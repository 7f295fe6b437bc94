"""What is shown once: it waits in the device's own signed cookie, for minutes, and nowhere else."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from limen.conduct.participant.views.kept import Kept

PHRASE = "limen_phrase"
CALENDAR = "limen_calendar"
_PAGES = {PHRASE: "participant:phrase", CALENDAR: "participant:calendar"}
_MINUTES = 15


def hold(response: HttpResponse, what: str, secret: str) -> None:
    """Let a device hold a secret until its page has been seen; only that page receives it."""
    response.set_signed_cookie(
        what,
        secret,
        salt=what,
        max_age=_MINUTES * 60,
        path=reverse(_PAGES[what]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def held(request: HttpRequest, what: str) -> str:
    """Return the secret that a device holds, or nothing."""
    found = request.get_signed_cookie(what, "", salt=what, max_age=_MINUTES * 60)
    return found or ""


def seen(response: HttpResponse, what: str) -> None:
    """Take the secret from the device."""
    response.delete_cookie(what, path=reverse(_PAGES[what]), samesite="Lax")


def address(next_page: str, *, others: int = 0) -> str:
    """Return the address of the phrase's page, which leads on to another."""
    return f"{reverse('participant:phrase')}?{urlencode({'next': next_page, 'others': others})}"


def phrase_page(
    request: HttpRequest,
    phrase: str,
    *,
    next_page: str = "",
    others: int = 0,
    waiting: Kept | None = None,
) -> HttpResponse:
    """Show a phrase; the button leads on, or sends what had been kept."""
    context = {
        "words": phrase.split(),
        "next": next_page,
        "others": others,
        "kept": waiting,
    }
    return render(request, "participant/phrase.html", context)
