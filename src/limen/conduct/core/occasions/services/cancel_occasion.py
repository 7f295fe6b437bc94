"""Staff cancel one occasion."""

from __future__ import annotations

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Occasion
from limen.conduct.core.occasions.events import Cancel
from limen.conduct.core.occasions.services.rows import happens
from limen.conduct.core.occasions.state import State
from limen.conduct.core.reasons import CANCELLING, refuse_other_words
from limen.conduct.core.trail import recording
from limen.errors import ConductError


def cancel_occasion(occasion: Occasion, *, by: Actor, reason: str) -> None:
    """Cancel an occasion that is not finished; `reason` is a word of `CANCELLING`.

    `ConductError` without one, or if the occasion was sent, missed or had expired.
    """
    refuse_other_words(reason, CANCELLING, needed=True)
    with recording("occasion.cancelled", by=by, participant=occasion.participant) as record:
        stored = record.fresh(occasion)
        record.note("occasion", stored.identifier)
        record.note("reason", reason)
        if happens(record, stored, Cancel()).occasion.state != State.CANCELLED:
            raise ConductError(f"{stored} is {stored.state}; only what is unfinished can go.")
