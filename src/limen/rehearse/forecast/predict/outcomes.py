"""Outcomes of one simulated trial: means, differences of means, and whether a test finds one."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
from scipy.special import stdtr

from limen.rehearse.forecast.document.measures import Mean, MeanDifference, Significant
from limen.results import Bools, Floats
from limen.simulate.draw.draw import Draw


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A difference of means with its standard error and degrees of freedom."""

    value: float
    standard_error: float
    df: float

    @property
    def p(self) -> float:
        """Two-sided p-value of a t-test; NaN where there is none."""
        if not self.standard_error > 0:
            return nan
        return float(2 * stdtr(self.df, -abs(self.value) / self.standard_error))


def mean(measure: Mean, drawn: Draw) -> float:
    """The mean over people of their own means under an intervention."""
    own = _own_means(measure.outcome, measure.given, drawn)
    seen = own[np.isfinite(own)]
    return float(seen.mean()) if seen.size else nan


def mean_difference(measure: MeanDifference, drawn: Draw) -> float:
    """The difference in points, or in SDs of the scores under the reference."""
    found = difference(measure.outcome, measure.active, measure.reference, drawn)
    if measure.unit == "points":
        return found.value
    seen, given = _seen(measure.outcome, measure.reference, drawn)
    scores = drawn.scores(measure.outcome)[0][seen & given]
    spread = float(scores.std(ddof=1)) if scores.size > 1 else 0.0
    return found.value / spread if spread > 0 else nan


def significant(measure: Significant, drawn: Draw) -> float:
    """1 if the difference has p < alpha in the named direction, else 0."""
    found = difference(measure.outcome, measure.active, measure.reference, drawn)
    if not np.isfinite(found.p):
        return nan
    sign = {"either": 0, "higher": 1, "lower": -1}[measure.direction]
    return float(found.p < measure.alpha and (sign == 0 or found.value * sign > 0))


def difference(outcome: str, active: str, reference: str, drawn: Draw) -> Difference:
    """Within people if enough got both (paired t), else between people (Welch's t)."""
    a, b = (_own_means(outcome, name, drawn) for name in (active, reference))
    both = np.isfinite(a) & np.isfinite(b)
    if both.sum() > 1:
        d = (a - b)[both]
        n = d.size
        error = sqrt(float(d.var(ddof=1)) / n)
        return Difference(value=float(d.mean()), standard_error=error, df=n - 1)
    return _welch(a[np.isfinite(a)], b[np.isfinite(b)])


def _welch(a: Floats, b: Floats) -> Difference:
    if a.size < 2 or b.size < 2:
        return Difference(value=nan, standard_error=nan, df=nan)
    va, vb = float(a.var(ddof=1)) / a.size, float(b.var(ddof=1)) / b.size
    value = float(a.mean() - b.mean())
    total = va + vb
    if not total > 0:
        return Difference(value=value, standard_error=0.0, df=nan)
    df = total**2 / (va**2 / (a.size - 1) + vb**2 / (b.size - 1))
    return Difference(value=value, standard_error=sqrt(total), df=df)


def _own_means(outcome: str, intervention: str, drawn: Draw) -> Floats:
    """Each person's mean score (or change) under an intervention, (N,); NaN without one."""
    scores = drawn.scores(outcome)[0]
    start = drawn.baseline(outcome)
    if start is not None:
        scores = scores - start[0][:, np.newaxis]
    seen, given = _seen(outcome, intervention, drawn)
    use = seen & given & np.isfinite(scores)
    count = use.sum(axis=1)
    total = np.where(use, scores, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), nan)


def _seen(outcome: str, intervention: str, drawn: Draw) -> tuple[Bools, Bools]:
    """Which scores a study has, and which follow an intervention, each (N, T)."""
    code = drawn.study.interventions.index(intervention)
    given: Bools = drawn.intervention(outcome)[0] == code
    return drawn.observed(outcome)[0], given
