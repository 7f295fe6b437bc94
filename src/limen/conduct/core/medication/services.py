"""A medication is entered or corrected; what must not be taken beside calls somebody at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from limen.conduct.core.actor import Actor
from limen.conduct.core.deviations import note_deviation
from limen.conduct.core.medication.matching import flags
from limen.conduct.core.medication.reading import (
    PURPOSE,
    SEALED_COLUMNS,
    beside,
    ids_of,
    latest_of,
    medication_rules,
    medications_of,
    said_of,
)
from limen.conduct.core.models import Deviation, Medication, Participant, StaffMember
from limen.conduct.core.refusing import refusal, refuse_who_does_not_write, refuse_words
from limen.conduct.core.safety.raising import Fired, raise_alerts
from limen.conduct.core.services.free_text import sealed, sealed_reason
from limen.conduct.core.trail import Record, recording
from limen.conduct.core.trail.canonical import encode
from limen.errors import ErasedError

LONGEST: Final = 200  # letters of each of name, indication and dose
AFTER_AN_AMENDMENT: Final = "The protocol's list of what must not be taken beside has changed."
_KEPT = (*SEALED_COLUMNS, "starts_on", "ends_on", "ongoing", "perhaps", "member")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody takes, as staff were told."""

    name: str
    indication: str = ""
    dose: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


def add_medication(participant: Participant, said: Said, *, member: StaffMember) -> Medication:
    """Enter a medication; name, indication and dose are encrypted under the participant's key.

    Rules of the protocol that the name matches make alerts and hold doses, as a safety rule does,
    and a deviation is proposed. `ConductError` without a name, with dates that do not fit, from
    somebody who may not write there, or about somebody whose words were erased.
    """
    _refuse_unsaid(said)
    by = Actor.staff(member)
    with recording("medication.entered", by=by, participant=participant) as record:
        stored = record.fresh(participant)
        refuse_who_does_not_write(member, stored)
        rows = Medication.objects.filter(participant=stored).order_by("-number")
        number = (rows.values_list("number", flat=True).first() or 0) + 1
        row = _row(stored, said, member, record)
        row.number = number
        return _kept(record, row, before=None)


def correct_medication(
    medication: Medication,
    said: Said,
    *,
    member: StaffMember,
    reason: str,
    mistake: bool = False,
    not_meant: bool = False,
) -> Medication:
    """Add a version; with `mistake` nothing of the kind was taken.

    `not_meant` says that the name is none of those that it nearly is. A rule calls people when this
    version matches it and the one before did not. `ConductError` without a reason, without a
    change, or if there is a newer version by now.
    """
    refuse_words(reason, missing="A new version needs a reason.")
    _refuse_unsaid(said)
    person = medication.participant
    with recording("medication.corrected", by=Actor.staff(member), participant=person) as record:
        stored = record.fresh(person)
        refuse_who_does_not_write(member, stored)
        old = latest_of(stored, medication.number)
        if old is None or old.pk != medication.pk:
            raise refusal("There is a newer version: look at it first.")
        if mistake == old.voided and not (not_meant and old.perhaps) and _said(old) == said:
            raise refusal("This version says what the one before says already.")
        row = _row(stored, said, member, record)
        row.number, row.version = old.number, old.version + 1
        row.voided, row.reason = mistake, sealed_reason(stored, reason)
        if not_meant or _put_aside(old, said):
            row.perhaps = ""
        return _kept(record, row, before=old)


def flag_again(record: Record, participant: Participant) -> None:
    """Look at what somebody takes again, after they came under another version of the protocol.

    What a rule matches now and none did before is a new version of the row, and calls people as if
    it had just been entered. `participant` must be fresh, and its version changed.
    """
    rules = medication_rules(participant.version.protocol)
    for taken in medications_of(participant) if rules else ():
        old = taken.latest
        before = ids_of(old.flagged)
        added = [id for id in flags(taken.name, rules).sure if id not in before]
        if not added or old.voided:
            continue
        row = Medication(
            participant=participant,
            **{name: getattr(old, name) for name in _KEPT},
            number=old.number,
            version=old.version + 1,
            flagged=_ids((*before, *added)),
            reason=sealed_reason(participant, AFTER_AN_AMENDMENT),
            entered_at=record.at,
        )
        _kept(record, row, before=old)


def _row(participant: Participant, said: Said, member: StaffMember, record: Record) -> Medication:
    found = flags(said.name, medication_rules(participant.version.protocol))
    return Medication(
        participant=participant,
        **_sealed(participant, said),
        starts_on=said.starts_on,
        ends_on=said.ends_on,
        ongoing=said.ends_on is None,
        flagged=_ids(found.sure),
        perhaps=_ids(id for id, _name in found.perhaps),
        member=member,
        entered_at=record.at,
    )


def _kept(record: Record, row: Medication, *, before: Medication | None) -> Medication:
    record.note("medication", row.number)
    record.add(row)
    today = record.at.astimezone(ZoneInfo(row.participant.zone)).date()
    counted = set(ids_of(before.flagged)) if before and beside(before, today) else set()
    if beside(row, today) and not row.participant.has_left:
        _call(record, row, [id for id in ids_of(row.flagged) if id not in counted])
    return row


def _call(record: Record, row: Medication, matched: list[str]) -> None:
    """Do what the rules say that were not matched before."""
    person = row.participant
    rules = medication_rules(person.version.protocol)
    new = tuple(one for one in rules if one.id in matched)
    if not new:
        return
    record.note("flagged", [str(one.id) for one in new])
    raise_alerts(record, person, person.version, Fired(medicines=new))
    if person.started_on is not None:
        note_deviation(
            record,
            person,
            category=Deviation.Category.PROHIBITED_MEDICATION,
            words="; ".join(str(one.title) for one in new),
            happened_on=max(row.starts_on or person.started_on, person.started_on),
            medication=row.number,
        )


def _sealed(participant: Participant, said: Said) -> dict[str, str]:
    words = {column: getattr(said, column).strip() for column in SEALED_COLUMNS}
    try:
        return {
            column: sealed(participant, text, purpose=PURPOSE) if text else ""
            for column, text in words.items()
        }
    except ErasedError:
        raise refusal("Words about this person were erased: no more are kept.") from None


def _said(old: Medication) -> Said:
    words = {column: said_of(old, column) for column in SEALED_COLUMNS}
    return Said(**words, starts_on=old.starts_on, ends_on=old.ends_on)


def _put_aside(old: Medication, said: Said) -> bool:
    """Whether staff said before that this very name is none of those it nearly is."""
    if old.version == 1 or old.perhaps or said_of(old, "name") != said.name.strip():
        return False
    return bool(flags(said.name, medication_rules(old.participant.version.protocol)).perhaps)


def _ids(found: Iterable[str]) -> str:
    ids = list(found)
    return encode(ids) if ids else ""


def _refuse_unsaid(said: Said) -> None:
    if not said.name.strip():
        raise refusal("Give the name.")
    if any(len(getattr(said, column)) > LONGEST for column in SEALED_COLUMNS):
        raise refusal(f"Write at most {LONGEST} letters in each field.")
    if said.starts_on and said.ends_on and said.ends_on < said.starts_on:
        raise refusal("It cannot end before it begins.")
