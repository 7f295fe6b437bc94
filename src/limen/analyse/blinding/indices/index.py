"""What a blinding index is, and what every index gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

import numpy as np

from limen.analyse.blinding.counts import GuessCounts
from limen.analyse.blinding.shares import quantile
from limen.results import Estimates, FitStatus, Floats


@dataclass(frozen=True, kw_only=True)
class BlindingIndex:
    """A way to say in a number or two how well people guessed what they had been given.

    `compute(counts, level)` gives `Estimates` of shape (R, quantities); a quantity that these
    counts cannot give is NaN, and its replicate has the status NOT_ESTIMABLE.
    """

    key: str
    title: str
    reading: str  # one sentence: what the number means
    compute: Callable[[GuessCounts, float], Estimates]
    bounds: tuple[float, float] = (-inf, inf)
    blind: float | None = 0.0  # its value when nobody can tell; None when it has no such value
    needs_confidence: bool = False
    one_sided: bool = False  # whether one-sided limits are customary


def index_estimates(
    labels: tuple[str, ...],
    value: Floats,
    variance: Floats,
    limits: tuple[Floats, Floats] | None = None,
) -> Estimates:
    """Estimates with a normal reference distribution out of values and variances (R, quantities).

    A replicate with a quantity that is not a number is NOT_ESTIMABLE.
    """
    failed = np.isnan(value).any(axis=1)
    status = np.where(failed, FitStatus.NOT_ESTIMABLE.code, FitStatus.CONVERGED.code)
    lower, upper = limits if limits is not None else (None, None)
    return Estimates(
        labels=labels,
        value=value,
        standard_error=np.sqrt(np.maximum(variance, 0.0)),
        df=np.full(value.shape, inf),
        status=status.astype(np.int8),
        lower=lower,
        upper=upper,
    )


def analytic_limits(estimates: Estimates, level: float) -> tuple[Floats, Floats]:
    """The index's own limits where it has them, else value ± quantile × standard error."""
    if estimates.lower is not None and estimates.upper is not None:
        return estimates.lower, estimates.upper
    half = quantile(level) * estimates.standard_error
    return estimates.value - half, estimates.value + half
