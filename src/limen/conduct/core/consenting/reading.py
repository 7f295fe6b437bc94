"""Which documents somebody has read to their end: the trail holds it, by hash."""

from __future__ import annotations

import json
from collections.abc import Sequence

from limen.conduct.core.actor import Actor
from limen.conduct.core.consenting.documents import Document, documents_for
from limen.conduct.core.consenting.standing import refuse_if_gone
from limen.conduct.core.models import AuditEntry, Participant
from limen.conduct.core.trail import NothingToDo, recording
from limen.errors import ConductError

_READ = "document.read"  # the event; the trail is where it is kept


def note_read(participant: Participant, sha256: str, *, by: Actor) -> None:
    """Note that somebody says to have read a document to its end. Twice writes once.

    `ConductError` for a hash that is none of the documents they are to read: an amendment came in
    between, or the form was made up.
    """
    with recording(_READ, by=by, participant=participant) as record:
        stored = record.fresh(participant)
        refuse_if_gone(stored)
        if sha256 not in {one.sha256 for one in documents_for(stored)}:
            raise ConductError("This is none of the documents to be read now.")
        if sha256 in read_so_far(stored):
            raise NothingToDo
        record.note("sha256", sha256)


def read_so_far(participant: Participant) -> set[str]:
    """Return the hashes of the documents that somebody has read to their end."""
    noted = AuditEntry.objects.filter(participant=participant.code, event=_READ)
    payloads = noted.values_list("payload", flat=True)
    return {str(json.loads(payload)["notes"]["sha256"]) for payload in payloads}


def unread(participant: Participant, documents: Sequence[Document]) -> list[Document]:
    """Return the documents that are still to be read, in order."""
    done = read_so_far(participant)
    return [one for one in documents if one.sha256 not in done]
