"""Weighted least squares and logistic regression of many replicates at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.results import Bools, Floats

_CONDITION = 1e11
_STEPS = 40
_USUAL = 5  # steps that most fits take
_FARTHEST = 30.0  # linear predictor; the probability is 1e-13 from certainty
_SETTLED = 1e-9  # the largest move of a linear predictor


@dataclass(frozen=True, kw_only=True)
class Regression:
    """Coefficients of R regressions; `usable` is False where there is no estimate."""

    coefficients: Floats  # (R, k)
    inverse: Floats  # (R, k, k), of the Gram matrix or the information
    usable: Bools  # (R,)

    def of_replicates(self, keep: Bools) -> Regression:
        """Those of the replicates that `keep` (R,) marks."""
        return Regression(
            coefficients=self.coefficients[keep],
            inverse=self.inverse[keep],
            usable=self.usable[keep],
        )

    def predict(self, design: Floats) -> Floats:
        """Linear predictor of a design (R, n, k)."""
        return along(design, self.coefficients)

    def probability(self, design: Floats) -> Floats:
        """Probability of 1 under a logistic regression, (R, n)."""
        return _probability(self.predict(design))


def along(design: Floats, coefficients: Floats) -> Floats:
    """Σ_k design × coefficients, (R, n, k) and (R, k) to (R, n)."""
    found: Floats = np.matmul(design, coefficients[:, :, np.newaxis])[:, :, 0]
    return found


def summed(weight: Floats, design: Floats) -> Floats:
    """Σ_n weight × design, (R, n) and (R, n, k) to (R, k)."""
    found: Floats = np.matmul(weight[:, np.newaxis], design)[:, 0]
    return found


def least_squares(design: Floats, outcome: Floats, weight: Floats) -> Regression:
    """Weighted least squares; design (R, n, k), outcome and weight (R, n)."""
    weighted = (design * weight[:, :, np.newaxis]).swapaxes(1, 2)
    inverse, usable = _inverse(weighted @ design)
    cross = np.matmul(weighted, outcome[:, :, np.newaxis])
    coefficients = np.matmul(inverse, cross)[:, :, 0]
    return Regression(coefficients=coefficients, inverse=inverse, usable=usable)


def logistic(
    design: Floats, outcome: Floats, weight: Floats, start: Regression | None = None
) -> Regression:
    """Maximum likelihood by Newton steps (iteratively reweighted least squares).

    Where a combination of columns separates the outcomes, estimates run off to infinity and never
    settle: `usable` is False there, and so it is with collinear columns. Predictions are then only
    those of the last step. `start` is a fit to similar data; from there fewer steps are needed.
    """
    R, _, k = design.shape
    beta, inverse = np.zeros((R, k)), np.empty((R, k, k))
    if start is not None:
        beta[start.usable] = start.coefficients[start.usable]
    settled = np.zeros(R, dtype=bool)
    on = np.arange(R)  # replicates that still move
    x, y, w = np.ascontiguousarray(design.swapaxes(1, 2)), outcome, weight
    for number in range(_STEPS):
        eta = summed(beta[on], x)
        p = _probability(eta)
        spread = (x * (w * p * (1 - p))[:, np.newaxis]) @ x.swapaxes(1, 2)
        inverse[on], invertible = _inverse(spread)
        step = np.matmul(inverse[on], along(x, w * (y - p))[:, :, np.newaxis])[:, :, 0]
        shift = (np.abs(summed(step, x)) * (w > 0)).max(-1)
        settled[on] = (shift < _SETTLED) & invertible
        moves = (shift >= _SETTLED) & invertible
        if number >= _USUAL:
            moves &= np.any(((2 * y - 1) * eta <= 0) & (w > 0), axis=-1)  # else they are separated
        step *= np.minimum(1.0, 4.0 / np.maximum(shift, 1e-12))[:, np.newaxis]
        beta[on[moves]] += step[moves]
        if not moves.all():
            on, x, y, w = on[moves], x[moves], y[moves], w[moves]
        if not on.size:
            break
    return Regression(coefficients=beta, inverse=inverse, usable=settled)


def _probability(eta: Floats) -> Floats:
    p: Floats = 1 / (1 + np.exp(-np.clip(eta, -_FARTHEST, _FARTHEST)))
    return p


def _inverse(matrix: Floats) -> tuple[Floats, Bools]:
    """Inverses of (R, k, k), and which exist; the unit matrix stands in for the others."""
    scale = np.sqrt(np.maximum(np.diagonal(matrix, axis1=-2, axis2=-1), 1e-300))
    scaled = matrix / scale[:, :, None] / scale[:, None, :]
    roots = np.linalg.eigvalsh(scaled)
    usable = np.asarray(roots[:, 0] * _CONDITION > roots[:, -1])
    safe = np.where(usable[:, None, None], scaled, np.eye(matrix.shape[-1]))
    inverse: Floats = np.linalg.inv(safe) / scale[:, :, None] / scale[:, None, :]
    return inverse, usable
