"""A participant agrees to the documents of a version; or says no to a new one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from limen.conduct.core.actor import Actor
from limen.conduct.core.consenting.check import checked
from limen.conduct.core.consenting.documents import (
    Document,
    documents_for,
    hashes,
    version_hash,
    version_to_read,
)
from limen.conduct.core.consenting.reading import unread
from limen.conduct.core.consenting.standing import refuse_if_gone
from limen.conduct.core.consenting.statements import statements_of
from limen.conduct.core.models import Consent, FreeText, Participant, ProtocolVersion
from limen.conduct.core.occasions.services import remake_occasions
from limen.conduct.core.services.free_text import write_text
from limen.conduct.core.trail import NothingToDo, Record, recording
from limen.conduct.core.trail.canonical import encode
from limen.errors import ConductError, Problem

CHANGED = "shown"  # the path of the problem that other words are in force than were shown
_NAME_AT_MOST = 200


def give_consent(
    participant: Participant,
    *,
    signature: str,
    agreed: Collection[str],
    shown: str,
    by: Actor,
    entered_by: str = "",
    signed_at: datetime | None = None,
) -> Consent:
    """Store a consent to the version to read, and bring the participant under it; return it.

    `shown` is the `version_hash` of the documents that were shown: if an amendment came in between,
    nothing is signed. `agreed` are the names of statements. Every document must have been read to
    its end (`note_read`), and the check passed. A consent on paper has `entered_by` and the moment
    it was signed, and was read on paper. Signing the same twice stores it once. `ConductError` with
    everything that is missing; a problem's path is `shown`, `documents`, `read`, `check`,
    `agreed.NAME`, `signature` or `signed_at`.
    """
    with recording("consent.given", by=by, participant=participant) as record:
        stored = record.fresh(participant)
        there = _given_already(stored, shown)
        if there is not None:
            consent = there
            raise NothingToDo
        refuse_if_gone(stored)
        version, documents = version_to_read(stored), documents_for(stored)
        problems = list(_of_words(documents, shown)) or [
            *(_of_reading(stored, documents) if not entered_by else ()),
            *_of_check(stored),
            *_of_agreeing(documents, agreed),
            *_of_signing(signature, entered_by, signed_at, record.at, version),
        ]
        if problems:
            raise ConductError("Nothing was signed.", problems)
        record.note("agreed", [one.name for one in statements_of(documents)])
        consent = record.add(
            Consent(
                participant=stored,
                version=version,
                version_hash=shown,
                documents=encode(hashes(documents)),
                language=documents[0].language,
                attempts=checked(stored).attempts,
                signature=_signature(record, stored, signature),
                signed_at=signed_at or record.at,
                entered_by=entered_by,
            )
        )
        _come_under(record, stored)
    return consent


def latest_consent(participant: Participant) -> Consent | None:
    """Return the consent that counts: the last that was stored, or None."""
    return Consent.objects.filter(participant=participant).order_by("-pk").first()


def _given_already(participant: Participant, shown: str) -> Consent | None:
    """Return the consent to these words, if it is in force: the same was sent twice."""
    if participant.consent_due:
        return None
    there = latest_consent(participant)
    if there is None or there.version_hash != shown:
        raise ConductError(f"No consent of {participant} is due.")
    return there


def _signature(record: Record, participant: Participant, name: str) -> FreeText | None:
    if not name.strip():
        return None
    return write_text(record, participant, name.strip(), purpose="signature")


def _come_under(record: Record, participant: Participant) -> None:
    participant.consent_due = False
    if participant.status == Participant.Status.INVITED:
        participant.status = Participant.Status.CONSENTED
    record.change(participant, "consent_due", "status")
    remake_occasions(record, participant)


def _of_words(documents: Sequence[Document], shown: str) -> Iterator[Problem]:
    if not documents:
        message = _("The words of the documents are not on this server.")
        yield Problem(message=message, remedy=_("Tell the study team."), path="documents")
    elif version_hash(documents) != shown:
        message = _("The documents have changed since they were shown.")
        yield Problem(message=message, remedy=_("Please read the new ones first."), path=CHANGED)


def _of_reading(participant: Participant, documents: Sequence[Document]) -> Iterator[Problem]:
    for document in unread(participant, documents):
        message = _("“%(title)s” was not read to its end.") % {"title": document.title}
        yield Problem(message=message, remedy=_("Please read it first."), path="read")


def _of_check(participant: Participant) -> Iterator[Problem]:
    if not checked(participant).passed:
        message = _("The questions about the information were not answered well enough yet.")
        yield Problem(message=message, remedy=_("Please answer them first."), path="check")


def _of_agreeing(documents: Sequence[Document], agreed: Collection[str]) -> Iterator[Problem]:
    for statement in statements_of(documents):
        if statement.name not in agreed:
            yield Problem(message=statement.words, path=f"agreed.{statement.name}")


def _of_signing(
    signature: str,
    entered_by: str,
    signed_at: datetime | None,
    now: datetime,
    version: ProtocolVersion,
) -> Iterator[Problem]:
    name = signature.strip()
    if (not name and not entered_by) or len(name) > _NAME_AT_MOST:
        remedy = _("Please type your name, at most 200 letters.")
        yield Problem(message=_("There is no signature."), remedy=remedy, path="signature")
    if signed_at is not None and not entered_by:
        message = "Only a consent on paper has another date."
        yield Problem(message=message, path="signed_at")
    elif entered_by and signed_at is None:
        yield Problem(message="When was it signed?", path="signed_at")
    elif signed_at is not None and not _in_force(version, signed_at, now):
        message = "It was signed in the future, or before these documents were in force."
        yield Problem(message=message, remedy="Compare the date on the paper.", path="signed_at")


def _in_force(version: ProtocolVersion, signed_at: datetime, now: datetime) -> bool:
    """Whether these words could be signed then; the first may have been before this server."""
    return signed_at <= now and (version.number == 1 or version.applied_at <= signed_at)
