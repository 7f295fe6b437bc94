"""From definitions of occasions to the single occasions they stand for, on study days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from limen.calendar.course import PhaseSpan, period_of, period_spans, phase_spans, said
from limen.calendar.dosing import WEEKDAYS, DosingDay, dosing_days, weekday_of
from limen.protocol import Protocol
from limen.protocol.document.measurement import (
    AfterAdministrations,
    Daily,
    EachPeriod,
    Occasion,
    Once,
    OnDays,
    Weekly,
)


@dataclass(frozen=True)
class PlannedOccasion:
    """One occasion of everybody: ``acute.3`` is number 3 of the definition ``acute``.

    `study_day` is None where the protocol does not say, or where the day does not exist; `period`
    is None outside treatment. `entry` counts the entries of one day from 1.
    """

    id: str
    definition: str
    number: int
    phase: str
    period: int | None
    study_day: int | None
    entry: int = 1


def expand_occasions(
    protocol: Protocol, *, first_weekday: str = "monday"
) -> tuple[PlannedOccasion, ...]:
    """Return every occasion of a participant, definition by definition, each in order.

    `first_weekday` is the weekday of study day 1; it matters only to weekly schedules and to
    regimens of fixed weekdays.
    """
    spans = {span.id: span for span in phase_spans(protocol)}
    doses = dosing_days(protocol, first_weekday=first_weekday)
    planned: list[PlannedOccasion] = []
    for definition in said(protocol.occasions):
        phase = definition.phase if isinstance(definition.phase, str) else ""
        days = _study_days(protocol, definition, spans.get(phase), doses, first_weekday)
        ids = protocol.occasion_ids(definition.id)
        entries = max(1, len(ids) // max(1, len(days)))
        for index, id in enumerate(ids):
            day = days[index // entries] if index // entries < len(days) else None
            period = None if day is None else _period(protocol, spans.get(phase), day)
            number, entry = index + 1, index % entries + 1
            planned.append(PlannedOccasion(id, definition.id, number, phase, period, day, entry))
    return tuple(planned)


def _period(protocol: Protocol, span: PhaseSpan | None, day: int) -> int | None:
    in_treatment = span is not None and span.kind == "treatment"
    return period_of(protocol, day) if in_treatment else None


def _study_days(
    protocol: Protocol,
    definition: Occasion,
    span: PhaseSpan | None,
    doses: Sequence[DosingDay],
    first_weekday: str,
) -> list[int | None]:
    schedule = definition.schedule
    start = span.first if span is not None else None
    match schedule:
        case AfterAdministrations(numbers=tuple(numbers), lag_days=int(lag)):
            by_number = {dose.number: dose.study_day + lag for dose in doses}
            return [by_number.get(number) for number in numbers]
        case EachPeriod(day=int(day)):
            return [period.first + day - 1 for period in period_spans(protocol)]
    if start is None:
        return []
    match schedule:
        case Once(day=int(day)):
            return [start + day - 1]
        case OnDays(days=tuple(days)):
            return [start + day - 1 for day in days]
        case Daily(first=int(first), last=int(last), every=int(every)):
            return [start + day - 1 for day in range(first, last + 1, every)]
        case Weekly(weekday=str(weekday), weeks=int(weeks), first_week=int(first_week)):
            shift = _days_until(weekday, weekday_of(start, first_weekday))
            return [start + 7 * (first_week - 1 + week) + shift for week in range(weeks)]
        case _:
            return []


def _days_until(weekday: str, today: str) -> int:
    """Return how many days after `today` the weekday comes, 0 to 6."""
    return (WEEKDAYS.index(weekday) - WEEKDAYS.index(today)) % 7
