"""Phases, periods, dosing days and occasions, counted in study days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from limen.calendar import (
    dosing_days,
    expand_occasions,
    period_of,
    period_spans,
    phase_spans,
)
from limen.calendar.dosing import WEEKDAYS
from limen.protocol import Protocol, load_protocol, shipped

Study = Callable[..., Protocol]
Line = Callable[..., str]
CROSSED = "{count: 2, days: 10, washout_days: 8}"


def days_of(protocol: Protocol, definition: str, **options: Any) -> list[int | None]:
    found = expand_occasions(protocol, **options)
    return [one.study_day for one in found if one.definition == definition]


def test_study_day_one_is_the_first_day_of_treatment(study: Study) -> None:
    spans = [(span.id, span.first, span.last) for span in phase_spans(study())]
    assert spans == [
        ("screening", -20, -14),
        ("run_in", -13, 0),
        ("treatment", 1, 28),
        ("later", 29, 58),
    ]


def test_a_washout_belongs_to_the_period_before_it(study: Study) -> None:
    protocol = study(periods=CROSSED)
    first, second = period_spans(protocol)
    assert (first.first, first.last, first.washout_last) == (1, 10, 18)
    assert (second.first, second.last, second.washout_last) == (19, 28, 28)
    found = [period_of(protocol, day) for day in (0, 1, 10, 18, 19, 28, 29)]
    assert found == [None, 1, 1, 1, 2, 2, None]


@pytest.mark.parametrize(
    ("regimen", "days"),
    [
        ("kind: every_n_days, every: 3", [1, 4, 7, 10]),
        ("kind: every_n_days, every: 3, first_day: 2", [2, 5, 8]),
        ("kind: every_n_days, every: 3, administrations: 2", [1, 4]),
        ("kind: on_off, on: 1, off: 2", [1, 4, 7, 10]),
        ("kind: on_off, on: 4, off: 3", [1, 2, 3, 4, 8, 9, 10]),
        ("kind: on_off, on: 4, off: 3, first_day: 5", [5, 6, 7, 8]),
        ("kind: on_days, days: [1, 9]", [1, 9]),
    ],
)
def test_every_period_has_its_dosing_days(study: Study, regimen: str, days: list[int]) -> None:
    protocol = study(periods=CROSSED, regimen=f"regimen: {{{regimen}}}")
    doses = dosing_days(protocol)
    assert [dose.study_day for dose in doses] == days + [day + 18 for day in days]
    assert [dose.number for dose in doses] == list(range(1, 2 * len(days) + 1))
    assert [dose.period for dose in doses] == [1] * len(days) + [2] * len(days)


@pytest.mark.parametrize("first_weekday", WEEKDAYS)
def test_fixed_weekdays_fall_on_these_weekdays(study: Study, first_weekday: str) -> None:
    protocol = study(regimen="regimen: {kind: fixed_weekdays, weekdays: [monday, thursday]}")
    start = date(2026, 6, 1) + timedelta(days=WEEKDAYS.index(first_weekday))  # 1 June: a Monday
    doses = dosing_days(protocol, first_weekday=first_weekday)
    weekdays = {(start + timedelta(days=dose.study_day - 1)).weekday() for dose in doses}
    assert weekdays == {0, 3}
    assert len(doses) == 8


@pytest.mark.parametrize(
    ("phase", "schedule", "days"),
    [
        ("run_in", "kind: once, day: 14", [0]),
        ("later", "kind: on_days, days: [1, 30]", [29, 58]),
        ("treatment", "kind: daily, first: 2, last: 9, every: 3", [2, 5, 8]),
        ("treatment", "kind: after_administrations, numbers: [1, 3]", [1, 7]),
        ("treatment", "kind: after_administrations, numbers: [2], lag_days: 2", [6]),
    ],
)
def test_occasions_count_days_within_their_phase(
    study: Study, occasion: Line, phase: str, schedule: str, days: list[int]
) -> None:
    line = occasion("other_day", schedule, phase=phase)
    protocol = study(occasions=f"{occasion('day', 'kind: daily, last: 28')}\n{line}")
    assert days_of(protocol, "other_day") == days


def test_each_period_has_its_occasion(study: Study, occasion: Line) -> None:
    line = occasion("day", "kind: each_period, day: 10")
    protocol = study(periods=CROSSED, occasions=line)
    found = expand_occasions(protocol)
    assert [(one.id, one.study_day, one.period) for one in found] == [
        ("day.1", 10, 1),
        ("day.2", 28, 2),
    ]


@pytest.mark.parametrize("first_weekday", WEEKDAYS)
def test_weekly_occasions_come_once_in_each_week_on_their_weekday(
    study: Study, occasion: Line, first_weekday: str
) -> None:
    line = occasion("day", "kind: weekly, weekday: thursday, weeks: 3, first_week: 2")
    days = days_of(study(occasions=line), "day", first_weekday=first_weekday)
    start = date(2026, 6, 1) + timedelta(days=WEEKDAYS.index(first_weekday))
    assert {(start + timedelta(days=day - 1)).weekday() for day in days if day} == {3}
    assert [(day - 1) // 7 for day in days if day] == [1, 2, 3]


def test_several_entries_a_day_are_numbered_day_by_day(study: Study) -> None:
    line = (
        "  - {id: day, kind: diary, phase: treatment, schedule: {kind: daily, last: 2},\n"
        "     measures: [vas], entries_per_day: 3}"
    )
    found = expand_occasions(study(occasions=line))
    assert [(one.id, one.study_day, one.entry) for one in found] == [
        (f"day.{3 * (day - 1) + entry}", day, entry) for day in (1, 2) for entry in (1, 2, 3)
    ]


def test_what_a_historical_protocol_does_not_say_has_no_day() -> None:
    protocol = load_protocol(shipped()["self_blinding"])
    days = {one.id: (one.study_day, one.period) for one in expand_occasions(protocol)}
    assert days["pre"] == (None, None)
    assert [days[f"acute.{week}"] for week in (1, 2, 3, 4)] == [(4, 1), (11, 2), (18, 3), (25, 4)]
    assert [days[f"post_acute.{week}"] for week in (1, 4)] == [(7, 1), (28, 4)]
    assert days["post"] == (29, None)
    assert dosing_days(protocol) == ()


@pytest.mark.parametrize("name", sorted(shipped()))
def test_occasions_have_the_ids_that_the_protocol_counts(name: str) -> None:
    protocol = load_protocol(shipped()[name])
    found = expand_occasions(protocol)
    assert tuple(one.id for one in found) == protocol.occasion_ids()
    assert len({one.id for one in found}) == len(found)
