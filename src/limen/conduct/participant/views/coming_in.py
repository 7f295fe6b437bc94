"""What the pages share on which somebody comes in: the form, the cookie, and where it leads."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from limen.conduct.core.entering import CameIn, come_back, come_in, is_phrase, strange_words
from limen.conduct.participant import door, middleware
from limen.conduct.participant.views import kept, once
from limen.errors import ConductError, ThrottledError

YEAR = 365 * 24 * 3600  # seconds


@dataclass(frozen=True)
class Typed:
    """What somebody typed, and what was wrong with it; nothing tells whether a code existed."""

    text: str = ""
    error: str = ""
    status: int = 200

    def context(self, request: HttpRequest) -> dict[str, object]:
        """Return what the page needs to be shown, again or for the first time."""
        return {
            "typed": self.text,
            "error": self.error,
            "next": request.POST.get("next") or request.GET.get("next", ""),
            "attempt": request.POST.get("attempt") or secrets.token_urlsafe(16),
            "forget": "forget" in request.POST,
            "kept": kept.read(request.POST.get("kept", "")),
        }


def let_in(request: HttpRequest, text: str) -> HttpResponse | Typed:
    """Take a code or a phrase: lead on, or say what to look at."""
    text = text.strip()[:400]
    if not text:
        return Typed(error=_("Please type the code, or the words."), status=400)
    arrive = come_back if is_phrase(text) else come_in
    try:
        came_in = arrive(
            text,
            title=request.POST.get("device", ""),
            attempt=request.POST.get("attempt", "")[:64],
            forget_other_devices="forget" in request.POST,
        )
    except ThrottledError as error:
        words = _("That was tried too often. Please wait %(seconds)d seconds, then try again.")
        return Typed(text, words % {"seconds": error.wait_seconds}, 429)
    except ConductError:
        return Typed(text, _refusal(text), 400)
    return _inside(request, came_in)


def _inside(request: HttpRequest, came_in: CameIn) -> HttpResponse:
    """Make the device known and show the phrase; what was kept is sent on from that page."""
    waiting = kept.read(request.POST.get("kept", ""))
    if waiting is not None and door.keeps(waiting.path):
        request.participant = came_in.participant  # type: ignore[attr-defined]
        response = once.phrase_page(request, came_in.phrase, waiting=waiting)
    else:
        response = redirect(once.address(door.next_page(request), others=came_in.others))
        once.hold(response, once.PHRASE, came_in.phrase)
    remember(response, came_in.token)
    return response


def remember(response: HttpResponse, token: str) -> None:
    """Give the device its token: no script can read it, no other site can send it."""
    response.set_cookie(
        middleware.COOKIE,
        token,
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """Take the token from the device, and answers in this tab that were not sent (draft.js)."""
    response.delete_cookie(middleware.COOKIE, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"storage"'


def _refusal(text: str) -> str:
    strange = strange_words(text) if is_phrase(text) else []
    if strange:
        words = _("Our phrases do not use the word “%(word)s”. Please look at it again.")
        return words % {"word": strange[0][:30]}
    return _(
        "This did not work. A letter may be wrong, or it was used already, or it is too old. "
        "Please compare it. If it still does not work, call the study team: they give you a new "
        "code, and nothing of yours is lost."
    )
