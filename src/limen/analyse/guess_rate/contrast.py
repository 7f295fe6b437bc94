"""A contrast of stratum means, its derivatives, and the standard errors that follow."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from scipy.special import stdtrit

from limen.analyse.guess_rate.strata import Totals
from limen.results import Estimates, FitStatus, Floats


@dataclass(frozen=True, kw_only=True)
class Contrast:
    r"""A quantity and its derivatives, quantities on the second axis.

    A participant with residual sums $e_k$ and counts $N_k$ moves the value by
    $\sum_k (\text{over\_sums}_k e_k + \text{over\_counts}_k N_k)$.
    """

    value: Floats  # (R, C)
    over_sums: Floats  # (R, C, K)
    over_counts: Floats  # (R, C, K)


def clustered_variance(contrast: Contrast, totals: Totals) -> Floats:
    r"""Variance with participants as the units, shape (R, C): $\frac{m}{m-1}\sum_i \psi_i^2$.

    $\psi_i$ is participant i's influence. The sum over participants is a quadratic form in the
    cross-products of `totals`, so a point of the curve costs nothing that grows with N.
    """
    gradient = np.concatenate([contrast.over_sums, contrast.over_counts], axis=2)
    variance: Floats = np.einsum("rck,rck->rc", gradient @ totals.cross, gradient)
    return np.maximum(variance, 0.0, out=variance)


def row_variance(contrast: Contrast, totals: Totals) -> Floats:
    r"""Variance with rows as the units, $\sum w_k^2 v_k/n_k + \sum h_k^2 n_k$, shape (R, C).

    The first sum is that of fixed weights; the second is what estimating them adds. It is right
    for one row per participant only, and NaN for confidence weights.
    """
    estimated: Floats = np.einsum("rck,rk->rc", contrast.over_counts**2, totals.n)
    return fixed_weight_variance(contrast, totals) + estimated


def fixed_weight_variance(contrast: Contrast, totals: Totals) -> Floats:
    """The part of `row_variance` that treats the weights as known, shape (R, C)."""
    variance = totals.variance
    if variance is None:
        return np.full(contrast.value.shape, np.nan)
    within: Floats = np.einsum("rck,rk->rc", contrast.over_sums**2, totals.n * variance)
    return within


def degrees_of_freedom(totals: Totals) -> Floats:
    """Participants less one (at least 1), shape (R,)."""
    return np.maximum(totals.participants - 1, 1.0)


def t_quantile(totals: Totals, level: float) -> Floats:
    """The quantile of a two-sided interval with participants as the units, shape (R,)."""
    return np.asarray(stdtrit(degrees_of_freedom(totals), 0.5 + level / 2), dtype=np.float64)


def contrast_estimates(
    labels: tuple[str, ...], contrast: Contrast, totals: Totals, *, clustered: bool = True
) -> Estimates:
    """The contrast with standard errors; replicates it cannot be had for are NOT_ESTIMABLE.

    With participants as the units the reference distribution is t with m − 1 degrees of freedom,
    which keeps the coverage of small studies (validation: 60 participants); else normal.
    """
    variance = (clustered_variance if clustered else row_variance)(contrast, totals)
    freedom = degrees_of_freedom(totals)[:, None] if clustered else np.array(inf)
    failed = np.isnan(contrast.value).any(axis=1)
    status = np.where(failed, FitStatus.NOT_ESTIMABLE.code, FitStatus.CONVERGED.code)
    return Estimates(
        labels=labels,
        value=contrast.value,
        standard_error=np.sqrt(variance),
        df=np.broadcast_to(freedom, contrast.value.shape).copy(),
        status=status.astype(np.int8),
    )
