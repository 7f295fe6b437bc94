"""Staff log that they tried to reach somebody, or take a line back."""

from __future__ import annotations

from datetime import datetime, timedelta

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import ContactAttempt, FreeText, Participant, StaffMember
from limen.conduct.core.refusing import refusal, refuse_who_does_not_write, refuse_words
from limen.conduct.core.safety.services.kept import kept_words
from limen.conduct.core.trail import Record, recording

_AHEAD = timedelta(minutes=5)  # two clocks may differ by that


def log_contact(
    participant: Participant,
    *,
    member: StaffMember,
    way: str,
    reached: bool,
    at: datetime,
    words: str = "",
) -> ContactAttempt:
    """Add a line to the log; the words are encrypted under the participant's key.

    `ConductError` for a way that is none of the list, a moment to come, or somebody who may not
    write there. Of somebody who withdrew it may be logged too: they may have called.
    """
    if way not in ContactAttempt.Way.values:
        raise refusal("Choose how the person was tried.")
    with recording("contact.logged", by=Actor.staff(member), participant=participant) as record:
        stored = record.fresh(participant)
        refuse_who_does_not_write(member, stored)
        if at > record.at + _AHEAD:
            raise refusal("This moment is still to come.")
        row = ContactAttempt(
            participant=stored, way=way, reached=reached, at=at, member=member,
            words=_kept(record, stored, words), recorded_at=record.at,
        )  # fmt: skip
        record.note("way", way)
        record.note("reached", reached)
        return record.add(row)


def take_back(attempt: ContactAttempt, *, member: StaffMember, reason: str) -> None:
    """Say that a line was a mistake; it stays, and counts no more.

    `ConductError` without a reason, from somebody who may not write there, and for a line that was
    taken back already or takes another back.
    """
    refuse_words(reason, missing="Give the reason.")
    person = attempt.participant
    with recording("contact.taken_back", by=Actor.staff(member), participant=person) as record:
        stored = record.fresh(attempt)
        refuse_who_does_not_write(member, stored.participant)
        if stored.takes_back_id is not None:
            raise refusal("This line takes another back.")
        if ContactAttempt.objects.filter(takes_back=stored).exists():
            raise refusal("It was taken back already.")
        record.add(
            ContactAttempt(
                participant=stored.participant, way=stored.way, reached=stored.reached,
                at=stored.at, member=member, takes_back=stored, recorded_at=record.at,
                words=_kept(record, stored.participant, reason),
            )
        )  # fmt: skip


def _kept(record: Record, participant: Participant, words: str) -> FreeText | None:
    refuse_words(words)
    if not words.strip():
        return None
    return kept_words(record, participant, words.strip(), purpose="contact")
