"""Weighted least squares and logistic regression of many replicates at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from limen.results import Bools, Floats

_CONDITION = 1e11
_STEPS = 40
_FARTHEST = 30.0  # linear predictor; the probability is 1e-13 from certainty


@dataclass(frozen=True, kw_only=True)
class Regression:
    """Coefficients of R regressions; `usable` is False where there is no estimate."""

    coefficients: Floats  # (R, k)
    inverse: Floats  # (R, k, k), of the Gram matrix or the information
    usable: Bools  # (R,)

    def predict(self, design: Floats) -> Floats:
        """Linear predictor of a design (R, n, k)."""
        predicted: Floats = np.einsum("rnk,rk->rn", design, self.coefficients)
        return predicted

    def probability(self, design: Floats) -> Floats:
        """Probability of 1 under a logistic regression, (R, n)."""
        p: Floats = expit(np.clip(self.predict(design), -_FARTHEST, _FARTHEST))
        return p


def least_squares(design: Floats, outcome: Floats, weight: Floats) -> Regression:
    """Weighted least squares; design (R, n, k), outcome and weight (R, n)."""
    gram = np.einsum("rnk,rn,rnl->rkl", design, weight, design, optimize=True)
    inverse, usable = _inverse(gram)
    cross = np.einsum("rnk,rn->rk", design, weight * outcome)
    coefficients = np.einsum("rkl,rl->rk", inverse, cross)
    return Regression(coefficients=coefficients, inverse=inverse, usable=usable)


def logistic(design: Floats, outcome: Floats, weight: Floats) -> Regression:
    """Maximum likelihood by Newton steps (iteratively reweighted least squares).

    Where a combination of columns separates the outcomes, estimates run off to infinity and never
    settle: `usable` is False there, and so it is with collinear columns. Predictions are then only
    those of the last step.
    """
    beta = np.zeros((design.shape[0], design.shape[2]))
    settled = np.zeros(design.shape[0], dtype=bool)
    for _ in range(_STEPS):
        eta = np.clip(np.einsum("rnk,rk->rn", design, beta), -_FARTHEST, _FARTHEST)
        p = expit(eta)
        information = np.einsum("rnk,rn,rnl->rkl", design, weight * p * (1 - p), design,
                                optimize=True)  # fmt: skip
        inverse, invertible = _inverse(information)
        score = np.einsum("rnk,rn->rk", design, weight * (outcome - p))
        step = np.einsum("rkl,rl->rk", inverse, score)
        shift = np.abs(np.einsum("rnk,rk->rn", design, step) * (weight > 0)).max(-1)
        settled = (shift < 1e-9) & invertible
        if settled.all():
            break
        step = step * np.minimum(1.0, 4.0 / np.maximum(shift, 1e-12))[:, None]
        beta = beta + np.where((settled | ~invertible)[:, None], 0.0, step)
    return Regression(coefficients=beta, inverse=inverse, usable=settled)


def _inverse(matrix: Floats) -> tuple[Floats, Bools]:
    """Inverses of (R, k, k), and which exist; the unit matrix stands in for the others."""
    scale = np.sqrt(np.maximum(np.diagonal(matrix, axis1=-2, axis2=-1), 1e-300))
    scaled = matrix / scale[:, :, None] / scale[:, None, :]
    usable = np.asarray(np.linalg.cond(scaled) < _CONDITION)
    safe = np.where(usable[:, None, None], scaled, np.eye(matrix.shape[-1]))
    inverse: Floats = np.linalg.inv(safe) / scale[:, :, None] / scale[:, None, :]
    return inverse, usable
