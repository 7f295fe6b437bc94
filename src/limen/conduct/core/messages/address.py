"""An e-mail address for reminders: asked for, confirmed by its owner, taken back.

Only who wants reminders gives one, and whoever wants none any more leaves none behind: turning
reminders off forgets the address.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from limen.conduct.core import clock, throttle
from limen.conduct.core.actor import Actor
from limen.conduct.core.messages.evidence import note
from limen.conduct.core.messages.facts import CONFIRM, EMAIL
from limen.conduct.core.messages.links import Use, contact_of, mark_of, read_token
from limen.conduct.core.messages.plan import queue
from limen.conduct.core.messages.state import Evidence, State
from limen.conduct.core.models import ContactDetail, OutboxMessage, Participant, Study
from limen.conduct.core.services.keep_contact import read_contact, write_contact
from limen.conduct.core.trail import Record, recording
from limen.errors import ConductError, ThrottledError

LONGEST = 254  # characters of an address, RFC 5321
TRY_FOR = timedelta(hours=12)
LIMITS = ((timedelta(hours=1), 3), (timedelta(days=1), 6))
"""So many confirmations may be asked for by one participant within each time."""


class Confirmed(StrEnum):
    """Where somebody's reminders by e-mail stand."""

    NONE = "none"
    """There is no address: no reminders by e-mail."""
    ASKED = "asked"
    """The address waits for its owner's confirmation."""
    YES = "yes"
    """Reminders are sent to it."""


@dataclass(frozen=True)
class Address:
    """Somebody's address for reminders, decrypted for its owner's own page, and where it stands."""

    email: str
    confirmed: Confirmed


def address(participant: Participant) -> Address:
    """Return a participant's address; also where it was erased, as if there were none."""
    contact = _contact(participant)
    if contact is None or not contact.ciphertext:
        return Address("", Confirmed.NONE)
    email = read_contact(participant, EMAIL) or ""
    return Address(email, Confirmed.YES if contact.confirmed_at else Confirmed.ASKED)


def ask_confirmation(participant: Participant, email: str, *, by: Actor) -> None:
    """Keep an address, encrypted, and queue the e-mail that asks its owner to confirm it.

    Until then nothing else is sent to it. Asking again for the same address sends another e-mail;
    links in earlier ones stay good. Another address ends the links to the one before, and what
    waited for it. `ConductError` if it is no address, or its owner has left or was erased;
    `ThrottledError` after too many, so that nobody's mailbox can be filled from here.
    """
    email = email.strip()
    _refuse_no_address(email)
    door = f"mail:{email.casefold()}"
    throttle.refuse_if_busy(door)
    _refuse_too_many(participant)
    throttle.failed(door)  # counts what was asked for, whoever asked
    with recording("email.asked", by=by, participant=participant) as record:
        stored = record.fresh(participant)
        _refuse_closed(stored)
        _refuse_too_many(stored)
        if read_contact(stored, EMAIL) != email:
            write_contact(record, stored, EMAIL, email)
            _drop_confirmations(record, stored)
        queue(
            record,
            [
                OutboxMessage(
                    participant=stored,
                    channel=EMAIL,
                    purpose=CONFIRM,
                    idempotency_key=f"{CONFIRM}:{stored.pk}:{record.number}",
                    due_at=record.at,
                    window_end=record.at + TRY_FOR,
                    made_at=record.at,
                )
            ],
        )


def confirm_email(token: str) -> bool:
    """Confirm the address that a token was sent to: on POST only. False if the link is over.

    Confirming twice confirms once. Reminders of occasions that are open and still to come go to
    the address from then on: whether somebody can be reached is decided when a reminder is due.
    """
    contact = contact_of(read_token(token), Use.CONFIRM)
    if contact is None:
        return False
    by = Actor.participant(contact.participant)
    with recording("email.confirmed", by=by, participant=contact.participant) as record:
        stored = record.fresh(contact)
        if mark_of(stored) != mark_of(contact):
            record.nothing_happened()
            return False
        if stored.confirmed_at is not None:
            record.nothing_happened()
            return True
        stored.confirmed_at = record.at
        record.change(stored, "confirmed_at")
    return True


def turn_off(participant: Participant, *, by: Actor) -> None:
    """Turn reminders by e-mail off: the address is forgotten. Doing it twice does it once."""
    with recording("email.turned_off", by=by, participant=participant) as record:
        contact = _contact(participant)
        if contact is None or not contact.ciphertext:
            record.nothing_happened()
            return
        contact.ciphertext, contact.confirmed_at = b"", None
        contact.changed_at = record.at
        record.change(contact, "ciphertext", "confirmed_at", "changed_at")
        _drop_confirmations(record, participant)


def turn_off_by_link(token: str) -> bool:
    """Turn reminders off by the link at the end of each: on POST only. False if it is over."""
    contact = contact_of(read_token(token), Use.OFF)
    if contact is None:
        return False
    turn_off(contact.participant, by=Actor.participant(contact.participant))
    return True


def _contact(participant: Participant) -> ContactDetail | None:
    return ContactDetail.objects.filter(
        participant=participant, kind=ContactDetail.Kind.EMAIL
    ).first()


def _drop_confirmations(record: Record, participant: Participant) -> None:
    """Cancel what still waits to ask for confirmation."""
    waiting = OutboxMessage.objects.filter(
        participant=participant, purpose=CONFIRM, state=State.WAITING.value
    )
    dropped = list(waiting)
    waiting.update(state=State.CANCELLED.value, settled_at=record.at)
    note(record, dropped, Evidence.CANCELLED, detail="the address was changed")


def _refuse_no_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise ConductError("This is no e-mail address. Write name@example.org.") from None
    if len(email) > LONGEST:
        raise ConductError(f"An e-mail address has at most {LONGEST} characters.")


def _refuse_closed(participant: Participant) -> None:
    if Study.objects.exclude(locked_at=None).exists():
        raise ConductError("The study is closed; no more reminders are sent.")
    if participant.status == Participant.Status.WITHDRAWN:
        raise ConductError("Who has withdrawn gets no reminders.")


def _refuse_too_many(participant: Participant) -> None:
    now = clock.now()
    for span, most in LIMITS:
        asked = OutboxMessage.objects.filter(
            participant=participant, purpose=CONFIRM, made_at__gt=now - span
        ).order_by("made_at")
        if asked.count() >= most:
            oldest = asked.values_list("made_at", flat=True)[asked.count() - most]
            raise ThrottledError(int((oldest + span - now).total_seconds()) + 1)
