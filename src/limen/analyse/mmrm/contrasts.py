"""Contrasts of the fixed effects with Satterthwaite or Kenward–Roger degrees of freedom."""

from __future__ import annotations

from typing import Literal

import numpy as np

from limen.analyse.mmrm.likelihood import fixed_slopes
from limen.analyse.mmrm.scoring import Fit, inverse
from limen.errors import AnalysisError
from limen.results import Estimates, FitStatus, Floats

Df = Literal["satterthwaite", "kenward_roger", "residual", "wald"]


def contrasts(
    fit: Fit, L: Floats, labels: tuple[str, ...], *, df: Df = "satterthwaite"
) -> Estimates:
    r"""Estimate the rows of `L` (q, p) times the coefficients, for every replicate.

    Satterthwaite: $2v^2 / (g' W g)$ with $v = l'\Phi l$, $g$ its gradient by the covariance
    parameters and $W$ twice the inverse Hessian of the deviance (the observed one, as in lmerTest,
    mmrm and SAS; for complete data it equals the expected one). Kenward–Roger: the adjusted
    standard error, and the same formula with the expected information. For covariances that are
    not linear in their parameters (autoregressive, Toeplitz, heterogeneous) the adjustment leaves
    out second derivatives, which makes it SAS's and mmrm's "linear" variant. `residual` is the
    number of observations minus columns, `wald` the normal distribution.

    ```bibtex
    @article{satterthwaite1946approximate,
      title   = {An Approximate Distribution of Estimates of Variance Components},
      author  = {Satterthwaite, F. E.},
      journal = {Biometrics Bulletin},
      volume  = {2}, number = {6}, pages = {110--114}, year = {1946}
    }
    ```

    ```bibtex
    @article{kenward1997small,
      title   = {Small Sample Inference for Fixed Effects from Restricted Maximum Likelihood},
      author  = {Kenward, Michael G. and Roger, James H.},
      journal = {Biometrics},
      volume  = {53}, number = {3}, pages = {983--997}, year = {1997}
    }
    ```
    """
    if df == "kenward_roger" and not fit.reml:
        raise AnalysisError(
            "Kenward–Roger needs a restricted likelihood fit. Write method: reml, or another df."
        )
    if df not in ("satterthwaite", "kenward_roger", "residual", "wald"):
        raise AnalysisError(
            f"df: {df!r} is not known. Write satterthwaite, kenward_roger, residual or wald."
        )
    value = fit.beta @ L.T
    vcov = adjusted_vcov(fit) if df == "kenward_roger" else fit.vcov
    variance = np.einsum("qp,rpo,qo->rq", L, vcov, L)
    usable = np.isin(fit.status, [FitStatus.CONVERGED.code, FitStatus.SINGULAR.code])[:, None]
    error = np.where(usable, np.sqrt(np.maximum(variance, 0.0)), np.nan)
    return Estimates(
        labels=labels,
        value=np.where(usable, value, np.nan),
        standard_error=error,
        df=np.where(usable, _degrees(fit, L, df), np.nan),
        status=fit.status.astype(np.int8),
        extras={"deviance": fit.deviance, "iterations": fit.iterations.astype(float)},
    )


def parameter_vcov(fit: Fit, *, expected: bool) -> Floats:
    """Covariance of the (scaled) covariance parameters, (R, m, m): W of the formulas."""
    return 2 * inverse(fit.curvature.expected if expected else fit.curvature.observed)


def rotated(fit: Fit, L: Floats) -> Floats:
    """Contrasts in the coordinates where Φ is the identity, (R, q, p): l′Φl is their square."""
    return (L @ (fit.moments.rotation @ fit.state.root)) * fit.moments.scale[:, None, None]


def adjusted_vcov(fit: Fit) -> Floats:
    r"""Kenward and Roger's $\Phi_A = \Phi + 2\Phi[\sum W_{ij}(Q_{ij} - P_i\Phi P_j)]\Phi$."""
    first = fit.covariance.first(fit.theta)
    R, m, T, _ = first.shape
    flat = np.broadcast_to(first.reshape(R, m, T * T), (len(fit.theta), m, T * T))
    W = parameter_vcov(fit, expected=True)
    four = (np.swapaxes(flat, 1, 2) @ W @ flat).reshape(-1, T, T, T, T)
    middle = np.einsum("rstuv,rktu->rksv", four, fit.state.omega, optimize=True)
    Y = fit.state.weighted_columns
    inner = middle[:, fit.moments.pattern_of] @ Y
    p = Y.shape[-1]
    Q = np.swapaxes(Y.reshape(len(Y), -1, p), 1, 2) @ inner.reshape(len(Y), -1, p)
    slopes = fixed_slopes(fit.state, first).reshape(-1, m, p, p)
    weighted = np.einsum("rab,rbpq->rapq", W, slopes, optimize=True)
    product = np.einsum("rapo,raoq->rpq", slopes, weighted, optimize=True)
    root = fit.moments.rotation @ fit.state.root * fit.moments.scale[:, None, None]
    adjusted: Floats = fit.vcov + 2 * root @ (Q - product) @ np.swapaxes(root, 1, 2)
    return adjusted


def _degrees(fit: Fit, L: Floats, df: Df) -> Floats:
    shape = (len(fit.theta), len(L))
    if df == "wald":
        return np.full(shape, np.inf)
    if df == "residual":
        return np.full(shape, float(fit.moments.observations - L.shape[1]))
    first = fit.covariance.first(fit.theta)
    turned = rotated(fit, L)
    q, g = np.sum(turned**2, axis=2), variance_slopes(fit, turned, first)
    W = parameter_vcov(fit, expected=df == "kenward_roger")
    spread = np.einsum("rqa,rab,rqb->rq", g, W, g, optimize=True)
    known = spread > 0
    return np.where(known, 2 * q**2 / np.where(known, spread, 1.0), np.nan)


def variance_slopes(fit: Fit, turned: Floats, first: Floats) -> Floats:
    """Derivatives of l′Φl by the covariance parameters, (R, q, m)."""
    w = np.einsum("rgtp,rqp->rqgt", fit.state.weighted_columns, turned, optimize=True)
    R, q, _, T = w.shape
    square = (np.swapaxes(w, 2, 3) @ w).reshape(R, q, T * T)
    slopes: Floats = square @ np.swapaxes(first.reshape(first.shape[0], -1, T * T), 1, 2)
    return slopes
