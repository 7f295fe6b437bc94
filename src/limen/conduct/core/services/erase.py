"""A participant's contact data and free text are erased: their key is destroyed."""

from __future__ import annotations

from limen.conduct.core.actor import Actor
from limen.conduct.core.deployment.erased import add_codes
from limen.conduct.core.encryption import keys
from limen.conduct.core.models import (
    ContactDetail,
    Participant,
    ParticipantKey,
    ParticipationEvent,
)
from limen.conduct.core.occasions.services.rows import hush_person
from limen.conduct.core.served import served
from limen.conduct.core.services.sweep import sweep_again
from limen.conduct.core.trail import NothingToDo, Record, recording


def erase(participant: Participant, *, by: Actor) -> bool:
    """Destroy the participant's key, so that nobody can read what was encrypted under it.

    What they answered stays under the pseudonym, and `verify` still passes: the trail holds hashes
    of ciphertext. Doing it twice does it once, but for the last step. Steps:

    1. the code goes into `keys/erased.txt`, and into the list beside the backups, so that restoring
       an older backup erases again, also without the keys;
    2. key and contact data are emptied, messages that wait are cancelled, in one transaction;
    3. the database gives up the old pages, and a demonstration's folder their letters.

    Returns whether the last step is done. While somebody reads an older state (a backup, say) it
    cannot be: it is noted in `keys/unswept/`, `check` names it, and the worker tries again.
    """
    code = str(participant.code)
    keys().note_erased([code])
    add_codes(served().erased_copy, [code])
    keys().note_unswept(code)
    with recording("participant.erased", by=by, participant=participant) as record:
        key = ParticipantKey.objects.get(participant=participant)
        if key.destroyed_at is not None:
            raise NothingToDo
        _empty(record, participant, key)
    return sweep_again()  # also the second time: the first may have been killed before it


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
    hush_person(participant, record.at)


def unfinished_erasures() -> list[Participant]:
    """Return participants whose erasure was noted, and whose key is there still."""
    alive = Participant.objects.filter(
        code__in=keys().erased(), key__destroyed_at=None, key__isnull=False
    )
    return list(alive)
