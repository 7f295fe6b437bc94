"""The letter of invitation: a code, the address it is part of, and both as a picture to scan."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from limen.conduct.core.models import Participant


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What is shown once, and kept nowhere; `picture` is an SVG."""

    participant: Participant
    code: str
    address: str
    entrance: str  # where the code can be typed
    picture: SafeString


def letter(request: HttpRequest, participant: Participant, code: str) -> Letter:
    """Return the letter for a code that has just been made."""
    address = _absolute(request, reverse("participant:invitation", args=[code]))
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        scale=5, border=2, dark="#000", light="#fff"
    )
    return Letter(
        participant=participant,
        code=code,
        address=address,
        entrance=_absolute(request, reverse("participant:enter")),
        picture=mark_safe(drawn),
    )


def _absolute(request: HttpRequest, path: str) -> str:
    base = settings.LIMEN_ADDRESS.rstrip("/")
    return base + path if base else request.build_absolute_uri(path)
