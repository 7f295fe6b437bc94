"""What is wrong with a protocol, seen only once its days are laid out.

Each check looks at the days as they fall for somebody who starts on a given weekday; all seven are
tried where weekdays matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from limen.calendar.course import period_spans, phase_spans, said
from limen.calendar.dosing import WEEKDAYS, DosingDay, dosing_days
from limen.calendar.occasions import PlannedOccasion, expand_occasions
from limen.calendar.window import window_hours
from limen.errors import Problem
from limen.protocol import Protocol
from limen.protocol.document.measurement import Guess, Weekly, Window
from limen.protocol.document.treatment import Administration, FixedWeekdays


@dataclass(frozen=True)
class Days:
    """A protocol laid out for somebody whose study day 1 is a given weekday."""

    protocol: Protocol
    first_weekday: str

    @cached_property
    def doses(self) -> tuple[DosingDay, ...]:
        """The dosing days."""
        return dosing_days(self.protocol, first_weekday=self.first_weekday)

    @cached_property
    def occasions(self) -> tuple[PlannedOccasion, ...]:
        """The occasions."""
        return expand_occasions(self.protocol, first_weekday=self.first_weekday)

    @cached_property
    def dose_days(self) -> frozenset[int]:
        """The study days on which a dose is due."""
        return frozenset(dose.study_day for dose in self.doses)

    def referred(self, reference: str) -> list[PlannedOccasion]:
        """Return the occasions that a reference such as ``acute`` or ``acute.2`` stands for."""
        return [one for one in self.occasions if reference in (one.definition, one.id)]


def problems(protocol: Protocol) -> tuple[Problem, ...]:
    """Return what is wrong with a protocol's days; nothing if all is well."""
    uses_weekdays = isinstance(protocol.regimen, FixedWeekdays) or any(
        isinstance(definition.schedule, Weekly) for definition in said(protocol.occasions)
    )
    found: dict[tuple[str, str], Problem] = {}
    for weekday in WEEKDAYS if uses_weekdays else WEEKDAYS[:1]:
        days = Days(protocol, weekday)
        for check in _CHECKS:
            for problem in check(days):
                message = problem.message
                if uses_weekdays:
                    message += f" (Seen for a start on a {weekday.capitalize()}.)"
                key = (problem.path, problem.remedy)
                found.setdefault(
                    key, Problem(path=problem.path, message=message, remedy=problem.remedy)
                )
    return tuple(found.values())


def _doses_outside_periods(days: Days) -> Iterator[Problem]:
    spans = {span.number: span for span in period_spans(days.protocol)}
    for dose in days.doses:
        span = spans[dose.period]
        if dose.study_day > span.last:
            where = "in its washout" if dose.study_day <= span.washout_last else "after its end"
            message = (
                f"Dose {dose.number} of period {dose.period} (day {dose.study_day}) lies {where}."
            )
            yield Problem(path="regimen", message=message, remedy=f"Dose up to day {span.last}.")
            return
    if days.protocol.regimen is not None and spans and not days.doses:
        known = isinstance(getattr(days.protocol.regimen, "kind", None), str)
        if known:
            remedy = "Make the period longer, or the first dose earlier."
            yield Problem(path="regimen", message="No dose is ever due.", remedy=remedy)


def _occasions_outside_phase(days: Days) -> Iterator[Problem]:
    spans = {span.id: span for span in phase_spans(days.protocol)}
    reported: set[str] = set()
    for index, definition in enumerate(said(days.protocol.occasions)):
        path = f"occasions[{index}].schedule"
        for one in days.occasions:
            if one.definition != definition.id or definition.id in reported:
                continue
            span = spans.get(one.phase)
            if span is None or span.first is None or span.last is None:
                continue
            if one.study_day is None and definition.schedule.kind == "after_administrations":
                reported.add(definition.id)
                message = (
                    f"'{one.id}' follows a dose that is never due: there are {len(days.doses)}."
                )
                yield Problem(
                    path=path, message=message, remedy=f"Write at most {len(days.doses)}."
                )
            elif one.study_day is not None and not span.holds(one.study_day):
                reported.add(definition.id)
                message = (
                    f"'{one.id}' falls on study day {one.study_day}, outside its phase '{span.id}'."
                )
                remedy = f"The phase has the study days {span.first} to {span.last}."
                yield Problem(path=path, message=message, remedy=remedy)


def _overlapping_windows(days: Days) -> Iterator[Problem]:
    for index, definition in enumerate(said(days.protocol.occasions)):
        window = definition.window
        if not isinstance(window, Window):
            continue
        placed = sorted(
            {one.study_day for one in days.referred(definition.id) if one.study_day is not None}
        )
        grace = window.grace_hours if isinstance(window.grace_hours, (int, float)) else 0
        opens, closes = window_hours(window)
        for day, following in pairwise(placed):
            if 24 * day + closes + grace > 24 * following + opens:
                message = (
                    f"The window of '{definition.id}' on study day {day}, grace included, is still "
                    f"open when the next one opens on study day {following}."
                )
                remedy = "Close it earlier, shorten the grace, or leave more days between."
                yield Problem(path=f"occasions[{index}].window", message=message, remedy=remedy)
                break


def _guesses_before_their_dose(days: Days) -> Iterator[Problem]:
    if not days.doses:
        return
    for index, guess in enumerate(said(days.protocol.guesses)):
        for reference in said(guess.occasions):
            wrong = next(
                (one for one in days.referred(reference) if _too_soon(days, guess, one)), None
            )
            if wrong is not None:
                about = {"administration": "that day's dose", "period": "the period's first dose"}
                what = about.get(str(guess.about), "the first dose")
                message = f"At '{wrong.id}' the guess '{guess.id}' is asked before {what}."
                remedy = "Ask it on a later day or hour, or change what it is about."
                yield Problem(path=f"guesses[{index}].occasions", message=message, remedy=remedy)
                break


def _too_soon(days: Days, guess: Guess, one: PlannedOccasion) -> bool:
    """Whether the occasion is over before the first dose that the guess is about may be taken."""
    if one.study_day is None:
        return False
    if guess.about == "administration":
        firsts = [day for day in days.dose_days if day == one.study_day] or [
            day for day in days.dose_days if day == one.study_day - 1
        ]
    elif guess.about == "period":
        firsts = [dose.study_day for dose in days.doses if dose.period == one.period]
        firsts = firsts or list(days.dose_days)
    else:
        firsts = list(days.dose_days)
    first = min(firsts, default=None)
    if first is None:
        return one.study_day < min(days.dose_days)
    return 24 * one.study_day + _closes_hour(days, one) <= 24 * first + _dose_hour(days)


def _closes_hour(days: Days, one: PlannedOccasion) -> float:
    window = days.protocol.occasion(one.definition).window
    return window_hours(window)[1] if isinstance(window, Window) else 24.0


def _dose_hour(days: Days) -> float:
    found = days.protocol.administration
    opens = found.opens if isinstance(found, Administration) else "00:00"
    hours, minutes = (opens if isinstance(opens, str) else "00:00").split(":")
    return int(hours) + int(minutes) / 60


def _outcomes_without_their_dose(days: Days) -> Iterator[Problem]:
    if not days.doses:
        return
    for index, outcome in enumerate(said(days.protocol.outcomes)):
        if outcome.exposure != "administration" or not isinstance(outcome.exposure_lag_days, int):
            continue
        for reference in said(outcome.occasions):
            wrong = [
                one
                for one in days.referred(reference)
                if one.study_day is not None
                and one.study_day - outcome.exposure_lag_days not in days.dose_days
            ]
            if wrong:
                lag = outcome.exposure_lag_days
                when = "on that day" if lag == 0 else f"{lag} day(s) before it"
                message = (
                    f"'{outcome.id}' follows a dose, but {when} none is due at '{wrong[0].id}'."
                )
                if len(wrong) > 1:
                    message += f" The same is true of {len(wrong) - 1} more occasions."
                remedy = "Use `after_administrations`, another lag, or `exposure: period`."
                yield Problem(path=f"outcomes[{index}].occasions", message=message, remedy=remedy)


def _baselines_after_the_fact(days: Days) -> Iterator[Problem]:
    """A baseline that comes after the first dose, or after what changes from it."""
    for index, outcome in enumerate(said(days.protocol.outcomes)):
        if not isinstance(outcome.change_from, str):
            continue
        baseline = [
            one.study_day for one in days.referred(outcome.change_from) if one.study_day is not None
        ]
        later = [
            one.study_day
            for reference in said(outcome.occasions)
            for one in days.referred(reference)
            if one.study_day is not None
        ]
        if baseline and later and min(later) < max(baseline):
            message = (
                f"'{outcome.id}' changes from '{outcome.change_from}' on study day "
                f"{max(baseline)}, "
                f"but is first measured on study day {min(later)}."
            )
            remedy = "Put the baseline before it."
            yield Problem(path=f"outcomes[{index}].change_from", message=message, remedy=remedy)


_CHECKS: tuple[Callable[[Days], Iterator[Problem]], ...] = (
    _doses_outside_periods,
    _occasions_outside_phase,
    _overlapping_windows,
    _guesses_before_their_dose,
    _outcomes_without_their_dose,
    _baselines_after_the_fact,
)
