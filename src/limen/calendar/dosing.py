"""On which study days a dose is due."""

from __future__ import annotations

from dataclasses import dataclass

from limen.calendar.course import PeriodSpan, period_spans
from limen.protocol import Protocol
from limen.protocol.document.treatment import EveryNDays, FixedWeekdays, ListedDays, OnOff

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class DosingDay:
    """A day on which a dose is due; `number` counts from 1 over the whole treatment."""

    number: int
    period: int
    study_day: int


def weekday_of(study_day: int, first_weekday: str) -> str:
    """Return the weekday of a study day, when study day 1 is a `first_weekday`."""
    return WEEKDAYS[(WEEKDAYS.index(first_weekday) + study_day - 1) % 7]


def dosing_days(protocol: Protocol, *, first_weekday: str = "monday") -> tuple[DosingDay, ...]:
    """Return the dosing days in order; none where the protocol has no regimen.

    `first_weekday` is the weekday of study day 1; only a regimen of fixed weekdays depends on it.
    """
    found = [
        (span.number, span.first + day - 1)
        for span in period_spans(protocol)
        for day in _days_of_period(protocol, span, first_weekday)
    ]
    return tuple(DosingDay(n, period, day) for n, (period, day) in enumerate(found, start=1))


def _days_of_period(protocol: Protocol, span: PeriodSpan, first_weekday: str) -> list[int]:
    """Return dosing days as days of the period, counted from 1."""
    length = span.last - span.first + 1
    match protocol.regimen:
        case EveryNDays(every=int(every), first_day=int(first)) as regimen:
            days = list(range(first, length + 1, every))
            most = regimen.administrations
            return days[:most] if isinstance(most, int) else days
        case OnOff(on=int(on), off=int(off), first_day=int(first)):
            return [day for day in range(first, length + 1) if (day - first) % (on + off) < on]
        case FixedWeekdays(weekdays=tuple(weekdays)):
            return [
                day
                for day in range(1, length + 1)
                if weekday_of(span.first + day - 1, first_weekday) in weekdays
            ]
        case ListedDays(days=tuple(days)):
            return sorted(day for day in set(days) if isinstance(day, int))
        case _:
            return []
