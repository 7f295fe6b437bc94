"""Contrasts of fixed effects with standard errors and degrees of freedom, single and joint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import fdtrc, stdtr

from limen.analyse.mixed_models.fit import Fit
from limen.analyse.mixed_models.inference.kenward_roger import kenward_roger
from limen.analyse.mixed_models.inference.satterthwaite import satterthwaite_df
from limen.errors import AnalysisError
from limen.results import Bools, Estimates, Floats

DegreesOfFreedom = Literal["satterthwaite", "kenward_roger", "wald", "residual"]


@dataclass(frozen=True, kw_only=True)
class JointTest:
    """F test that several contrasts are all zero; arrays of shape (R,)."""

    f: Floats
    numerator_df: int
    df: Floats
    p: Floats


def contrasts(
    fit: Fit,
    L: Floats,
    *,
    labels: Sequence[str],
    df: DegreesOfFreedom = "satterthwaite",
) -> Estimates:
    """Lβ of every replicate, shape (R, q), for rows L of shape (q, p) or (R, q, p).

    `df`: `satterthwaite`, `kenward_roger` (which widens the standard errors too), `wald`
    (infinite), or `residual` (N − p). Numbers of replicates without a fit are NaN.
    """
    rows, lost = _coordinates(fit, L)
    value = _times(L, fit.beta)
    if df == "kenward_roger":
        variance, degrees = kenward_roger(fit).single(rows)
    elif df == "satterthwaite":
        variance, degrees = satterthwaite_df(fit, rows)
    elif df in ("wald", "residual"):
        variance, _ = fit.profile.forms(rows)
        degrees = np.full_like(variance, np.inf)
        if df == "residual":
            degrees = np.broadcast_to(fit.residual_df[:, None], variance.shape).copy()
    else:
        raise AnalysisError(
            f"Degrees of freedom {df!r} are unknown. Use satterthwaite, kenward_roger, wald or "
            "residual."
        )
    error = np.sqrt(fit.sigma2[:, None] * variance)
    if lost.any():
        value, error, degrees = (
            np.where(lost[:, None], np.nan, array) for array in (value, error, degrees)
        )
    return Estimates(
        labels=tuple(labels),
        value=value,
        standard_error=error,
        df=degrees,
        status=fit.status,
        extras={"sigma": np.sqrt(fit.sigma2), "ratio": fit.ratio},
    )


def joint_test(fit: Fit, L: Floats, *, df: DegreesOfFreedom = "satterthwaite") -> JointTest:
    r"""Test Lβ = 0 for all rows of L (q, p) together, rows being linearly independent.

    Kenward–Roger scales F and matches two moments. Satterthwaite rotates to independent
    contrasts with df ν_i and matches the mean of F: E = Σ ν_i/(ν_i−2), df = 2E/(E−q).

    ```bibtex
    @article{fai1996approximate,
      title   = {Approximate {F}-tests of multiple degree of freedom hypotheses in generalized
                 least squares analyses of unbalanced split-plot experiments},
      author  = {Fai, Alex Hrong-Tai and Cornelius, Paul L.},
      journal = {Journal of Statistical Computation and Simulation},
      volume  = {54}, number = {4}, pages = {363--378}, year = {1996}
    }
    ```
    """
    check_independent(L)
    q = L.shape[-2]
    rows, lost = _coordinates(fit, L)
    rows = np.broadcast_to(rows, (len(fit.ratio), q, L.shape[-1]))
    value = np.where(lost[:, None], np.nan, _times(L, fit.beta))
    if df == "kenward_roger":
        f, degrees = kenward_roger(fit).joint(rows, value)
        return f_test(f / fit.sigma2, q, degrees)
    variance = rows @ fit.profile.inverse() @ rows.swapaxes(1, 2)
    turned, f = independent_parts(value, fit.sigma2[:, None, None] * variance)
    if df == "satterthwaite":
        return f_test(f, q, matched_df(satterthwaite_df(fit, turned @ rows)[1]))
    return f_test(f, q, np.full_like(f, np.inf) if df == "wald" else fit.residual_df)


def check_independent(L: Floats) -> None:
    """Raise unless the rows of L (q, p) are linearly independent."""
    if np.linalg.matrix_rank(L).min() < L.shape[-2]:
        raise AnalysisError("The contrasts of a joint test repeat each other. Drop one of them.")


def independent_parts(value: Floats, covariance: Floats) -> tuple[Floats, Floats]:
    """Rotations (R, q, q) to uncorrelated contrasts, and F (R,), their mean squared t."""
    eigenvalues, vectors = np.linalg.eigh(covariance)
    turned = np.swapaxes(vectors, 1, 2)
    squares = (turned @ value[:, :, None])[:, :, 0] ** 2 / eigenvalues
    return turned, squares.mean(axis=1)


def matched_df(each: Floats) -> Floats:
    """Denominator df (R,) of the mean of squared t with df `each` (R, q): equal means."""
    q = each.shape[1]
    same = np.ptp(each, axis=1) < 1e-8
    enough = (each > 2).all(axis=1)
    mean = (each / np.where(each > 2, each - 2, 1.0)).sum(axis=1)
    matched = 2 * mean / np.where(mean > q, mean - q, 1.0)
    return np.where(same, each.mean(axis=1), np.where(enough, matched, 2.0))


def f_test(f: Floats, numerator_df: int, df: Floats) -> JointTest:
    """The test with its p; an infinite df is read from the χ² distribution."""
    p = fdtrc(numerator_df, np.fmin(df, 1e12), f)
    return JointTest(f=f, numerator_df=numerator_df, df=df, p=np.asarray(p))


def p_values(estimates: Estimates, null: float = 0.0) -> Floats:
    """Two-sided p of every estimate; NaN where there is none."""
    error, df = estimates.standard_error, np.fmin(estimates.df, 1e12)
    usable = (error > 0) & (estimates.df > 0)
    if not usable.all():
        error, df = np.where(usable, error, np.nan), np.where(usable, df, np.nan)
    return np.asarray(2 * stdtr(df, -np.abs((estimates.value - null) / error)))


def _coordinates(fit: Fit, L: Floats) -> tuple[Floats, Bools]:
    """L in the coordinates γ, and which replicates have no fit (their rows only stay regular)."""
    rows = L @ fit.statistics.back
    lost = fit.lost
    if lost.any():
        rows = np.where(lost[:, None, None], L, rows)
    return rows, lost


def _times(L: Floats, beta: Floats) -> Floats:
    if L.ndim == 2:
        return np.asarray(beta @ L.T)
    return np.asarray((L @ beta[:, :, None])[:, :, 0])
