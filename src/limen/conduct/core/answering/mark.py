"""The mark in a page: when the server made it, signed, for one occasion of one participant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.core.signing import BadSignature, Signer

from limen.conduct.core import clock
from limen.conduct.core.models import Occasion

_SALT = "limen.conduct.core.answering.page_mark"
_START = datetime(2020, 1, 1, tzinfo=UTC)
_LONGEST = 400


def page_mark(occasion: Occasion) -> str:
    """Return the mark for a page that is made now."""
    return _signer(occasion).sign(str((clock.now() - _START) // timedelta(milliseconds=1)))


def read_mark(mark: str, occasion: Occasion) -> datetime | None:
    """Return when the page with this mark was made.

    None for a mark that is forged, another occasion's or another person's, or from the future: the
    answers are judged as if there were no mark.
    """
    if len(mark) > _LONGEST:
        return None
    try:
        text = _signer(occasion).unsign(mark)
        made = _START + int(text) * timedelta(milliseconds=1)
    except (BadSignature, ValueError, OverflowError, UnicodeError):
        return None
    return made if made <= clock.now() else None


def _signer(occasion: Occasion) -> Signer:
    whose = f"{occasion.participant.code}:{occasion.identifier}"
    return Signer(salt=f"{_SALT}:{whose}", sep="~")
