"""A form that makes something secret is answered once: the secret is shown, and kept nowhere."""

from __future__ import annotations

import secrets

from django.http import HttpRequest

FIELD = "once"
_USED = "used_forms"  # in the session
_KEPT = 50


def mark() -> str:
    """Return a mark for a form, new for each page."""
    return secrets.token_urlsafe(12)


def first_time(request: HttpRequest) -> bool:
    """Whether this form is sent for the first time; a page loaded again is not."""
    sent = request.POST.get(FIELD, "")[:64]
    used: list[str] = request.session.get(_USED, [])
    if not sent or sent in used:
        return False
    request.session[_USED] = [*used, sent][-_KEPT:]
    return True
