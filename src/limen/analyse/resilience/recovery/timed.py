"""Entries in time and the stressors before them, replicates first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.analyse.layout import Layout
from limen.analyse.resilience.answers import arms_of
from limen.analyse.resilience.dynamics.series import Series
from limen.analyse.resilience.dynamics.successive import usual_gap
from limen.analyse.resilience.recovery.curve import Events, fit_recovery
from limen.errors import AnalysisError, NotIdentifiedError
from limen.results import Bools, Estimates, Floats, Ints

FEWEST_ENTRIES = 3  # usual gaps that must fit into the horizon
FEWEST_EVENTS = 10  # per arm
HORIZON_HOURS = 12.0  # for which a stressor counts


def aligned(problems: Layout, exposure: Layout) -> tuple[Layout, Layout]:
    """Both diaries at the occasions they share, in the order of the problems."""
    shared = tuple(name for name in problems.occasions if name in exposure.occasions)
    if problems.participants != exposure.participants or not shared:
        raise AnalysisError(
            f"{problems.outcome!r} and {exposure.outcome!r} share no occasion, or are laid out for "
            "different participants. Both must be asked in the same diary."
        )
    return problems.at(*shared), exposure.at(*shared)


def require_hours(problems: Layout) -> None:
    """Refuse a diary that cannot see a recovery in hours, in no replicate."""
    series = Series.of(problems)
    if series.day is None or not series.timed:
        raise NotIdentifiedError(
            f"{problems.outcome!r}: the hour of the entries is not known, so a recovery in hours "
            "cannot be seen. Record when each entry was submitted, five or more entries a day."
        )
    if not series.several_a_day:
        raise NotIdentifiedError(
            f"{problems.outcome!r}: one evening entry a day cannot identify a half-life in hours. "
            "Plan five or more prompts a day on some days, or a standardised laboratory stressor "
            "with repeated ratings."
        )


@dataclass(frozen=True, kw_only=True)
class Timed:
    """The entries of a diary whose hour is known, and the stressors that count for them."""

    problems: Layout
    event: Bools  # (R, N, T), an entry whose exposure is above the threshold
    events: Events
    use: Bools  # (R, N, T), entries that are fitted
    usual: Floats  # (R,), the median gap in hours
    horizon: float  # hours

    @classmethod
    def of(cls, problems: Layout, exposure: Layout, *, threshold: float, horizon: float) -> Timed:
        """From two diaries that are `aligned` and have hours."""
        series = Series.of(problems)
        event = exposure.observed & (np.where(exposure.observed, exposure.value, 0.0) > threshold)
        hours = 24 * series.day if series.day is not None else np.full(event.shape, np.nan)
        return cls(
            problems=problems,
            event=event,
            events=Events.of(event, hours, horizon),
            use=problems.observed & np.isfinite(hours),
            usual=24 * usual_gap(series.gap, series.pair),
            horizon=horizon,
        )

    @property
    def dense(self) -> Bools:
        """In which replicates entries are close enough to see a recovery, shape (R,)."""
        return np.asarray(self.usual * FEWEST_ENTRIES <= self.horizon)

    def per_arm(self, entries: Bools) -> Ints:
        """How many `entries` (R, N, T) belong to each arm, shape (R, arms)."""
        arm, each = arms_of(self.problems), entries.sum(axis=2)
        sums = [np.sum(each * (arm == a), axis=1) for a in range(len(self.problems.arms))]
        return np.stack(sums, axis=1).astype(np.int64)

    @property
    def followed(self) -> Ints:
        """Stressors with a later entry inside the horizon, by arm, shape (R, arms)."""
        return self.per_arm(self.events.followed(self.use))

    def fits(self) -> list[Estimates]:
        """The recovery of each arm: jump and log half-life, (R, 2) each."""
        return [
            fit_recovery(
                self.problems.value,
                self.use & (arms_of(self.problems) == a)[..., np.newaxis],
                self.events,
                half_lives=(self.usual / 4, 2 * self.horizon),
            )
            for a in range(len(self.problems.arms))
        ]


def ratio_label(layout: Layout, arm: int) -> str:
    """The name of the ratio of an arm's half-life to the reference's."""
    return f"Recovery half-life: ratio, {layout.arms[arm]} / {layout.arms[0]}"


def jump_label(layout: Layout, arm: int) -> str:
    """The name of the difference between an arm's jump and the reference's."""
    return f"Jump after a stressor: {layout.arms[arm]} − {layout.arms[0]}"
