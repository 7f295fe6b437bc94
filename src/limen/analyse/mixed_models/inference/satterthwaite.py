"""Degrees of freedom after Satterthwaite, from the curvature of the likelihood."""

from __future__ import annotations

import numpy as np

from limen.analyse.mixed_models.fit import Fit
from limen.results import Floats


def satterthwaite_df(fit: Fit, rows: Floats) -> tuple[Floats, Floats]:
    r"""Variance of each contrast divided by σ², and its degrees of freedom; both (R, q).

    `rows` (q, p) or (R, q, p) are contrasts of the coordinates γ. With v the variance, q its
    gradient in (λ, σ²) and H the Hessian of −2 log-likelihood, df = 2v²/(q′ 2H⁻¹ q). All is
    computed for σ² = 1, as df do not depend on the unit. At τ² = 0 only σ² is estimated: df = κ.

    ```bibtex
    @article{giesbrecht1985two,
      title   = {Two-stage analysis based on a mixed model: large-sample asymptotic theory and
                 small-sample simulation results},
      author  = {Giesbrecht, F. G. and Burns, J. C.},
      journal = {Biometrics},
      volume  = {41}, number = {2}, pages = {477--486}, year = {1985}
    }
    ```
    """
    s, pieces = fit.statistics, fit.profile
    variance, slope = pieces.forms(rows)
    per_size = s.sizes / (1 + fit.ratio[:, None] * s.sizes)
    curvature = pieces.quadratic2 / fit.sigma2 - (s.counts * per_size * per_size).sum(axis=1)
    if fit.method == "reml":
        curvature = curvature + pieces.trace2 - pieces.trace11
    cross = -pieces.quadratic1 / fit.sigma2
    kappa = fit.weight[..., None]  # (1,) or (R, 1), as the columns below
    curvature, cross = curvature[:, None], cross[:, None]
    determinant = curvature * kappa - cross * cross
    spread = kappa * slope * slope + (2 * cross * slope + curvature * variance) * variance

    at_boundary = fit.singular[:, None]
    proper = (determinant > 0) & (spread > 0) & ~at_boundary
    if proper.all():
        return variance, variance * variance * determinant / spread
    df = variance * variance * determinant / np.where(proper, spread, 1.0)
    return variance, np.where(proper, df, np.where(at_boundary, kappa, np.nan))
