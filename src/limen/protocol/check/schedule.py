"""Occasions: inside their phase, with windows that can be kept and instruments that exist."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from limen.counted import counted
from limen.protocol.check.context import Context, all_of, said
from limen.protocol.check.finding import Finding
from limen.protocol.check.scales import known_instruments
from limen.protocol.document.measurement import (
    AfterAdministrations,
    Daily,
    EachPeriod,
    Occasion,
    Once,
    OnDays,
    Schedule,
    Weekly,
    Window,
)
from limen.protocol.document.opening import Path
from limen.protocol.document.part import known


def check_schedule(context: Context) -> Iterator[Finding]:
    """Yield occasions outside their phase, and windows that nobody can keep."""
    phases = {phase.id: phase for _, phase in context.each("phases")}
    instruments = known_instruments(context)
    measurements = context.ids("measurements")
    for path, occasion in context.each("occasions"):
        yield from context.refers((*path, "phase"), occasion.phase, phases, "phase")
        yield from context.refers(
            (*path, "respondent"), occasion.respondent, context.kinds, "respondent"
        )
        yield from _respondent(path, occasion, context.kinds.get(occasion.respondent))
        yield from context.refer((*path, "measures"), occasion.measures, instruments, "instrument")
        here = (*path, "measurements")
        yield from context.refer(here, occasion.measurements, measurements, "measurement")
        phase, schedule = phases.get(occasion.phase), said(occasion.schedule)
        if phase is not None and schedule is not None:
            yield from _inside(context, (*path, "schedule"), schedule, phase)
        if schedule is not None:
            window = said(occasion.window)
            if window is not None:
                yield from _window((*path, "window"), window, _gap(context, schedule))


def _respondent(path: Path, occasion: Occasion, kind: str | None) -> Iterator[Finding]:
    if occasion.kind == "rater_assessment" and kind == "participant":
        yield Finding(
            (*path, "respondent"),
            "A rater assessment is not answered by the participant.",
            "Name a respondent of kind blinded_rater or clinician.",
        )


def _inside(context: Context, path: Path, schedule: Schedule, phase: object) -> Iterator[Finding]:
    """Yield a finding if the last day lies beyond the phase, or the pattern does not belong."""
    length, kind = said(getattr(phase, "days", None)), said(getattr(phase, "kind", None))
    if isinstance(schedule, (EachPeriod, AfterAdministrations)) and kind not in (None, "treatment"):
        yield Finding(
            (*path, "kind"),
            f"'{schedule.kind}' belongs to the treatment phase, and this is {kind}.",
            "Use once, on_days, daily or weekly.",
        )
        return
    if isinstance(schedule, EachPeriod):
        periods = said(context.protocol.periods)
        length = said(periods.days) if periods is not None else length
    field, last = _last_day(schedule)
    if last is not None and length is not None and last > length:
        what = "period" if isinstance(schedule, EachPeriod) else "phase"
        yield Finding(
            (*path, field),
            f"Day {last} is outside a {what} of {counted(length, 'day')}.",
            f"Days count from 1 within the {what}: write at most {length}.",
        )
    if isinstance(schedule, Daily):
        first, last = said(schedule.first), said(schedule.last)
        if first is not None and last is not None and last < first:
            yield Finding((*path, "last"), "The last day is before the first.", "Swap them.")
    if isinstance(schedule, OnDays):
        days = all_of(schedule.days)
        if sorted(set(days)) != days:
            yield Finding(
                (*path, "days"), "The days are not in order.", "Write each once, in order."
            )


def _last_day(schedule: Schedule) -> tuple[str, int | None]:
    match schedule:
        case Once() | EachPeriod():
            return "day", said(schedule.day)
        case OnDays():
            return "days", max(all_of(schedule.days), default=None)
        case Daily():
            return "last", said(schedule.last)
        case Weekly():
            weeks, first = said(schedule.weeks), said(schedule.first_week)
            return "weeks", None if weeks is None or first is None else 7 * (weeks + first - 1)
        case _:
            return "numbers", None


def _gap(context: Context, schedule: Schedule) -> int | None:
    """Return the fewest days between two occasions of a definition."""
    match schedule:
        case OnDays():
            days = all_of(schedule.days)
            return min((b - a for a, b in pairwise(days)), default=None)
        case Daily():
            return said(schedule.every)
        case Weekly():
            return 7
        case EachPeriod():
            periods = said(context.protocol.periods)
            return said(periods.days) if periods is not None else None
        case _:
            return None


def _window(path: Path, window: Window, gap: int | None) -> Iterator[Finding]:
    fields = (window.opens_day, window.opens_time, window.closes_day, window.closes_time)
    if not all(map(known, fields)):
        return
    hours = window.closes_hour - window.opens_hour
    if hours <= 0:
        yield Finding(
            path,
            f"The window closes on day {window.closes_day:+d} at {window.closes_time}, but opens "
            f"on day {window.opens_day:+d} at {window.opens_time}.",
            "Let it close after it opens; day 0 is the scheduled day.",
            key=True,
        )
        return
    grace = said(window.grace_hours) or 0
    if gap is not None and hours + grace > 24 * gap:
        yield Finding(
            path,
            f"The window and its grace take {hours + grace:.4g} hours, but the next occasion's "
            f"opens after {24 * gap}.",
            "Shorten it, or an answer could belong to two occasions.",
            key=True,
        )
    if grace and said(window.late) == "refuse":
        yield Finding(
            (*path, "late"),
            f"The window has {counted(grace, 'hour')} of grace, but late answers are refused.",
            "Write `late: flag` or `late: accept`, or leave `grace_hours` out.",
        )
    for number, reminder in enumerate(all_of(window.reminders)):
        after = said(reminder.after_hours)
        if after is not None and after >= hours:
            yield Finding(
                (*path, "reminders", number, "after_hours"),
                f"This reminder comes after {counted(after, 'hour')}, when the window of "
                f"{hours:.4g} hours "
                "has closed.",
                "Write fewer hours.",
            )
