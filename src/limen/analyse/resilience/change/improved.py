"""Shares that reliably improved, compared between arms; replicates first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.analyse.layout import Layout
from limen.analyse.resilience.change.index import reliable_change_index, true_score_index
from limen.analyse.safety.difference import newcombe
from limen.errors import AnalysisError
from limen.results import Bools, Estimates, FitStatus, Floats, Ints

BEYOND = 1.959963984540054
TITLES = ("", ", corrected for regression to the mean")


def label_of(layout: Layout, arm: int, title: str) -> str:
    """The name of a comparison of an arm with the reference."""
    return f"Reliably improved{title}: {layout.arms[arm]} − {layout.arms[0]}"


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """Scores before and after, and who has both; arrays (R, N), 0 where one is missing."""

    before: Floats
    after: Floats
    use: Bools

    @classmethod
    def of(cls, layout: Layout, baseline: str, occasion: str) -> Pairs:
        """Pairs at two occasions; `baseline` "" stands for the layout's own baseline."""
        for name in filter(None, (baseline, occasion)):
            if name not in layout.occasions:
                raise AnalysisError(
                    f"{layout.outcome!r} is not measured at {name!r}. "
                    f"It is measured at: {', '.join(layout.occasions[:8])}."
                )
        before = layout.baseline
        if baseline:
            before = layout.value[:, :, layout.occasions.index(baseline)]
        if before is None:
            raise AnalysisError(
                f"{layout.outcome!r} has no baseline, so nobody's change is known. "
                "Name the occasion before the first dose as `baseline_occasion`."
            )
        after = layout.value[:, :, layout.occasions.index(occasion)]
        use = np.isfinite(before) & np.isfinite(after)
        return cls(before=np.where(use, before, 0.0), after=np.where(use, after, 0.0), use=use)

    def spread(self, arm: Ints) -> tuple[Floats, Floats]:
        """Mean and SD at baseline of the pairs whose arm is known, shape (R,) each."""
        own = self.use & (arm >= 0)
        n = own.sum(axis=1)
        mean = np.where(own, self.before, 0.0).sum(axis=1) / np.maximum(n, 1)
        around = np.where(own, self.before - mean[:, np.newaxis], 0.0)
        return mean, np.sqrt((around**2).sum(axis=1) / np.maximum(n - 1, 1))


def improved_compared(
    pairs: Pairs,
    layout: Layout,
    arm: Ints,
    *,
    reliability: float,
    sign: float,
    level: float = 0.95,
) -> Estimates:
    """Differences in the share improved, by the index and corrected for regression to the mean.

    `sign` is 1 where higher is better, else −1; the standard deviation is that of the baseline.
    Quantities are the two, arm by arm after arm 0, shape (R, 2 × (arms − 1)). Errors are those of
    two independent shares, limits Newcombe's. A replicate with fewer than two pairs in an arm, or
    without variation at baseline, is NOT_ESTIMABLE.
    """
    mean, sd = pairs.spread(arm)
    own = [pairs.use & (arm == a) for a in range(len(layout.arms))]
    n = np.stack([who.sum(axis=1) for who in own], axis=1).astype(float)
    usable = (n.min(axis=1) >= 2) & (sd > 0)
    safe, middle = np.where(usable, sd, 1.0)[:, np.newaxis], mean[:, np.newaxis]
    before, after = pairs.before, pairs.after
    scores = (
        reliable_change_index(before, after, sd=safe, reliability=reliability),
        true_score_index(before, after, mean=middle, sd=safe, reliability=reliability),
    )
    columns, labels = [], []
    for a in range(1, len(layout.arms)):
        for title, score in zip(TITLES, scores, strict=True):
            better = sign * score > BEYOND
            x1, x0 = ((better & own[k]).sum(axis=1).astype(float) for k in (a, 0))
            columns.append(_compared(x1, n[:, a], x0, n[:, 0], level))
            labels.append(label_of(layout, a, title))
    value, error, lower, upper = (np.stack(part, axis=1) for part in zip(*columns, strict=True))
    status = np.where(usable, FitStatus.CONVERGED.code, FitStatus.NOT_ESTIMABLE.code)
    return Estimates(
        labels=tuple(labels),
        value=value,
        standard_error=error,
        df=np.full(value.shape, np.inf),
        status=status.astype(np.int8),
        lower=lower,
        upper=upper,
    )


def _compared(
    x1: Floats, n1: Floats, x0: Floats, n0: Floats, level: float
) -> tuple[Floats, Floats, Floats, Floats]:
    """Difference of two shares, its standard error, and Newcombe's limits."""
    p1, p0 = x1 / np.maximum(n1, 1), x0 / np.maximum(n0, 1)
    variance = p1 * (1 - p1) / np.maximum(n1, 1) + p0 * (1 - p0) / np.maximum(n0, 1)
    limits = newcombe(x1, n1, x0, n0, level)
    return p1 - p0, np.sqrt(variance), limits.lower, limits.upper
