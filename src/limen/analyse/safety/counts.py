"""Adverse events counted by participant, replicates first."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from limen.analyse.safety.difference import newcombe
from limen.analyse.safety.rate import rate_ratio, rate_ratio_p
from limen.analyse.safety.records import SafetyRecords
from limen.results import Bools, Estimates, FitStatus, Floats, Ints

KINDS = ("Any adverse event", "Serious adverse event", "Withdrawal for an adverse event")


@dataclass(frozen=True, kw_only=True)
class SafetyCounts:
    """What a comparison of arms needs of each participant's adverse events; arrays (R, N).

    `arm` holds indices into `arms` (0 is the reference), -1 where unknown; `exposure_days` is the
    time under observation, NaN where unknown.
    """

    arms: tuple[str, ...]
    arm: Ints
    events: Ints
    serious: Ints
    withdrawn: Bools  # left or stopped for an adverse event
    exposure_days: Floats

    @classmethod
    def of(cls, records: SafetyRecords) -> SafetyCounts:
        """The counts of one dataset's records, R = 1."""
        people = len(records.arm)
        gone = records.withdrawn if records.withdrawn is not None else np.zeros(people, dtype=bool)
        return cls(
            arms=records.arms,
            arm=records.arm[np.newaxis],
            events=np.bincount(records.participant, minlength=people)[np.newaxis],
            serious=np.bincount(records.participant[records.serious], minlength=people)[np.newaxis],
            withdrawn=gone[np.newaxis],
            exposure_days=records.exposure_days[np.newaxis],
        )

    def of_replicates(self, keep: Bools) -> SafetyCounts:
        """The counts of the replicates that `keep` (R,) marks."""
        return replace(
            self,
            arm=self.arm[keep],
            events=self.events[keep],
            serious=self.serious[keep],
            withdrawn=self.withdrawn[keep],
            exposure_days=self.exposure_days[keep],
        )

    def per_arm(self, number: Floats | Ints | Bools) -> Floats:
        """Sums of `number` (R, N) over the participants of each arm, shape (R, arms)."""
        sums = [np.sum(number * (self.arm == a), axis=1) for a in range(len(self.arms))]
        return np.stack(sums, axis=1).astype(np.float64)

    @property
    def people(self) -> Floats:
        """Participants of each arm, shape (R, arms)."""
        return self.per_arm(np.ones(self.arm.shape))

    @property
    def exposed(self) -> Bools:
        """Whose time under observation is known and positive, shape (R, N)."""
        return np.asarray(np.nan_to_num(self.exposure_days) > 0)


def shares_compared(counts: SafetyCounts, level: float = 0.95) -> Estimates:
    """Differences in the share of participants with each of `KINDS`, arm by arm after arm 0.

    Quantities are the kinds within arms, shape (R, 3 × (arms − 1)). Errors are those of two
    independent shares, limits Newcombe's. Arms must not be empty.
    """
    n = counts.people
    having = [counts.per_arm(found > 0) for found in (counts.events, counts.serious)]
    having.append(counts.per_arm(counts.withdrawn))
    value, variance, lower, upper, labels = [], [], [], [], []
    for a in range(1, len(counts.arms)):
        for title, x in zip(KINDS, having, strict=True):
            p1, p0 = x[:, a] / n[:, a], x[:, 0] / n[:, 0]
            limits = newcombe(x[:, a], n[:, a], x[:, 0], n[:, 0], level)
            value.append(p1 - p0)
            variance.append(p1 * (1 - p1) / n[:, a] + p0 * (1 - p0) / n[:, 0])
            lower.append(limits.lower)
            upper.append(limits.upper)
            labels.append(f"{title}: difference in share, {counts.arms[a]} − {counts.arms[0]}")
    shape = (len(n), len(labels))
    return Estimates(
        labels=tuple(labels),
        value=np.stack(value, axis=1),
        standard_error=np.sqrt(np.stack(variance, axis=1)),
        df=np.full(shape, np.inf),
        status=np.full(len(n), FitStatus.CONVERGED.code, dtype=np.int8),
        lower=np.stack(lower, axis=1),
        upper=np.stack(upper, axis=1),
    )


def rates_compared(counts: SafetyCounts, level: float = 0.95) -> Estimates:
    """Ratios of event rates per day, each arm over arm 0, shape (R, arms − 1).

    Limits and p (in `extras`) are exact, given the number of events; there is no standard error. A
    replicate without events in either arm, or without time at risk, has NaN; without events in
    the reference arm only, the ratio is infinite.
    """
    days = counts.per_arm(np.where(counts.exposed, counts.exposure_days, 0.0))
    events = counts.per_arm(counts.events * counts.exposed)
    shape = (len(days), len(counts.arms) - 1)
    found = {name: np.full(shape, np.nan) for name in ("value", "lower", "upper", "p")}
    for j in range(shape[1]):
        a = j + 1
        keep = (days[:, a] > 0) & (days[:, 0] > 0) & (events[:, a] + events[:, 0] > 0)
        one = (events[keep, a], days[keep, a], events[keep, 0], days[keep, 0])
        limits = rate_ratio(*one, level)
        some = one[2] > 0
        per_day = one[0] / one[1] / np.where(some, one[2] / one[3], 1.0)
        found["value"][keep, j] = np.where(some, per_day, np.inf)
        found["lower"][keep, j], found["upper"][keep, j] = limits.lower, limits.upper
        found["p"][keep, j] = rate_ratio_p(*one)
    reference = counts.arms[0]
    return Estimates(
        labels=tuple(f"Adverse events per day: ratio, {a} / {reference}" for a in counts.arms[1:]),
        value=found["value"],
        standard_error=np.full(shape, np.nan),
        df=np.full(shape, np.inf),
        status=np.full(shape[0], FitStatus.CONVERGED.code, dtype=np.int8),
        lower=found["lower"],
        upper=found["upper"],
        extras={"p": found["p"]},
    )
