"""A participant says no to the documents: at first, or when an amendment asks again."""

from __future__ import annotations

import json

from limen.conduct.core.actor import Actor
from limen.conduct.core.consenting.documents import documents_for, version_hash, version_to_read
from limen.conduct.core.consenting.standing import refuse_if_gone
from limen.conduct.core.models import AuditEntry, Participant
from limen.conduct.core.trail import NothingToDo, recording
from limen.errors import ConductError
from limen.protocol.document.people import Consent as Planned

DECLINED = "consent.declined"  # the event; the trail is where it is kept


def decline(participant: Participant, *, by: Actor) -> None:
    """Note that somebody does not agree to the version to read. They are not withdrawn by this.

    `consent_due` stays as it is: no occasion is made under the new version and, where the protocol
    says so, nothing more is dispensed. They may agree later, or withdraw. Twice writes once.
    `ConductError` if no consent is due.
    """
    with recording(DECLINED, by=by, participant=participant) as record:
        stored = record.fresh(participant)
        refuse_if_gone(stored)
        if not stored.consent_due:
            raise ConductError(f"No consent of {stored} is due.")
        if has_declined(stored):
            raise NothingToDo
        record.note("version", version_to_read(stored).number)
        record.note("version_hash", version_hash(documents_for(stored)))


def has_declined(participant: Participant) -> bool:
    """Whether somebody said no to the version to read, and has not agreed since."""
    if not participant.consent_due:
        return False
    said = AuditEntry.objects.filter(participant=participant.code, event=DECLINED)
    number = version_to_read(participant).number
    payloads = said.values_list("payload", flat=True)
    return any(json.loads(payload)["notes"]["version"] == number for payload in payloads)


def dosing_waits(participant: Participant) -> bool:
    """Whether no dose is to be dispensed or taken until a consent that is due is given."""
    if not participant.consent_due:
        return False
    planned = version_to_read(participant).protocol.consent
    waits = planned.dosing_waits_for_reconsent if isinstance(planned, Planned) else True
    return waits is not False
