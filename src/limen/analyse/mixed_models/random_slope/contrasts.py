"""Contrasts of a random-slope fit, with Satterthwaite's degrees of freedom."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from limen.analyse.mixed_models.inference import (
    JointTest,
    f_test,
    independent_parts,
    matched_df,
)
from limen.analyse.mixed_models.random_slope.fit import SlopeFit, in_factor
from limen.errors import AnalysisError
from limen.results import Estimates, FitStatus, Floats


def slope_contrasts(
    fit: SlopeFit, L: Floats, *, labels: Sequence[str], df: str = "satterthwaite"
) -> Estimates:
    """Lβ of every replicate, shape (R, q), for rows L (q, p) or (R, q, p).

    `df`: `satterthwaite`, `wald` (infinite) or `residual` (N − p). The curvature is taken in the
    Cholesky factor of D and σ², so that at the boundary the parameter that cannot move any
    further adds nothing.
    """
    rows = L @ fit.statistics.back
    half = rows @ fit.profile.inverse
    variance = (half * rows).sum(axis=-1)
    if df == "satterthwaite":
        degrees = _degrees(fit, half, variance)
    elif df == "wald":
        degrees = np.full_like(variance, np.inf)
    elif df == "residual":
        rest = fit.statistics.rows - fit.statistics.columns
        degrees = np.broadcast_to(rest[:, None], variance.shape).astype(np.float64)
    else:
        raise AnalysisError(
            f"A random slope has no {df!r} degrees of freedom here. Use satterthwaite, wald or "
            "residual."
        )
    value = (np.broadcast_to(L, rows.shape[:-2] + L.shape[-2:]) @ fit.beta[:, :, None])[:, :, 0]
    lost = (fit.status == FitStatus.NOT_ESTIMABLE.code)[:, None]
    return Estimates(
        labels=tuple(labels),
        value=np.where(lost, np.nan, value),
        standard_error=np.where(lost, np.nan, np.sqrt(fit.sigma2[:, None] * variance)),
        df=np.where(lost, np.nan, degrees),
        status=fit.status,
        extras={"sigma": np.sqrt(fit.sigma2)},
    )


def slope_joint_test(fit: SlopeFit, L: Floats, *, df: str = "satterthwaite") -> JointTest:
    """Test that all rows of Lβ (q, p) are zero, as `joint_test` does for a random intercept."""
    rows = L @ fit.statistics.back
    value = (L @ fit.beta[:, :, None])[:, :, 0]
    turned, f = independent_parts(value, L @ fit.covariance @ L.T)
    if df != "satterthwaite":
        return f_test(f, len(L), np.full_like(f, np.inf))
    half = turned @ rows @ fit.profile.inverse
    each = _degrees(fit, half, (half * (turned @ rows)).sum(axis=-1))
    return f_test(f, len(L), matched_df(each))


def _degrees(fit: SlopeFit, half: Floats, variance: Floats) -> Floats:
    """2v²/(q′2H⁻¹q) in (Λ, σ²), for σ² = 1."""
    pieces, R = fit.profile, len(fit.sigma2)
    _, curved, jacobian = in_factor(fit.theta, pieces.gradient, pieces.open_hessian)
    H = np.empty((R, 4, 4))
    H[:, :3, :3] = curved
    cross = -(pieces.quadratic1 / fit.sigma2[:, None])[:, None] @ jacobian
    H[:, 3:, :3], H[:, :3, 3:] = cross, np.swapaxes(cross, 1, 2)
    H[:, 3, 3] = fit.weight
    slope = -np.einsum("rqi,raij,rqj->rqa", half, pieces.slopes, half, optimize=True)
    gradient = np.concatenate([slope @ jacobian, variance[:, :, None]], axis=2)
    scale = np.sqrt(np.maximum(np.abs(np.einsum("rii->ri", H)), 1e-12))
    values, vectors = np.linalg.eigh(H / (scale[:, :, None] * scale[:, None]))
    kept = values > 1e-8
    rotated = (gradient / scale[:, None]) @ vectors
    spread = (rotated**2 * (kept / np.where(kept, values, 1.0))[:, None]).sum(axis=2)
    return np.asarray(variance**2 / np.where(spread > 0, spread, 1.0))
