"""A participant's contact data and free text are erased: their key is destroyed."""

from __future__ import annotations

from django.db import connection

from limen.conduct.core.actor import Actor
from limen.conduct.core.encryption import keys
from limen.conduct.core.models import (
    ContactDetail,
    OutboxMessage,
    Participant,
    ParticipantKey,
    ParticipationEvent,
)
from limen.conduct.core.trail import Record, recording


def erase(participant: Participant, *, by: Actor) -> None:
    """Destroy the participant's key, so that nobody can read what was encrypted under it.

    What they answered stays under the pseudonym, and `verify` still passes: the trail holds hashes
    of ciphertext. Doing it twice does it once, but for the last step. Steps:

    1. the code goes into `keys/erased.txt`, so that restoring an older backup erases again;
    2. key and contact data are emptied, messages that wait are cancelled, in one transaction;
    3. the database is asked to give up the old pages.
    """
    keys().note_erased([str(participant.code)])
    with recording("participant.erased", by=by, participant=participant) as record:
        key = ParticipantKey.objects.get(participant=participant)
        if key.destroyed_at is not None:
            record.nothing_happened()
        else:
            _empty(record, participant, key)
    _sweep()  # also the second time: the first may have been killed before it


def _empty(record: Record, participant: Participant, key: ParticipantKey) -> None:
    key.wrapped, key.destroyed_at = b"", record.at
    record.change(key, "wrapped", "destroyed_at")
    contacts = list(ContactDetail.objects.filter(participant=participant))
    for contact in contacts:
        contact.ciphertext, contact.changed_at = b"", record.at
    record.change_all(contacts, "ciphertext", "changed_at")
    record.add(
        ParticipationEvent(
            participant=participant, kind=ParticipationEvent.Kind.ERASED, at=record.at
        )
    )
    OutboxMessage.objects.filter(participant=participant, state=OutboxMessage.State.WAITING).update(
        state=OutboxMessage.State.CANCELLED, settled_at=record.at
    )


def unfinished_erasures() -> list[Participant]:
    """Return participants whose erasure was noted, and whose key is there still."""
    alive = Participant.objects.filter(
        code__in=keys().erased(), key__destroyed_at=None, key__isnull=False
    )
    return list(alive)


def _sweep() -> None:
    """Make the database give up what was overwritten, as far as it can."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM core_participantkey, core_contactdetail")
