"""What staff are told whose words are not kept: who may write, what is missing, what is too long.

Refusals of one shape: nothing was changed, why, and what to do.
"""

from __future__ import annotations

from typing import Final

from limen.conduct.core.access import WRITERS
from limen.conduct.core.models import Participant, StaffMember
from limen.errors import ConductError, Problem

LONGEST: Final = 4000  # letters of what staff write about somebody


def refusal(message: str, remedy: str = "") -> ConductError:
    """Return the error that says why nothing was changed."""
    return ConductError("Nothing was changed.", [Problem(message=message, remedy=remedy)])


def refuse_who_does_not_write(member: StaffMember, participant: Participant) -> None:
    """Refuse anybody but a coordinator or an investigator of the participant's site."""
    if not member.has_role(participant.site, *WRITERS):
        raise refusal(f"{member} may enter nothing at {participant.site}.")


def refuse_words(words: str, *, missing: str = "", longest: int = LONGEST) -> None:
    """Refuse words that are too long; blank ones too, where `missing` says what to write."""
    if missing and not words.strip():
        raise refusal(missing)
    if len(words) > longest:
        raise refusal(f"Write at most {longest} letters.")
