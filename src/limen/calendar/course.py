"""Which study days belong to which phase and period; study day 1 is the first of treatment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from limen.protocol import Protocol
from limen.protocol.document.treatment import Periods, Phase

Entry = TypeVar("Entry")


def said(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return a list of the protocol, empty where it says `{unknown: ...}` instead."""
    return entries if isinstance(entries, tuple) else ()


@dataclass(frozen=True)
class PhaseSpan:
    """A phase in study days, both included; None where the protocol does not say how long."""

    id: str
    kind: str
    first: int | None
    last: int | None

    def holds(self, study_day: int) -> bool:
        """Whether a study day lies in the phase; not known counts as no."""
        if self.first is None or self.last is None:
            return False
        return self.first <= study_day <= self.last


@dataclass(frozen=True)
class PeriodSpan:
    """A period of treatment in study days, both included; `washout_last` is the end of its washout.

    Without a washout after it, `washout_last` is `last`.
    """

    number: int
    first: int
    last: int
    washout_last: int


def phase_spans(protocol: Protocol) -> tuple[PhaseSpan, ...]:
    """Return all phases in order, laid out from the first day of treatment in both directions."""
    phases = said(protocol.phases)
    kinds = [phase.kind for phase in phases]
    anchor = kinds.index("treatment") if "treatment" in kinds else 0
    before: list[PhaseSpan] = []
    end: int | None = 0
    for phase in reversed(phases[:anchor]):
        days = _days(protocol, phase)
        first = None if end is None or days is None else end - days + 1
        before.append(PhaseSpan(phase.id, phase.kind, first, end))
        end = None if first is None else first - 1
    after: list[PhaseSpan] = []
    start: int | None = 1
    for phase in phases[anchor:]:
        days = _days(protocol, phase)
        last = None if start is None or days is None else start + days - 1
        after.append(PhaseSpan(phase.id, phase.kind, start, last))
        start = None if last is None else last + 1
    return (*reversed(before), *after)


def _days(protocol: Protocol, phase: Phase) -> int | None:
    if isinstance(phase.days, int):
        return phase.days
    if phase.kind == "treatment" and isinstance(protocol.periods, Periods):
        return _total(protocol.periods)
    return None


def _total(periods: Periods) -> int | None:
    parts = (periods.count, periods.days, periods.washout_days)
    return periods.total_days if all(isinstance(part, int) for part in parts) else None


def period_spans(protocol: Protocol) -> tuple[PeriodSpan, ...]:
    """Return the periods of the treatment phase; one that fills it where the protocol has none."""
    treatment = next((span for span in phase_spans(protocol) if span.kind == "treatment"), None)
    if treatment is None or treatment.first is None:
        return ()
    periods = protocol.periods
    if isinstance(periods, Periods) and _total(periods) is not None:
        step = periods.days + periods.washout_days
        firsts = [treatment.first + step * number for number in range(periods.count)]
        ends = [first + periods.days - 1 for first in firsts]
        washed = [*(first - 1 for first in firsts[1:]), ends[-1]]
        return tuple(
            PeriodSpan(number, *span)
            for number, span in enumerate(zip(firsts, ends, washed, strict=True), start=1)
        )
    if treatment.last is None:
        return ()
    return (PeriodSpan(1, treatment.first, treatment.last, treatment.last),)


def period_of(protocol: Protocol, study_day: int) -> int | None:
    """Return the period of a study day; a washout belongs to the period before it."""
    for span in period_spans(protocol):
        if span.first <= study_day <= span.washout_last:
            return span.number
    return None
