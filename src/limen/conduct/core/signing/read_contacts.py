"""Staff read a participant's contact details, and an entry says so."""

from __future__ import annotations

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import ContactDetail, Participant
from limen.conduct.core.services.keep_contact import read_contact
from limen.conduct.core.trail import recording


def read_contacts(participant: Participant, *, by: Actor) -> dict[str, str]:
    """Return the contact details by kind; the entry holds which kinds were read.

    The entry is on the disk before anything is returned. `ErasedError` if the data were erased.
    """
    found = {}
    with recording("contact.read", by=by, participant=participant) as record:
        for kind in ContactDetail.Kind.values:
            text = read_contact(participant, kind)
            if text:
                found[kind] = text
        record.note("kinds", sorted(found))
    return found
