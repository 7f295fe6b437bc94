"""Whether something had been sent before, and how it is told from something else."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from limen.conduct.core.actor import Actor
from limen.conduct.core.answering.read import Form, fields_of
from limen.conduct.core.answering.receipt import Receipt
from limen.conduct.core.models import AuditEntry, Participant, ParticipantKey, Submission
from limen.conduct.core.occasions import TelephoneClock, Verdict
from limen.conduct.core.trail import NothingToDo, Record, recording
from limen.conduct.core.trail.canonical import encode, plain
from limen.errors import ConductError, LockedError, Problem


def content_hash(
    participant: Participant, form: Form, around: Mapping[str, Any], *, words: bool = True
) -> str:
    """Return what tells one content from another: over the fields as sent, and what is `around`.

    Keyed with the server's secret, and with the participant's wrapped key where there are `words`
    of their own: so that from the database alone nobody can try out what somebody may have
    written, and after an erasure nobody at all.
    """
    fields = sorted((name, str(text)) for name, text in fields_of(form) if text != "")
    named = {name: plain(value) for name, value in around.items()}
    content = encode({"fields": fields, **named}).encode("utf-8", "surrogatepass")
    key = settings.SECRET_KEY.encode() + (_wrapped_key(participant) if words else b"")
    return hmac.new(key, content, sha256).hexdigest()


def _wrapped_key(participant: Participant) -> bytes:
    keys = ParticipantKey.objects.filter(participant=participant)
    return bytes(keys.values_list("wrapped", flat=True).get())


def store_once(
    event: str,
    take: Callable[[Record], Receipt],
    *,
    client_id: UUID,
    participant: Participant,
    content: str,
    by: Actor,
) -> Receipt:
    """Return the receipt that `take` gives inside of an event, or the one that was given before.

    What is not stored leaves no trace. After the database lock nothing is taken, but who sends once
    more what had been stored is told so.
    """
    receipt: Receipt | None = None
    try:
        with recording(event, by=by, participant=participant) as record:
            receipt = _repeated(client_id, participant, content)
            if receipt is not None:
                raise NothingToDo
            receipt = take(record)
            if not receipt.stored:
                raise NothingToDo
    except LockedError:
        receipt = _repeated(client_id, participant, content)
        if receipt is None:
            raise
    return receipt


def add_apart(
    record: Record,
    participant: Participant,
    *,
    page: str,
    client_id: UUID,
    content: str,
    telephone: TelephoneClock,
    language: str,
    respondent: str,
    entered_by: str,
) -> Submission:
    """Add the submission of something that belongs to no occasion; it is always in time."""
    return record.add(
        Submission(
            client_id=client_id,
            participant=participant,
            page=page,
            received_at=record.at,
            client_at=telephone.at,
            client_offset_minutes=telephone.offset_minutes,
            verdict=Verdict.IN_TIME.value,
            language=language,
            respondent=respondent,
            entered_by=entered_by or entered_by_of(record.by),
            content_hash=content,
        )
    )


def entered_by_of(by: Actor) -> str:
    """Return who entered what arrived for somebody else; blank if it came from themselves."""
    return str(by) if by.kind == "staff" else ""


def receipt_of(participant: Participant, client_id: UUID) -> Receipt | None:
    """Return the receipt of what this participant sent under an id; None if there is none."""
    sent = Submission.objects.filter(participant=participant, client_id=client_id).first()
    return None if sent is None else _receipt(sent)


def _repeated(client_id: UUID, participant: Participant, content: str) -> Receipt | None:
    """Return the receipt of what was sent under an id before; None if nothing was.

    `ConductError` if it was something else, or somebody else's: then nothing is told about it.
    """
    earlier = Submission.objects.filter(client_id=client_id).first()
    if earlier is None:
        return None
    same = earlier.participant_id == participant.pk and hmac.compare_digest(
        earlier.content_hash, content
    )
    if not same:
        message = "This cannot be stored under this id: the id was used before."
        remedy = "Load the page again and send once more; nothing that was stored has changed."
        raise ConductError(message, [Problem(message=message, remedy=remedy)])
    return _receipt(earlier)


def _receipt(earlier: Submission) -> Receipt:
    """Return what was answered then, in the language of now; the entry holds what it said."""
    notes, verdict = _notes(earlier), Verdict(earlier.verdict)
    return Receipt(
        id=earlier.client_id,
        received_at=earlier.received_at,
        verdict=verdict,
        final=earlier.final,
        words=words(verdict, final=earlier.final),
        shown=tuple(notes.get("shown", ())),
        rules=tuple(notes.get("rules", ())),
        unchanged=tuple(notes.get("unchanged", ())),
        repeated=True,
    )


def note_rules(record: Record, receipt: Receipt) -> None:
    """Note in the entry which safety rules fired and what was shown: a repetition shows it too."""
    if receipt.rules:
        record.note("rules", list(receipt.rules))
        record.note("shown", list(receipt.shown))


def words(verdict: Verdict, *, final: bool = True) -> str:
    """Return what who sent something is told, in the language that is active."""
    match verdict:
        case Verdict.IN_TIME:
            return _("Thank you. Your answers are stored.") if final else _("Stored so far.")
        case Verdict.LATE:
            return _("Thank you. Your answers are stored, and marked as late.")
        case Verdict.AGAIN:
            return _("Thank you. Your changes are stored; your first answers are kept too.")
        case Verdict.SET_ASIDE:
            return _(
                "Thank you. This could not be answered any more, so your answers are stored apart "
                "for the study team and are not counted."
            )
        case Verdict.TOO_EARLY:
            return _("This cannot be answered yet. Nothing was stored.")
        case Verdict.WITHDRAWN:
            return _("You have left the study, so nothing was stored.")
    return _("This cannot be answered any more. Nothing was stored.")


def _notes(submission: Submission) -> Mapping[str, Any]:
    payload = AuditEntry.objects.values_list("payload", flat=True).get(
        number=submission.audit_entry_id
    )
    notes: Mapping[str, Any] = json.loads(payload).get("notes", {})
    return notes
