"""Covariance over visits: how a few parameters make a matrix, and its derivatives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np

from limen.errors import AnalysisError
from limen.results import Floats, Ints


class Covariance(Protocol):
    """A covariance over T visits as a function of m parameters.

    Residuals are scaled to an overall variance of one before fitting.
    """

    @property
    def key(self) -> str:
        """Its name in `COVARIANCES`."""

    @property
    def title(self) -> str:
        """Its name in a sentence."""

    def start(self, variance: Floats) -> Floats:
        """Parameters (R, m) without correlation, given residual variances by visit (R, T)."""

    def matrix(self, theta: Floats) -> Floats:
        """The matrices, (R, T, T), of parameters of shape (R, m)."""

    def first(self, theta: Floats) -> Floats:
        """Derivatives of the matrix along m directions, (R, m, T, T) or (1, m, T, T)."""

    def move(self, theta: Floats, step: Floats) -> Floats:
        """The parameters after a step (R, m) along those directions."""

    def second(self, theta: Floats) -> Floats | None:
        """Second derivatives, (R, m, m, T, T); None where the matrix is linear in them."""


@dataclass(frozen=True, kw_only=True)
class Unstructured:
    """Every variance and covariance its own parameter: the lower triangle, row by row.

    The directions are C E_a C′, with CC′ the matrix itself and E_a the symmetric unit matrices: in
    these the curvature is near the identity, however ill-conditioned the matrix is.
    """

    visits: int
    key: str = "unstructured"
    title: str = "unstructured"

    def start(self, variance: Floats) -> Floats:
        """The diagonal matrix of these variances."""
        row, column, _ = _triangle(self.visits)
        return np.where(row == column, variance[:, row], 0.0)

    def matrix(self, theta: Floats) -> Floats:
        """The matrices with these lower triangles."""
        row, column, _ = _triangle(self.visits)
        sigma: Floats = np.empty((len(theta), self.visits, self.visits))
        sigma[:, row, column] = theta
        sigma[:, column, row] = theta
        return sigma

    def first(self, theta: Floats) -> Floats:
        """Directions in which the matrix is stretched relative to itself."""
        factor = np.linalg.cholesky(self.matrix(theta))[:, None]
        units = _triangle(self.visits)[2]
        return np.asarray(factor @ units @ np.swapaxes(factor, 2, 3))

    def move(self, theta: Floats, step: Floats) -> Floats:
        """Add the stretches."""
        row, column, units = _triangle(self.visits)
        factor = np.linalg.cholesky(self.matrix(theta))
        stretch = np.tensordot(step, units, axes=1)
        return theta + (factor @ stretch @ np.swapaxes(factor, 1, 2))[:, row, column]

    def second(self, theta: Floats) -> Floats | None:
        """None: the matrix is linear along fixed directions."""
        return None


@dataclass(frozen=True, kw_only=True)
class Linear:
    """A weighted sum of fixed matrices: compound symmetry is identity and all ones."""

    key: str
    title: str
    basis: Floats  # (m, T, T), the first one the identity

    def start(self, variance: Floats) -> Floats:
        """The identity matrix."""
        return np.tile(np.eye(1, len(self.basis)), (len(variance), 1))

    def matrix(self, theta: Floats) -> Floats:
        """The weighted sums."""
        m, visits, _ = self.basis.shape
        product = theta @ self.basis.reshape(m, visits * visits)
        return product.reshape(-1, visits, visits)

    def first(self, theta: Floats) -> Floats:
        """The fixed matrices themselves."""
        return self.basis[None]

    def move(self, theta: Floats, step: Floats) -> Floats:
        """Plain addition."""
        return theta + step

    def second(self, theta: Floats) -> Floats | None:
        """None: the matrix is linear in its parameters."""
        return None


@dataclass(frozen=True, kw_only=True)
class Scaled:
    """Standard deviations around a correlation: Σ_st = exp(λ_s + λ_t)·C_st(ρ).

    The first parameters are log standard deviations (one for all visits, or one per visit), the
    others correlations. With `powers` there is one correlation, raised to the lag between visits;
    otherwise one per distinct value of `lag`.
    """

    key: str
    title: str
    incidence: Floats  # (d, T, T): how often parameter λ_j stands in the exponent of Σ_st
    lag: Floats  # (T, T), whole numbers; 0 on the diagonal
    powers: bool

    def start(self, variance: Floats) -> Floats:
        """These standard deviations, or one for all; no correlation."""
        correlations = 1 if self.powers else int(self.lag.max())
        start = np.zeros((len(variance), self.incidence.shape[0] + correlations))
        if self.incidence.shape[0] > 1:
            start[:, : variance.shape[1]] = np.log(variance) / 2
        return start

    def matrix(self, theta: Floats) -> Floats:
        """Standard deviations times correlation."""
        return self._scale(theta) * self._correlation(theta)[0]

    def first(self, theta: Floats) -> Floats:
        """Derivatives by log standard deviations, then by correlations."""
        _, slope, _ = self._correlation(theta)
        by_scale = self.incidence * self.matrix(theta)[:, None]
        return np.concatenate([by_scale, self._scale(theta)[:, None] * slope], axis=1)

    def move(self, theta: Floats, step: Floats) -> Floats:
        """Plain addition."""
        return theta + step

    def second(self, theta: Floats) -> Floats | None:
        """Second derivatives, in the order of `first`."""
        d, first = self.incidence.shape[0], self.first(theta)
        m = first.shape[1]
        second = np.zeros((theta.shape[0], m, m, *self.lag.shape))
        second[:, :d] = self.incidence[:, None] * first[:, None]
        second[:, d:, :d] = np.swapaxes(second[:, :d, d:], 1, 2)
        if self.powers:
            second[:, d, d] = self._scale(theta) * self._correlation(theta)[2]
        return second

    def _scale(self, theta: Floats) -> Floats:
        exponent = np.tensordot(theta[:, : self.incidence.shape[0]], self.incidence, axes=1)
        scale: Floats = np.exp(np.clip(exponent, -60, 60))  # a wild step is refused, not a crash
        return scale

    def _correlation(self, theta: Floats) -> tuple[Floats, Floats, Floats]:
        """Correlation (R, T, T), its slopes (R, c, T, T), and its curvature if a power."""
        rho, lag = theta[:, self.incidence.shape[0] :], self.lag
        if not self.powers:
            slopes = (lag == np.arange(1, rho.shape[1] + 1)[:, None, None]).astype(float)
            return np.eye(len(lag)) + np.tensordot(rho, slopes, axes=1), slopes[None], slopes * 0
        base = np.clip(rho, -1.5, 1.5)[:, :, None]
        slope = np.where(lag > 0, lag * base ** np.maximum(lag - 1, 0), 0.0)
        bend = np.where(lag > 1, lag * (lag - 1) * base ** np.maximum(lag - 2, 0), 0.0)
        return base**lag, slope[:, None], bend


COVARIANCES = {
    "unstructured": "unstructured",
    "heterogeneous_toeplitz": "heterogeneous Toeplitz",
    "heterogeneous_ar1": "heterogeneous first-order autoregressive",
    "heterogeneous_compound_symmetry": "heterogeneous compound symmetry",
    "ar1": "first-order autoregressive",
    "compound_symmetry": "compound symmetry",
}


def covariance_named(key: str, visits: int) -> Covariance:
    """The covariance called `key` (one of `COVARIANCES`) over so many visits.

    Visits count as equally spaced: the lag of an autoregressive or Toeplitz correlation is the
    difference of visit numbers. Raises `AnalysisError` for an unknown name.
    """
    if key not in COVARIANCES:
        raise AnalysisError(
            f"covariance: {key!r} is not one Limen can fit. Write one of {', '.join(COVARIANCES)}."
        )
    title, number = COVARIANCES[key], np.arange(visits)
    if key == "unstructured":
        return Unstructured(visits=visits)
    if key == "compound_symmetry" or visits == 1:
        basis = np.stack([np.eye(visits), np.ones((visits, visits))][: min(visits, 2)])
        return Linear(key=key, title=title, basis=basis)
    gap = np.abs(number[:, None] - number).astype(float)
    lag = np.minimum(gap, 1.0) if key.endswith("compound_symmetry") else gap
    each = np.eye(visits)[:, :, None] + np.eye(visits)[:, None, :]
    incidence = each if key.startswith("heterogeneous") else each.sum(axis=0, keepdims=True)
    powers = key.endswith("ar1")
    return Scaled(key=key, title=title, incidence=incidence, lag=lag, powers=powers)


@cache
def _triangle(visits: int) -> tuple[Ints, Ints, Floats]:
    """Rows and columns of the lower triangle, and its symmetric unit matrices (m, T, T)."""
    row, column = np.tril_indices(visits)
    units = np.zeros((row.size, visits, visits))
    units[np.arange(row.size), row, column] = 1.0
    units[np.arange(row.size), column, row] = 1.0
    return row, column, units
