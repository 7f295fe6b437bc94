"""Terms of adverse events: those of a list stay plain, those that staff write are encrypted.

A term of the list names nobody, and a trial must still count it after an erasure. What somebody
types may name people, so it is kept as their other words are; its coded term stays.
"""

from __future__ import annotations

from functools import cache

from django.utils.translation import gettext as _

from limen.conduct.core.models import Participant
from limen.conduct.core.services.free_text import read_sealed, sealed
from limen.errors import ConductError, ErasedError
from limen.instruments import get

LONGEST = 115  # bytes: encrypted, it fills the 200 characters of its column
_TERM = "term"


@cache
def listed_terms() -> tuple[str, ...]:
    """Return the terms of the list, such as "Headache": the complaints of Limen's checklist."""
    complaints = [one.id for one in get("limen_ae").items if one.high == 4 and one.asked_if is None]
    return tuple(id.replace("_", " ").capitalize() for id in complaints)


def kept_term(participant: Participant, text: str) -> str:
    """Return what the column `term` holds; `ConductError` if it is too long to be encrypted.

    Of somebody who was erased only terms of the list are kept: `ConductError` for others.
    """
    if not text or text.casefold() in {one.casefold() for one in listed_terms()}:
        return text
    if len(text.encode()) > LONGEST:
        raise ConductError(_("This term is too long. Write a shorter one."))
    try:
        return sealed(participant, text, purpose=_TERM)
    except ErasedError:
        raise ConductError(
            _("Words about this person were erased, so only a term of the list can be kept. "
              "Choose one, or give the coded term.")
        ) from None  # fmt: skip


def read_term(participant: Participant, stored: str) -> str:
    """Return the term in words; "(erased)" if it was erased."""
    return read_sealed(participant, stored, purpose=_TERM)
