"""The days on which something happens to a participant, in order: doses, then occasions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from limen.calendar import (
    DosingDay,
    PlannedOccasion,
    dosing_days,
    expand_occasions,
    period_spans,
    phase_spans,
)
from limen.dataset.vocabulary import parts
from limen.protocol import Protocol
from limen.protocol.document.treatment import NoIntervention
from limen.results import Bools, Floats, Ints

_UNKNOWN_GAP = 30.0  # days to an occasion whose day the protocol does not say


@dataclass(frozen=True)
class Timeline:
    """Study days in order, shape (J,), and what falls on them.

    `occasions` (T,) and `doses` (D,) are those of everybody; an occasion whose day the protocol
    does not say stands 30 days before treatment, or after it, for the order only.
    """

    days: Floats  # (J,)
    occasions: tuple[PlannedOccasion, ...]  # T
    occasion_day: Ints  # (T,), index into days
    doses: tuple[DosingDay, ...]  # D
    dose_day: Ints  # (D,), index into days
    period: Ints  # (J,), first period is 0; -1 before treatment; after it the last
    last_day: float  # of treatment

    @cached_property
    def dose_at(self) -> dict[int, int]:
        """The dose that is due on a day, by index of the day."""
        return {int(j): d for d, j in enumerate(self.dose_day)}

    @cached_property
    def doses_by(self) -> Ints:
        """How many doses are due by each day, that day's included, shape (J,)."""
        return np.searchsorted(self.dose_day, np.arange(len(self.days)), side="right")

    @cached_property
    def occasion_index(self) -> dict[str, int]:
        """The number of each occasion."""
        return {one.id: t for t, one in enumerate(self.occasions)}

    @property
    def after(self) -> Bools:
        """Which days lie after treatment, shape (J,)."""
        return np.asarray(self.days > self.last_day)

    @property
    def before(self) -> Bools:
        """Which days lie before treatment, shape (J,)."""
        return np.asarray(self.period < 0)

    @cached_property
    def begun(self) -> Bools:
        """On which days anything has been given: from the first dose or, without doses, period."""
        return np.asarray(self.doses_by > 0) if self.doses else ~self.before


def timeline(protocol: Protocol) -> Timeline:
    """Lay a protocol out for everybody who starts on a Monday."""
    occasions = expand_occasions(protocol)
    doses = dosing_days(protocol) or tuple(_implied(protocol, occasions))
    spans = period_spans(protocol)
    last = max(
        [
            *(
                span.last
                for span in phase_spans(protocol)
                if span.kind == "treatment" and span.last
            ),
            *(span.washout_last for span in spans),
            *(dose.study_day for dose in doses),
            1,
        ]
    )
    placed = _placed(protocol, occasions, float(last))
    days = np.array(sorted({*placed, *(float(dose.study_day) for dose in doses)}))
    index = {day: j for j, day in enumerate(days.tolist())}
    starts = [float(span.first) for span in spans] or [1.0]
    return Timeline(
        days=days,
        occasions=occasions,
        occasion_day=np.array([index[day] for day in placed], dtype=np.int64),
        doses=doses,
        dose_day=np.array([index[float(dose.study_day)] for dose in doses], dtype=np.int64),
        period=np.searchsorted(starts, days, side="right") - 1,
        last_day=float(last),
    )


def _placed(protocol: Protocol, occasions: tuple[PlannedOccasion, ...], last: float) -> list[float]:
    """The day of each occasion."""
    kinds = {phase.id: phase.kind for phase in protocol.phases}
    after = [one.study_day for one in occasions if one.study_day and one.study_day > last]
    latest, earliest = float(max(after, default=int(last))), 0.0
    placed: list[float] = []
    for one in occasions:
        early = kinds.get(one.phase) in ("screening", "run_in")
        if one.study_day is not None:
            day = float(one.study_day)
        elif early:
            day = earliest - _UNKNOWN_GAP
        elif kinds.get(one.phase) == "treatment":
            day = last
        else:
            latest += _UNKNOWN_GAP
            day = latest
        placed.append(day)
    return placed


def _implied(protocol: Protocol, occasions: tuple[PlannedOccasion, ...]) -> Iterator[DosingDay]:
    """Doses that follow from what is asked about them, where the regimen is not known.

    An outcome or guess about an administration says that there was one, `exposure_lag_days` before.
    """
    if all(isinstance(one, NoIntervention) for one in protocol.interventions):
        return
    asked: dict[str, int] = {}
    for guess in parts(protocol.guesses):
        if guess.about == "administration":
            asked |= dict.fromkeys(protocol.occasion_ids(*guess.occasions), 0)
    for outcome in protocol.outcomes:
        if outcome.exposure == "administration":
            lag = outcome.exposure_lag_days
            asked |= dict.fromkeys(protocol.occasion_ids(*outcome.occasions), lag)
    found = {
        (one.period or 1, one.study_day - asked[one.id])
        for one in occasions
        if one.id in asked and one.study_day is not None
    }
    in_order = sorted(found, key=lambda pair: pair[1])
    for number, (period, day) in enumerate(in_order, start=1):
        yield DosingDay(number, period, day)
