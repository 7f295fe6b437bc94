"""The master key was lost: everything encrypted under it is given up, and a new one noted."""

from __future__ import annotations

from limen.conduct.core.actor import COMMAND
from limen.conduct.core.encryption import keys, wrapped_key
from limen.conduct.core.models import ContactDetail, ParticipantKey, SecondFactor, Study
from limen.conduct.core.signing.factor import end_factor
from limen.conduct.core.trail import recording


def replace_keys() -> int:
    """Give every participant a new key under the new master key; return how many there are.

    Contact details and texts from before can never be read again; contact details are emptied, so
    that people can be asked for them anew. Keys that were destroyed stay so. Staff set up a new
    second factor when they next sign in: the old ones cannot be read.
    """
    with recording("keys.replaced", by=COMMAND) as record:
        alive = list(ParticipantKey.objects.filter(destroyed_at=None).select_related("participant"))
        for key in alive:
            key.wrapped, key.made_at = wrapped_key(key.participant), record.at
        record.change_all(alive, "wrapped", "made_at")
        contacts = list(ContactDetail.objects.all())
        for contact in contacts:
            contact.ciphertext, contact.changed_at = b"", record.at
        record.change_all(contacts, "ciphertext", "changed_at")
        for factor in SecondFactor.objects.filter(ended_at=None).select_related("member"):
            end_factor(record, factor.member)
        study = Study.objects.get()
        study.master_key_id = keys().master_id
        record.change(study, "master_key_id")
        keys().seal_since(record.number)  # earlier seals were made with keys that are lost
        return len(alive)
