"""Words of staff about somebody, encrypted under that person's key."""

from __future__ import annotations

from limen.conduct.core.models import FreeText, Participant
from limen.conduct.core.services.free_text import write_text
from limen.conduct.core.trail import Record
from limen.errors import ErasedError


def kept_words(
    record: Record, participant: Participant, words: str, *, purpose: str
) -> FreeText | None:
    """Add words about somebody; None, with a note in the entry, if their key is destroyed.

    An alert about somebody who was erased must be acted on all the same.
    """
    try:
        return write_text(record, participant, words, purpose=purpose)
    except ErasedError:
        record.note("words", "not kept: the participant was erased")
        return None
