"""Doses: which envelope, when, and whether; never what it held."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from forms_filled import LAST_CONTACT, filled, occasion, sent

from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.answering import (
    FormError,
    Receipt,
    asked,
    correct_administration,
    dose_of_the_day,
    doses,
    record_administration,
)
from limen.conduct.core.models import Participant
from limen.conduct.core.services.free_text import read_reason, read_text
from limen.conduct.core.trail import verify
from limen.errors import ConductError

DAY_ONE = datetime(2026, 3, 23, 10, tzinfo=UTC)


def taken(participant: Participant, at: datetime = DAY_ONE, **options: Any) -> Receipt:
    with clock.as_of(at):
        by = options.pop("by", Actor.participant(participant))
        options = {"client_id": uuid4(), "status": "taken", "taken_at": at} | options
        return record_administration(participant, by=by, **options)


def test_the_calendar_says_which_doses_there_are(begun: Participant) -> None:
    assert [one.due.study_day for one in doses(begun)] == [1, 4, 7, 10, 13]
    assert dose_of_the_day(begun, DAY_ONE + timedelta(days=1)) is None
    today = dose_of_the_day(begun, DAY_ONE)
    assert today is not None
    assert (today.due.number, today.recorded) == (1, None)


def test_a_dose_is_recorded_once(begun_on_each: Participant) -> None:
    name = uuid4()
    first = taken(begun_on_each, client_id=name, envelope=" K-17 ", note="with water")
    again = taken(begun_on_each, client_id=name, envelope="K-17", note="with water")
    assert (first.stored, again.repeated) == (True, True)
    row = begun_on_each.administrations.get()
    assert (row.number, row.study_day, row.period, row.kit, row.status) == (
        1,
        1,
        1,
        "K-17",
        "taken",
    )
    assert row.planned_at == datetime(2026, 3, 23, 7, tzinfo=UTC)  # seven o'clock in Lisbon
    assert read_text(row.note) == "with water"
    with pytest.raises(ConductError, match="already"):
        taken(begun_on_each)
    assert verify().faults == ()


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"taken_at": DAY_ONE + timedelta(hours=1)}, "taken_at"),
        ({"taken_at": None}, "taken_at"),
        ({"taken_at": datetime(2026, 3, 23, 9)}, "taken_at"),
        ({"status": "missed"}, "taken_at"),
        ({"status": "eaten"}, "status"),
        ({"envelope": "x" * 65}, "envelope"),
        ({"envelope": "a\x00"}, "envelope"),
        ({"note": "x" * 2001}, "note"),
    ],
)
def test_what_does_not_fit_is_told_by_field(
    begun: Participant, options: dict[str, Any], field: str
) -> None:
    with pytest.raises(FormError) as caught:
        taken(begun, **options)
    assert field in caught.value.errors
    assert not begun.administrations.exists()


def test_a_clock_that_is_a_little_ahead_is_forgiven(begun: Participant) -> None:
    assert taken(begun, taken_at=DAY_ONE + timedelta(minutes=4)).stored


def test_no_dose_is_recorded_that_is_not_planned_or_still_to_come(begun: Participant) -> None:
    with pytest.raises(ConductError, match="planned"):
        taken(begun, DAY_ONE + timedelta(days=1))
    with pytest.raises(ConductError, match="to come"):
        taken(begun, number=2)
    with pytest.raises(ConductError, match="planned"):
        taken(begun, number=9)
    late = taken(begun, DAY_ONE + timedelta(days=1), number=1, taken_at=DAY_ONE)
    assert late.stored


def test_a_correction_is_a_version_with_a_reason(begun: Participant) -> None:
    taken(begun, envelope="K-17")
    row = begun.administrations.get()
    by = Actor("staff", "carla")
    with clock.as_of(DAY_ONE + timedelta(hours=2)):
        new = correct_administration(
            row, status="partly_taken", envelope="K-18", taken_at=DAY_ONE, reason="misread", by=by
        )
        with pytest.raises(ConductError, match="reason"):
            correct_administration(row, status="missed", reason="", by=by)
    assert (new.number, new.version, new.kit) == (1, 2, "K-18")
    assert read_reason(begun, new.reason) == "misread"
    found = dose_of_the_day(begun, DAY_ONE)
    assert found is not None
    assert found.recorded == new


def test_an_occasion_that_asks_of_the_dose_records_it(everything: Participant) -> None:
    sent(occasion(everything, "last_contact"), LAST_CONTACT)  # no dose is planned for its day
    assert not everything.administrations.exists()
    one, at = occasion(everything, "dosing_day.1"), DAY_ONE + timedelta(hours=5)
    form = filled(asked(one)) | {
        "limen_dose.code": "K-17",
        "limen_dose.taken_at": "2026-03-23T09:30",
        "guess.guess.answer": "dont_know",
    }
    sent(one, at, form=form)
    sent(one, at, form=form)
    row = everything.administrations.get()
    assert (row.number, row.status, row.kit, row.occasion) == (1, "taken", "K-17", one)
    assert row.taken_at == datetime(2026, 3, 23, 9, 30, tzinfo=UTC)
    missed = form | {"limen_dose.status": "missed", "limen_dose.reason": "asleep"}
    sent(one, at, form=missed)
    row = everything.administrations.latest("version")
    assert (row.version, row.status, row.taken_at) == (2, "missed", None)
    assert read_text(row.note) == "asleep"
    assert row.reason == "sent again by the participant"


def test_the_dose_of_an_occasion_cannot_be_taken_in_time_to_come(everything: Participant) -> None:
    one = occasion(everything, "last_contact")
    form = filled(asked(one)) | {"limen_dose.taken_at": "2026-04-30T09:00"}
    with pytest.raises(FormError) as caught:
        sent(one, LAST_CONTACT, form=form)
    assert list(caught.value.errors) == ["limen_dose.taken_at"]
