"""Small-sample covariance and degrees of freedom after Kenward and Roger."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.analyse.mixed_models.fit import Fit
from limen.errors import AnalysisError
from limen.results import Floats


@dataclass(frozen=True, kw_only=True)
class KenwardRoger:
    r"""Adjusted covariance of γ, and what its degrees of freedom are made of (σ² = 1).

    V = I + λJ is linear in its two parameters, V₁ = I and V₂ = J. Inside a participant with n
    rows V⁻ᵐ = I + (cᵐ − 1)/n·J with c = 1/(1+nλ), so every product is known in closed form:
    P₁ = −X′V⁻²X, P₂ = −Σ c²B, Q₁₁ = X′V⁻³X, Q₁₂ = Σ c³B, Q₂₂ = Σ nc³B.

    ```bibtex
    @article{kenward1997small,
      title   = {Small sample inference for fixed effects from restricted maximum likelihood},
      author  = {Kenward, Michael G. and Roger, James H.},
      journal = {Biometrics},
      volume  = {53}, number = {3}, pages = {983--997}, year = {1997}
    }
    ```
    """

    plain: Floats  # (R, p, p) Φ = A⁻¹
    adjusted: Floats  # (R, p, p) Φ_A
    slopes: tuple[Floats, Floats]  # ΦP_iΦ, each (R, p, p)
    information: Floats  # (R, 2, 2) W, covariance of (σ², τ²)

    def single(self, rows: Floats) -> tuple[Floats, Floats]:
        """Variance over σ² and df of each contrast, both (R, q); `rows` (q, p) or (R, q, p)."""
        plain = _form(rows, self.plain)
        slope = [_form(rows, matrix) for matrix in self.slopes]
        W = self.information[..., None]
        spread = W[:, 0, 0] * slope[0] ** 2 + 2 * W[:, 0, 1] * slope[0] * slope[1]
        spread = spread + W[:, 1, 1] * slope[1] ** 2
        return _form(rows, self.adjusted), 2 * plain**2 / spread

    def joint(self, rows: Floats, estimate: Floats) -> tuple[Floats, Floats]:
        """F over σ² and denominator df of all contrasts at once, both (R,)."""
        q = rows.shape[-2]
        across = np.swapaxes(rows, -1, -2)
        theta = across @ np.linalg.inv(rows @ self.plain @ across) @ rows
        product = [theta @ matrix for matrix in self.slopes]
        traces = [matrix.trace(axis1=1, axis2=2) for matrix in product]
        first = second = np.zeros(len(self.plain))
        for i in range(2):
            for j in range(2):
                weight = self.information[:, i, j]
                first = first + weight * traces[i] * traces[j]
                second = second + weight * (product[i] @ product[j]).trace(axis1=1, axis2=2)
        scale, df = _scale_and_df(first, second, q)
        middle = np.linalg.solve(rows @ self.adjusted @ across, estimate[..., None])[..., 0]
        return scale * (estimate * middle).sum(axis=1) / q, df


def kenward_roger(fit: Fit) -> KenwardRoger:
    """The adjustment for every replicate of a REML fit."""
    if fit.method != "reml":
        raise AnalysisError(
            "Kenward–Roger degrees of freedom belong to REML fits. Use method='reml', or "
            "df='satterthwaite' with ML."
        )
    s = fit.statistics
    n, p = s.sizes, s.columns
    c = 1 / (1 + fit.ratio[:, None] * n)
    plain = fit.profile.inverse()
    eye = np.eye(p)
    P = [-(eye + _sum(s.group_xx, (c**2 - 1) / n)), -_sum(s.group_xx, c**2)]
    Q = {
        (0, 0): eye + _sum(s.group_xx, (c**3 - 1) / n),
        (0, 1): _sum(s.group_xx, c**3),
        (1, 1): _sum(s.group_xx, n * c**3),
    }
    trace = {
        (0, 0): (s.counts * (n - 1 + c**2)).sum(axis=1),
        (0, 1): (s.counts * n * c**2).sum(axis=1),
        (1, 1): (s.counts * n**2 * c**2).sum(axis=1),
    }
    half = [plain @ matrix for matrix in P]
    information = np.empty((len(c), 2, 2))
    for (i, j), known in trace.items():
        own = (plain * Q[i, j]).sum(axis=(1, 2))
        product = (half[i] * np.swapaxes(half[j], 1, 2)).sum(axis=(1, 2))
        information[:, i, j] = information[:, j, i] = (known - 2 * own + product) / 2
    W = np.asarray(np.linalg.inv(information))
    correction = np.zeros_like(plain)
    for (i, j), matrix in Q.items():
        piece = matrix - P[i] @ half[j]
        symmetric = piece if i == j else piece + np.swapaxes(piece, 1, 2)
        correction += W[:, i, j, None, None] * symmetric
    return KenwardRoger(
        plain=plain,
        adjusted=plain + 2 * plain @ correction @ plain,
        slopes=(half[0] @ plain, half[1] @ plain),
        information=W,
    )


def _sum(group_xx: Floats, weight: Floats) -> Floats:
    """Σ_k weight_k B_k, shape (R, p, p)."""
    K, p = group_xx.shape[-3], group_xx.shape[-1]
    if group_xx.ndim == 3:
        return np.asarray((weight @ group_xx.reshape(K, -1)).reshape(-1, p, p))
    return np.asarray((weight[:, None] @ group_xx.reshape(-1, K, p * p)).reshape(-1, p, p))


def _form(rows: Floats, matrix: Floats) -> Floats:
    return np.asarray(((rows @ matrix) * rows).sum(axis=-1))


def _scale_and_df(first: Floats, second: Floats, q: int) -> tuple[Floats, Floats]:
    """λ and m of F* = λF ~ F(q, m): two moments matched (Kenward & Roger 1997, section 3)."""
    B = (first + 6 * second) / (2 * q)
    g = ((q + 1) * first - (q + 4) * second) / ((q + 2) * second)
    bottom = 3 * q + 2 * (1 - g)
    c1, c2, c3 = g / bottom, (q - g) / bottom, (q + 2 - g) / bottom
    mean = 1 / (1 - second / q)
    variance = (2 / q) * (1 + c1 * B) / ((1 - c2 * B) ** 2 * (1 - c3 * B))
    df = 4 + (q + 2) / (q * variance / (2 * mean**2) - 1)
    return df / (mean * (df - 2)), df
