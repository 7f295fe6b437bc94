"""A deviation is entered, proposed by another event, or corrected in a new version."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from zoneinfo import ZoneInfo

from limen.conduct.core.actor import Actor
from limen.conduct.core.deviations.reading import latest_of
from limen.conduct.core.models import Deviation, FreeText, Occasion, Participant, StaffMember
from limen.conduct.core.refusing import refusal, refuse_who_does_not_write, refuse_words
from limen.conduct.core.safety.services.kept import kept_words
from limen.conduct.core.services.free_text import read_text, sealed_reason
from limen.conduct.core.trail import Record, recording
from limen.errors import ErasedError


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody says of a deviation."""

    category: str
    important: bool | None
    happened_on: date
    words: str
    occasion: Occasion | None = None


def add_deviation(participant: Participant, said: Said, *, member: StaffMember) -> Deviation:
    """Enter a deviation; what happened is encrypted under the participant's key.

    `ConductError` for a category that is none of the list, a date to come, without words or
    without whether it is important, and from somebody who may not write there.
    """
    _refuse_unsaid(said)
    by = Actor.staff(member)
    with recording("deviation.entered", by=by, participant=participant) as record:
        stored = record.fresh(participant)
        refuse_who_does_not_write(member, stored)
        _refuse_elsewhere(record, stored, said)
        return note_deviation(
            record,
            stored,
            category=said.category,
            words=said.words,
            important=said.important,
            occasion=said.occasion,
            happened_on=said.happened_on,
            member=member,
        )


def note_deviation(
    record: Record,
    participant: Participant,
    *,
    category: str,
    words: str,
    important: bool | None = None,
    occasion: Occasion | None = None,
    happened_on: date | None = None,
    medication: int | None = None,
    member: StaffMember | None = None,
) -> Deviation:
    """Add a deviation inside another event; without `member` it is proposed, for staff to decide.

    Without `happened_on` it happened today, where the participant lives.
    """
    rows = Deviation.objects.filter(participant=participant).order_by("-number")
    number = (rows.values_list("number", flat=True).first() or 0) + 1
    record.note("deviation", number)
    return record.add(
        Deviation(
            participant=participant,
            number=number,
            category=Deviation.Category(category),
            important=important,
            occasion=occasion,
            medication=medication,
            happened_on=happened_on or _today(record, participant),
            words=kept_words(record, participant, words.strip(), purpose="deviation"),
            proposed=member is None,
            member=member,
            entered_at=record.at,
        )
    )


def correct_deviation(
    deviation: Deviation, said: Said, *, member: StaffMember, reason: str, none: bool = False
) -> Deviation:
    """Add a version: corrected, taken over if it was proposed, or with `none`: it was none.

    `ConductError` without a reason, without a change, or if there is a newer version by now.
    """
    refuse_words(reason, missing="A new version needs a reason.")
    _refuse_unsaid(said, none=none)
    person = deviation.participant
    with recording("deviation.corrected", by=Actor.staff(member), participant=person) as record:
        stored = record.fresh(person)
        refuse_who_does_not_write(member, stored)
        _refuse_elsewhere(record, stored, said)
        old = latest_of(stored, deviation.number)
        if old is None or old.pk != deviation.pk:
            raise refusal("There is a newer version: look at it first.")
        if not old.proposed and none == old.voided and _said_of(old) == asdict(said):
            raise refusal("This version says what the one before says already.")
        record.note("deviation", old.number)
        return record.add(
            Deviation(
                participant=stored,
                number=old.number,
                version=old.version + 1,
                category=said.category,
                important=said.important,
                occasion=said.occasion,
                medication=old.medication,
                happened_on=said.happened_on,
                words=_words(record, old, said.words.strip()),
                voided=none,
                reason=sealed_reason(stored, reason),
                member=member,
                entered_at=record.at,
            )
        )


def _words(record: Record, old: Deviation, words: str) -> FreeText | None:
    """Return the text of before where the words are the same: nothing is encrypted twice."""
    if words == _read(old):
        return old.words
    return kept_words(record, old.participant, words, purpose="deviation")


def _said_of(old: Deviation) -> dict[str, object]:
    said = Said(
        category=old.category,
        important=old.important,
        happened_on=old.happened_on,
        words=_read(old),
        occasion=old.occasion,
    )
    return asdict(said)


def _read(old: Deviation) -> str:
    try:
        return read_text(old.words) if old.words is not None else ""
    except ErasedError:
        return ""


def _today(record: Record, participant: Participant) -> date:
    return record.at.astimezone(ZoneInfo(participant.zone)).date()


def _refuse_unsaid(said: Said, *, none: bool = False) -> None:
    """Refuse what is not said; of what was `none` nobody has to say how important it was."""
    if said.category not in Deviation.Category.values:
        raise refusal("Choose what kind of deviation it is.")
    if said.important is None and not none:
        raise refusal("Say whether it is important: whether it may bear on safety or the result.")
    refuse_words(said.words, missing="Say what happened.")


def _refuse_elsewhere(record: Record, participant: Participant, said: Said) -> None:
    if said.occasion is not None and said.occasion.participant_id != participant.pk:
        raise refusal("This occasion is another person's.")
    there = record.at.astimezone(ZoneInfo(participant.staff_zone)).date()
    if said.happened_on > max(there, _today(record, participant)):
        raise refusal("This day is still to come.")
