"""Joint tests: several contrasts of the fixed effects zero at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import fdtrc

from limen.analyse.mmrm.contrasts import (
    Df,
    adjusted_vcov,
    parameter_vcov,
    rotated,
    variance_slopes,
)
from limen.analyse.mmrm.likelihood import fixed_slopes
from limen.analyse.mmrm.scoring import Fit
from limen.results import Floats


@dataclass(frozen=True, kw_only=True)
class JointTest:
    """An F test that all rows of a contrast matrix are zero; one number per replicate."""

    statistic: Floats  # (R,)
    numerator_df: int
    denominator_df: Floats  # (R,)
    p: Floats  # (R,)


def joint_test(fit: Fit, L: Floats, *, df: Df = "satterthwaite") -> JointTest:
    """Test that L β = 0, with `L` (q, p) of full row rank.

    Kenward–Roger as in their paper (1997; for Hotelling's T² it is exact). Satterthwaite by
    splitting L Φ L′ into uncorrelated contrasts and matching the mean of the F distribution, after
    Fai and Cornelius.

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
    q = len(L)
    value = fit.beta @ L.T
    vcov = adjusted_vcov(fit) if df == "kenward_roger" else fit.vcov
    solved = np.linalg.solve(L @ vcov @ L.T, value[..., None])[..., 0]
    statistic = np.sum(value * solved, axis=1) / q
    if df == "kenward_roger":
        factor, denominator = _kenward_roger(fit, L)
        statistic = factor * statistic
    elif df == "satterthwaite":
        denominator = _fai_cornelius(fit, L)
    else:
        residual = float(fit.moments.observations - L.shape[1])
        denominator = np.full(len(value), np.inf if df == "wald" else residual)
    finite = np.where(np.isfinite(denominator), denominator, 1e12)
    p = np.asarray(fdtrc(q, finite, statistic), dtype=np.float64)
    return JointTest(statistic=statistic, numerator_df=q, denominator_df=denominator, p=p)


def _fai_cornelius(fit: Fit, L: Floats) -> Floats:
    first, turned = fit.covariance.first(fit.theta), rotated(fit, L)
    _, vectors = np.linalg.eigh(turned @ np.swapaxes(turned, 1, 2))
    turned = np.swapaxes(vectors, 1, 2) @ turned
    g = variance_slopes(fit, turned, first)
    W = parameter_vcov(fit, expected=False)
    spread = np.einsum("rqa,rab,rqb->rq", g, W, g, optimize=True)
    nu = 2 * np.sum(turned**2, axis=2) ** 2 / spread
    if len(L) == 1:
        return np.asarray(nu[:, 0], dtype=np.float64)
    large = np.where(nu > 2, nu, 4.0)
    mean = np.sum(large / (large - 2), axis=1)
    return np.where((nu > 2).all(axis=1), 2 * mean / (mean - len(L)), 2.0)


def _kenward_roger(fit: Fit, L: Floats) -> tuple[Floats, Floats]:
    """The factor by which F is multiplied, and its denominator degrees of freedom."""
    q, turned = len(L), rotated(fit, L)
    first, R = fit.covariance.first(fit.theta), len(fit.theta)
    root = np.linalg.inv(np.linalg.cholesky(turned @ np.swapaxes(turned, 1, 2)))
    unit = root @ turned  # orthonormal rows: Θ of the paper is unit′unit
    p = turned.shape[2]
    slopes = fixed_slopes(fit.state, first).reshape(R, -1, p, p)
    seen = unit[:, None] @ slopes @ np.swapaxes(unit, 1, 2)[:, None]  # (R, m, q, q)
    W = parameter_vcov(fit, expected=True)
    trace = np.trace(seen, axis1=2, axis2=3)
    A1 = np.einsum("ra,rab,rb->r", trace, W, trace)
    A2 = np.einsum("raxy,rab,rbyx->r", seen, W, seen, optimize=True)
    B = (A1 + 6 * A2) / (2 * q)
    g = ((q + 1) * A1 - (q + 4) * A2) / ((q + 2) * A2)
    below = 3 * q + 2 * (1 - g)
    mean = 1 / (1 - A2 / q)
    c1, c2, c3 = g / below, (q - g) / below, (q + 2 - g) / below
    variance = (2 / q) * (1 + c1 * B) / ((1 - c2 * B) ** 2 * (1 - c3 * B))
    rho = variance / (2 * mean**2)
    df = 4 + (q + 2) / (q * rho - 1)
    return df / (mean * (df - 2)), df
