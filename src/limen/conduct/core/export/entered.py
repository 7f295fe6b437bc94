"""What staff entered beside the answers: medications and deviations, the versions that count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from limen.conduct.core.export.cells import BY_STAFF, CORRECTION, SERVER, clean, ends
from limen.conduct.core.export.counted import latest, stream
from limen.conduct.core.export.setting import Person, Setting
from limen.conduct.core.medication.reading import PURPOSE
from limen.conduct.core.models import Deviation, Medication

Record = dict[str, Any]
ERASED = "(erased)"


class _Medication(NamedTuple):
    participant_id: int
    number: int
    version: int
    name: str
    indication: str
    dose: str
    starts_on: date | None
    ends_on: date | None
    voided: bool
    entered_at: datetime

    @property
    def key(self) -> int:
        return self.number


class _Deviation(NamedTuple):
    participant_id: int
    occasion: str | None
    number: int
    version: int
    category: str
    important: bool | None
    happened_on: date
    words_id: int | None
    proposed: bool
    voided: bool
    entered_at: datetime

    @property
    def key(self) -> int:
        return self.number


def concomitant_medications(setting: Setting) -> Iterator[Record]:
    """The latest version of each medication that was not entered by mistake; its words decrypted.

    What somebody takes is data, so it is not left out as words of their own are.
    """
    for row in latest(stream(Medication, _Medication)):
        person = setting.people.get(row.participant_id)
        if person is None or row.voided:
            why = "not enrolled" if person is None else "entered by mistake"
            setting.left_out[why, "concomitant_medications"] += 1
            continue
        words = [
            clean(setting.sealed(row.participant_id, text, purpose=PURPOSE))
            for text in (row.name, row.indication, row.dose)
        ]
        yield {
            "participant": person.number,
            "medication": str(row.number),
            **dict(zip(("name", "indication", "dose"), words, strict=True)),
            "start_day": _day(person, row.starts_on),
            "end_day": _day(person, row.ends_on),
            **ends("participant", _source(row.version), row.entered_at),
        }


def deviations(setting: Setting) -> Iterator[Record]:
    """The latest version of each deviation that was one; what happened is decrypted.

    What the server noticed and nobody has decided on is among them: `important` is then blank.
    """
    for row in latest(stream(Deviation, _Deviation)):
        person = setting.people.get(row.participant_id)
        if person is None or row.voided:
            why = "not enrolled" if person is None else "entered by mistake"
            setting.left_out[why, "deviations"] += 1
            continue
        yield {
            "participant": person.number,
            "deviation": str(row.number),
            "category": row.category,
            "occasion": row.occasion,
            "study_day": _day(person, row.happened_on),
            "important": row.important,
            "description": clean(setting.noted(row.words_id, "deviations")) or ERASED,
            **ends("staff", SERVER if row.proposed else _source(row.version), row.entered_at),
        }


def _day(person: Person, on: date | None) -> int | None:
    """Return the study day of a date; None if either is not known."""
    if on is None or person.started_on is None:
        return None
    return (on - person.started_on).days + 1


def _source(version: int) -> str:
    return BY_STAFF if version == 1 else CORRECTION
