"""The profile likelihood in λ = τ²/σ²: every quantity a fit or its degrees of freedom need.

With w_k = λ/(1+n_kλ) for participants with n_k rows, and B_k = Σ s s′ (`statistics.py`):

    A = I − Σ w_k B_k,xx,   a = −Σ w_k B_k,xy,   r² = rss − Σ w_k B_k,yy − a′A⁻¹a,   γ̂ = A⁻¹a
    w′ = 1/(1+nλ)²,   w″ = −2n/(1+nλ)³
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from scipy.linalg import lapack

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
    if statistics.replicates == 1:
        return SingleProfile(statistics, float(ratio.item()))
    if statistics.diagonal:
        return DiagonalProfile(statistics, ratio)
    return DenseProfile(statistics, ratio)


def weights(sizes: Floats, ratio: Floats) -> Floats:
    """What `squares` are weighted with in M, M′ and M″, shape (R, 3, 1+K)."""
    column = ratio[:, None]
    shrunk = 1 / (1 + column * sizes)
    w = np.zeros((len(ratio), 3, 1 + len(sizes)))
    w[:, 0, 0] = 1.0
    np.multiply(-column, shrunk, out=w[:, 0, 1:])
    np.multiply(-shrunk, shrunk, out=w[:, 1, 1:])
    np.multiply(w[:, 1, 1:] * shrunk, -2 * sizes, out=w[:, 2, 1:])
    return w


class DenseProfile:
    """Any design: one inverse of a (p, p) matrix per replicate."""

    def __init__(self, statistics: Statistics, ratio: Floats) -> None:
        p = statistics.columns
        # M, M′ and M″ of [X y]
        M = (weights(statistics.sizes, ratio) @ statistics.squares).reshape(-1, 3, p + 1, p + 1)
        self._A, slope, curve = M[:, 0, :p, :p], M[:, 1, :p, :p], M[:, 2, :p, :p]
        self._slope = slope
        self._inverse = inverse = np.asarray(np.linalg.inv(self._A))
        product = inverse @ slope
        self.trace1 = np.einsum("rii->r", product)
        self.trace2 = np.einsum("rij,rij->r", inverse, curve)
        self.trace11 = np.einsum("rij,rji->r", product, product)
        e = np.ones((len(ratio), p + 1, 1))
        np.matmul(inverse, -M[:, 0, :p, p:], out=e[:, :p])
        self.gamma = -e[:, :p, 0]
        Me = M @ e[:, None]
        self.quadratic, self.quadratic1, second = (Me * e[:, None]).sum(axis=(2, 3)).T
        t = Me[:, 1, :p, 0]
        self.quadratic2 = second - 2 * np.einsum("ri,rij,rj->r", t, inverse, t)

    @property
    def log_det(self) -> Floats:
        """log|A|; computed when asked for, as no step of the fit needs it."""
        return np.asarray(np.linalg.slogdet(self._A)[1])

    def forms(self, rows: Floats) -> tuple[Floats, Floats]:
        """l′A⁻¹l and l′A⁻¹A′A⁻¹l."""
        half = rows @ self._inverse
        return np.vecdot(half, rows), np.vecdot(half @ self._slope, half)

    def inverse(self) -> Floats:
        """A⁻¹."""
        return self._inverse


class SingleProfile(DenseProfile):
    """The dense profile of a single replicate: the same numbers without the price of stacks."""

    def __init__(self, statistics: Statistics, ratio: float) -> None:
        values, gamma, matrices = evaluate_one(statistics, ratio)
        traces, quadratics = np.array(values)[:, :, None]
        self.trace1, self.trace2, self.trace11 = traces
        self.quadratic, self.quadratic1, self.quadratic2 = quadratics
        self.gamma = gamma[None]
        self._A, self._slope, self._inverse = (matrix[None] for matrix in matrices)


Three = tuple[float, float, float]


def evaluate_one(
    statistics: Statistics, ratio: float
) -> tuple[tuple[Three, Three], Floats, tuple[Floats, Floats, Floats]]:
    """For R = 1: (`trace1`, `trace2`, `trace11`), (r², (r²)′, (r²)″); γ̂; A, A′ and A⁻¹."""
    p = statistics.columns
    shrunk = [(n, 1 / (1 + ratio * n)) for n in statistics.sizes.tolist()]
    w = [
        [1.0, *[-ratio * c for _, c in shrunk]],
        [0.0, *[-c * c for _, c in shrunk]],
        [0.0, *[2 * n * c * c * c for n, c in shrunk]],
    ]
    M = (np.array(w) @ statistics.squares[0]).reshape(3, p + 1, p + 1)
    A, slope, curve = M[:, :p, :p]
    inverse, info = lapack.dgesv(A, np.eye(p))[2:]
    if info:
        raise np.linalg.LinAlgError("Singular matrix")
    e = np.ones(p + 1)
    e[:p] = inverse @ -M[0, :p, p]
    Me = M @ e
    quadratic, first, second = (Me @ e).tolist()
    t, product = Me[1, :p], inverse @ slope
    traces = (
        float(np.vdot(inverse, slope)),
        float(np.vdot(inverse, curve)),
        float(np.vdot(product, product.T)),
    )
    quadratics = (quadratic, first, second - 2 * float(t @ inverse @ t))
    return (traces, quadratics), -e[:p], (A, slope, inverse)


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
