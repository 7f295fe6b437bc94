"""The profile likelihood in λ = τ²/σ²: every quantity a fit or its degrees of freedom need.

With w_k = λ/(1+n_kλ) for participants with n_k rows, and B_k = Σ s s′ (`statistics.py`):

    A = I − Σ w_k B_k,xx,   a = −Σ w_k B_k,xy,   r² = rss − Σ w_k B_k,yy − a′A⁻¹a,   γ̂ = A⁻¹a
    w′ = 1/(1+nλ)²,   w″ = −2n/(1+nλ)³
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from limen.analyse.mixed_models.statistics import Statistics
from limen.results import Floats


class Profile(Protocol):
    """The likelihood's pieces at one λ per replicate; all arrays have shape (R,) unless noted."""

    trace1: Floats  # tr(A⁻¹A′)
    trace2: Floats  # tr(A⁻¹A″)
    trace11: Floats  # tr((A⁻¹A′)²)
    quadratic: Floats  # r²
    quadratic1: Floats  # (r²)′
    quadratic2: Floats  # (r²)″
    gamma: Floats  # (R, p)

    @property
    def log_det(self) -> Floats:
        """log|A|."""
        ...

    def forms(self, rows: Floats) -> tuple[Floats, Floats]:
        """l′A⁻¹l and l′A⁻¹A′A⁻¹l, shape (R, q), for rows l (q, p) or (R, q, p) of coordinates."""
        ...

    def inverse(self) -> Floats:
        """A⁻¹, shape (R, p, p)."""
        ...


def profile(statistics: Statistics, ratio: Floats) -> Profile:
    """The profile of each replicate at its own λ, shape (R,)."""
    if statistics.diagonal:
        return DiagonalProfile(statistics, ratio)
    return DenseProfile(statistics, ratio)


def weights(sizes: Floats, ratio: Floats) -> Floats:
    """w, w′ and w″, shape (R, 3, K)."""
    column = ratio[:, None]
    shrunk = 1 / (1 + column * sizes)
    w = np.empty((len(ratio), 3, len(sizes)))
    np.multiply(column, shrunk, out=w[:, 0])
    np.multiply(shrunk, shrunk, out=w[:, 1])
    np.multiply(w[:, 1] * shrunk, -2 * sizes, out=w[:, 2])
    return w


class DenseProfile:
    """Any design: one inverse of a (p, p) matrix per replicate."""

    def __init__(self, statistics: Statistics, ratio: Floats) -> None:
        w = weights(statistics.sizes, ratio)
        R, K, p = len(ratio), len(statistics.sizes), statistics.columns
        if statistics.shared:
            xx = (w.reshape(-1, K) @ statistics.group_xx.reshape(K, p * p)).reshape(R, 3, p, p)
        else:
            xx = (w @ statistics.group_xx.reshape(R, K, p * p)).reshape(R, 3, p, p)
        a, a1, a2 = -(w @ statistics.group_xy).transpose(1, 0, 2)
        yy = (w @ statistics.group_yy[:, :, None])[:, :, 0]
        A, self._A1, A2 = np.eye(p) - xx[:, 0], -xx[:, 1], -xx[:, 2]
        self._inverse = inverse = np.asarray(np.linalg.inv(A))
        product = inverse @ self._A1
        self.trace1 = np.einsum("rii->r", product)
        self.trace11 = np.einsum("rij,rji->r", product, product)
        self.trace2 = np.einsum("rij,rij->r", inverse, A2)
        self._A = A
        self.gamma = gamma = (inverse @ a[:, :, None])[:, :, 0]
        self.quadratic = statistics.rss - yy[:, 0] - np.einsum("ri,ri->r", a, gamma)
        A1_gamma = (self._A1 @ gamma[:, :, None])[:, :, 0]
        A2_gamma = (A2 @ gamma[:, :, None])[:, :, 0]
        t = A1_gamma - a1
        self.quadratic1 = np.einsum("ri,ri->r", gamma, t - a1) - yy[:, 1]
        curved = np.einsum("ri,rij,rj->r", t, inverse, t)
        self.quadratic2 = np.einsum("ri,ri->r", gamma, A2_gamma - 2 * a2) - yy[:, 2] - 2 * curved

    @property
    def log_det(self) -> Floats:
        """log|A|; computed when asked for, as no step of the fit needs it."""
        return np.asarray(np.linalg.slogdet(self._A)[1])

    def forms(self, rows: Floats) -> tuple[Floats, Floats]:
        """l′A⁻¹l and l′A⁻¹A′A⁻¹l."""
        half = rows @ self._inverse
        return (half * rows).sum(axis=-1), ((half @ self._A1) * half).sum(axis=-1)

    def inverse(self) -> Floats:
        """A⁻¹."""
        return self._inverse


class DiagonalProfile:
    """One shared design, one size: A is diagonal in γ, so a fit is O(p) without linear algebra."""

    def __init__(self, statistics: Statistics, ratio: Floats) -> None:
        n = statistics.sizes[0]
        b = np.einsum("ii->i", statistics.group_xx[0])
        xy, yy = statistics.group_xy[:, 0], statistics.group_yy[:, 0]
        grown = 1 + n * ratio
        w1 = 1 / (grown * grown)
        w, w2 = ratio / grown, -2 * n * w1 / grown
        self._inverse = d = 1 / (1 - w[:, None] * b)
        self._slope = b * d  # A⁻¹A′ = −w′ · slope
        self._w1 = w1
        s1, s2 = self._slope.sum(axis=1), (self._slope * self._slope).sum(axis=1)
        self.trace1, self.trace11, self.trace2 = -w1 * s1, w1 * w1 * s2, -w2 * s1
        # r² = rss − w yy − w² Σ xy² d; its derivative in w is −yy − Σ xy² (2w d + w² b d²)
        square = xy * xy * d
        q0 = square.sum(axis=1)
        q1 = (square * self._slope).sum(axis=1)
        q2 = (square * self._slope * self._slope).sum(axis=1)
        self.gamma = -w[:, None] * xy * d
        self.quadratic = statistics.rss - w * yy - w * w * q0
        by_w = -yy - w * (2 * q0 + w * q1)
        by_ww = -2 * (q0 + w * (2 * q1 + w * q2))
        self.quadratic1 = by_w * w1
        self.quadratic2 = by_ww * w1 * w1 + by_w * w2

    @property
    def log_det(self) -> Floats:
        """log|A|."""
        return np.asarray(-np.log(self._inverse).sum(axis=1))

    def forms(self, rows: Floats) -> tuple[Floats, Floats]:
        """l′A⁻¹l and l′A⁻¹A′A⁻¹l."""
        squares = rows * rows
        first = self._inverse * self._slope
        if rows.ndim == 2:
            return self._inverse @ squares.T, -self._w1[:, None] * (first @ squares.T)
        variance = (squares @ self._inverse[:, :, None])[:, :, 0]
        return variance, -self._w1[:, None] * (squares @ first[:, :, None])[:, :, 0]

    def inverse(self) -> Floats:
        """A⁻¹."""
        R, p = self._inverse.shape
        full = np.zeros((R, p, p))
        full[:, np.arange(p), np.arange(p)] = self._inverse
        return full
