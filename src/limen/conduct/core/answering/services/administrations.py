"""Doses: what was done with which envelope, when. Never what it held, and never advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from limen import calendar
from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.answering.answers import Answer, FormError
from limen.conduct.core.answering.moments import is_to_come, moment_of
from limen.conduct.core.answering.receipt import Receipt
from limen.conduct.core.answering.services.refusals import refuse_if_over, refuse_others
from limen.conduct.core.answering.services.responses import reason_of
from limen.conduct.core.answering.services.sent import add_apart, content_hash, store_once, words
from limen.conduct.core.dispatch.kits.codes import note_code
from limen.conduct.core.models import Administration, FreeText, Occasion, Participant, Submission
from limen.conduct.core.occasions import TelephoneClock, Verdict
from limen.conduct.core.safety import is_held
from limen.conduct.core.services.free_text import sealed_reason, write_text
from limen.conduct.core.trail import Record, recording
from limen.errors import ConductError

LONGEST_NOTE = 2000
LONGEST_CODE = 64
_TAKEN = (Administration.Status.TAKEN, Administration.Status.PARTLY)
_KEPT = ("participant", "number", "occasion", "submission", "period", "study_day", "kit",
         "planned_at", "taken_at", "status", "note")  # fmt: skip


@dataclass(frozen=True)
class Dose:
    """A dose that the calendar plans, and what became of it; None: nothing is recorded yet."""

    due: calendar.DueDose
    recorded: Administration | None


def doses(participant: Participant) -> list[Dose]:
    """Return a participant's planned doses in order; none before study day 1 is set."""
    if participant.started_on is None:
        return []
    mine = calendar.of(
        participant.version.protocol,
        start=participant.started_on,
        zone=participant.zone,
        site_zone=participant.site.zone or None,
    )
    rows = participant.administrations.order_by("version")
    latest = {row.number: row for row in rows}
    return [Dose(due, latest.get(due.number)) for due in mine.doses]


def dose_of_the_day(participant: Participant, now: datetime) -> Dose | None:
    """Return the dose that is planned for a participant's today; None on other days."""
    for dose in doses(participant):
        today = now.astimezone(calendar.wall_time.zone_named(dose.due.window.zone)).date()
        if dose.due.date == today:
            return dose
    return None


def record_administration(
    participant: Participant,
    *,
    client_id: UUID,
    status: str,
    by: Actor,
    number: int | None = None,
    envelope: str = "",
    taken_at: datetime | None = None,
    note: str = "",
    client_at: str = "",
    client_offset: str = "",
    entered_by: str = "",
    respondent: str = "participant",
) -> Receipt:
    """Record what became of a dose, once; `number` is that of today's dose if left out.

    `taken_at` may be earlier today, and never later than now. `FormError` for what does not fit, by
    field; `ConductError` if no dose is planned, or its record stands (then correct it).
    """
    refuse_others(participant, by)
    envelope, note = envelope.strip(), note.strip()
    form = {"status": status, "envelope": envelope, "note": note}
    around = {"page": "intake", "number": number, "taken_at": taken_at}
    content = content_hash(participant, form, around)
    wrong = _wrong(participant, status, envelope, taken_at, note)

    def take(record: Record) -> Receipt:
        stored = record.fresh(participant)
        refuse_if_over(stored)
        if wrong:
            raise FormError(wrong)
        dose = _dose(stored, number, record.at)
        submission = add_apart(
            record,
            stored,
            page="intake",
            client_id=client_id,
            content=content,
            telephone=TelephoneClock.read(client_at, client_offset),
            language=stored.language,
            respondent=respondent,
            entered_by=entered_by,
        )
        row = _row(stored, dose.due, submission, record)
        row.status, row.kit, row.taken_at = status, envelope, taken_at
        row.note = _text(record, stored, note)
        record.note("dose", row.number)
        if is_held(stored):  # whoever reviews deviations finds it
            record.note("while_held", True)
        note_code(record, stored, row.kit)
        record.add(row)
        return _receipt(submission)

    return store_once(
        "dose.recorded",
        take,
        client_id=client_id,
        participant=participant,
        content=content,
        by=by,
    )


def correct_administration(
    administration: Administration,
    *,
    status: str,
    reason: str,
    by: Actor,
    envelope: str = "",
    taken_at: datetime | None = None,
    note: str | None = None,
) -> Administration:
    """Add a version of a dose's record; `note` of None keeps the one that stands.

    The reason is encrypted.
    """
    participant = administration.participant
    refuse_others(participant, by)
    if not reason.strip():
        raise ConductError("A correction needs a reason.")
    wrong = _wrong(participant, status, envelope.strip(), taken_at, note or "")
    if wrong:
        raise FormError(wrong)
    with recording("dose.corrected", by=by, participant=participant) as record:
        refuse_if_over(record.fresh(participant))
        old = participant.administrations.filter(number=administration.number).latest("version")
        new = _again(old)
        new.status, new.kit, new.taken_at = status, envelope.strip(), taken_at
        if note is not None:
            new.note = _text(record, participant, note.strip())
        new.version, new.entered_at = old.version + 1, record.at
        new.reason = sealed_reason(participant, reason)
        record.note("dose", old.number)
        note_code(record, participant, new.kit)
        return record.add(new)


def tell_of_dose(
    record: Record, submission: Submission, occasion: Occasion, said: Mapping[str, Answer]
) -> Administration | None:
    """Store what an occasion's `limen_dose` says of the dose of its day, by item; None: no change.

    It is the record of that dose: a new one, or a version where something differs.
    """
    participant = occasion.participant
    found = [one for one in doses(participant) if one.due.study_day == occasion.study_day]
    status = said.get("status")
    if not found or status is None or status.state != "answered":
        return None
    old = found[0].recorded
    row = _row(participant, found[0].due, submission, record) if old is None else _again(old)
    row.occasion, row.submission, row.status = occasion, submission, status.text
    row.kit = said["code"].text[:LONGEST_CODE] if "code" in said else ""
    taken = said.get("taken_at")
    row.taken_at = moment_of(taken.text, participant.zone) if taken and taken.text else None
    if old is not None:
        names = ("status", "kit", "taken_at")
        if all(getattr(old, name) == getattr(row, name) for name in names):
            return None
        row.version, row.entered_at = old.version + 1, record.at
        row.reason = reason_of(submission, old.submission)
    reason = said.get("reason")
    if reason is not None and reason.text:
        row.note = _text(record, participant, reason.text)
    record.note("dose", row.number)
    note_code(record, participant, row.kit)
    return record.add(row)


def _again(old: Administration) -> Administration:
    return Administration(**{name: getattr(old, name) for name in _KEPT})


def _dose(participant: Participant, number: int | None, now: datetime) -> Dose:
    today = dose_of_the_day(participant, now)
    if number is None:
        found = today
    else:
        found = next((one for one in doses(participant) if one.due.number == number), None)
    if found is None:
        raise ConductError(_("No dose is planned for this day."))
    if found.due.window.opens_local.date() > _today(found, now):
        raise ConductError(_("This dose is still to come."))
    if found.recorded is not None:
        raise ConductError(
            _("What became of this dose is recorded already. If it is wrong, correct it.")
        )
    return found


def _today(dose: Dose, now: datetime) -> date:
    return now.astimezone(calendar.wall_time.zone_named(dose.due.window.zone)).date()


def _wrong(
    participant: Participant, status: str, envelope: str, taken_at: datetime | None, note: str
) -> dict[str, str]:
    wrong = {}
    if status not in Administration.Status.values:
        wrong["status"] = _("Choose what happened with the dose.")
    if status in _TAKEN and taken_at is None:
        wrong["taken_at"] = _("Say when you took it.")
    if status not in _TAKEN and taken_at is not None:
        wrong["taken_at"] = _("A dose that was not taken has no time.")
    if taken_at is not None and taken_at.tzinfo is None:
        wrong["taken_at"] = _("Give a date and a time, such as 2026-03-29T07:00.")
    elif taken_at is not None and is_to_come(taken_at, clock.now()):
        wrong["taken_at"] = _("This time is still to come. Give one that is past.")
    if len(envelope) > LONGEST_CODE or not envelope.isprintable():
        wrong["envelope"] = _("This is no code of an envelope. Type what is printed on it.")
    if len(note) > LONGEST_NOTE or "\x00" in note:
        wrong["note"] = _("Please shorten this to %(longest)d letters.") % {"longest": LONGEST_NOTE}
    return wrong


def _row(
    participant: Participant, due: calendar.DueDose, submission: Submission, record: Record
) -> Administration:
    return Administration(
        participant=participant,
        number=due.number,
        submission=submission,
        period=due.period,
        study_day=due.study_day,
        planned_at=due.window.opens,
        entered_at=record.at,
    )


def _text(record: Record, participant: Participant, note: str) -> FreeText | None:
    return write_text(record, participant, note, purpose="administration") if note else None


def _receipt(submission: Submission) -> Receipt:
    return Receipt(
        id=submission.client_id,
        received_at=submission.received_at,
        verdict=Verdict.IN_TIME,
        final=True,
        words=words(Verdict.IN_TIME),
    )
