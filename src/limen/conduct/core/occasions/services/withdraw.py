"""A participant withdraws from the study."""

from __future__ import annotations

from hashlib import sha256

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Occasion, Participant, ParticipationEvent
from limen.conduct.core.occasions.events import Withdraw
from limen.conduct.core.occasions.services.rows import happens_to_all, hush_person
from limen.conduct.core.reasons import TAKING_PART, refuse_other_words
from limen.conduct.core.trail import NothingToDo, Record, recording
from limen.protocol.document.people import Consent


def withdraw(
    participant: Participant,
    *,
    by: Actor,
    data_use: str = ParticipationEvent.DataUse.KEEP,
    reason: str = "",
) -> list[Occasion]:
    """End somebody's taking part at once; return the occasions that this cancelled.

    What was sent before stays as the protocol's consent says; `data_use` is what the person wants,
    and the entry holds the SHA-256 of the protocol's words on it that they had agreed to. No reason
    is ever needed; one that is given is a word of `TAKING_PART`. Withdrawing twice writes once.
    Erasing is a service of its own.
    """
    refuse_other_words(reason, TAKING_PART)
    event = "participant.withdrew"
    with recording(event, by=by, participant=participant) as record:
        stored = record.fresh(participant)
        if stored.has_withdrawn:
            raise NothingToDo
        record.add(
            ParticipationEvent(
                participant=stored,
                kind=ParticipationEvent.Kind.WITHDREW,
                at=record.at,
                data_use=data_use,
                reason=reason,
            )
        )
        stored.status, stored.paused_since = Participant.Status.WITHDRAWN, None
        record.change(stored, "status", "paused_since")
        record.note("said_of_data_sha256", _said_of_data(stored))
        return cancel_unfinished(record, stored)
    return []


def cancel_unfinished(record: Record, participant: Participant) -> list[Occasion]:
    """Cancel all that is unfinished and every message to them that waits, in another event."""
    cancelled = happens_to_all(record, participant, Withdraw())
    hush_person(participant, record.at)
    return cancelled


def _said_of_data(participant: Participant) -> str:
    """Return the hash of the protocol's words on data after withdrawal; empty if it has none."""
    consent = participant.version.protocol.consent
    words = consent.withdrawal if isinstance(consent, Consent) else None
    return sha256(words.encode("utf-8")).hexdigest() if isinstance(words, str) else ""
