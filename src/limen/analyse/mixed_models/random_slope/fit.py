"""Random intercept and slope by REML or ML: Newton steps in the Cholesky factor of D."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from limen.analyse.mixed_models.random_slope.profile import (
    SlopeProfile,
    participant_effects,
    slope_profile,
)
from limen.analyse.mixed_models.random_slope.statistics import SlopeStatistics
from limen.analyse.mixed_models.statistics import Method
from limen.results import Bools, FitStatus, Floats, Ints

_START = (0.7, 0.0, 0.4)
_TOLERANCE = 1e-6  # of a Newton step; it is still taken, so the error is its square
_ITERATIONS = 100
_BOUNDARY = 1e-4  # a Cholesky diagonal below it counts as zero, relative to σ


@dataclass(frozen=True, kw_only=True)
class SlopeFit:
    """What the likelihood of R replicates says; D is the covariance of intercept and slope / σ²."""

    statistics: SlopeStatistics
    method: Method
    theta: Floats  # (R, 3) Cholesky factor 11, 21, 22 in the scaled slope
    sigma2: Floats  # (R,)
    status: npt.NDArray[np.int8]  # (R,)
    iterations: Ints  # (R,)
    profile: SlopeProfile

    @property
    def weight(self) -> Floats:
        """κ: N − p by REML, N by ML."""
        s = self.statistics
        return s.rows - (s.columns if self.method == "reml" else 0)

    @cached_property
    def beta(self) -> Floats:
        """Fixed effects, shape (R, p)."""
        s = self.statistics
        return np.asarray(s.start + (s.back @ self.profile.gamma[:, :, None])[:, :, 0])

    @property
    def covariance(self) -> Floats:
        """Model-based covariance of β, shape (R, p, p)."""
        back = self.statistics.back
        inverse = back @ self.profile.inverse @ np.swapaxes(back, 1, 2)
        return np.asarray(self.sigma2[:, None, None] * inverse)

    @property
    def effects_covariance(self) -> Floats:
        """Covariance of intercept and slope in the units of the data, shape (R, 2, 2)."""
        B = self._to_data
        D = _lower(self.theta) @ np.swapaxes(_lower(self.theta), 1, 2)
        return np.asarray(self.sigma2[:, None, None] * (B @ D @ B.T))

    @property
    def effects(self) -> Floats:
        """Predicted intercept and slope of each participant, shape (R, groups, 2)."""
        scaled = participant_effects(self.statistics, _entries(self.theta), self.profile.gamma)
        return np.asarray(scaled @ self._to_data.T)

    @property
    def deviance(self) -> Floats:
        """−2 log-likelihood (restricted, by REML), with all constants."""
        penalty = self.profile.log_det + self.statistics.log_det if self.method == "reml" else 0.0
        own = self.weight * (np.log(2 * np.pi * self.sigma2) + 1)
        return np.asarray(self.profile.spread + penalty + own)

    @property
    def _to_data(self) -> Floats:
        s = self.statistics
        return np.array([[1.0, -s.centre / s.scale], [0.0, 1 / s.scale]])


def fit_slopes(statistics: SlopeStatistics, *, method: Method = "reml") -> SlopeFit:
    """Fit y = Xβ + u₀ + u₁x + e with (u₀, u₁) ~ N(0, σ²D) per participant, to each replicate.

    D = ΛΛ′, and the deviance is minimised over Λ by Newton steps with exact derivatives; where
    it is not convex, the curvature is made positive, and a step that does not descend is
    shortened. A zero on Λ's diagonal (no slope variance, or a correlation of ±1) is SINGULAR.
    Replicates without an answer are NOT_ESTIMABLE, as for the random intercept.
    """
    usable = _usable(statistics)
    safe = statistics if usable.all() else _made_safe(statistics, usable)
    theta, status, iterations = _Search(safe, method).run()
    status = np.where(usable, status, FitStatus.NOT_ESTIMABLE.code).astype(np.int8)
    pieces = slope_profile(safe, _entries(theta), restricted=method == "reml")
    weight = safe.rows - (safe.columns if method == "reml" else 0)
    return SlopeFit(
        statistics=safe,
        method=method,
        theta=theta,
        sigma2=pieces.quadratic / weight,
        status=status,
        iterations=iterations,
        profile=pieces,
    )


def in_factor(theta: Floats, gradient: Floats, hessian: Floats) -> tuple[Floats, Floats, Floats]:
    """Gradient and Hessian in Λ from those in D, and the Jacobian (R, 3, 3) of D by Λ."""
    jacobian = np.zeros((len(theta), 3, 3))
    jacobian[:, 0, 0] = 2 * theta[:, 0]
    jacobian[:, 1, 0], jacobian[:, 1, 1] = theta[:, 1], theta[:, 0]
    jacobian[:, 2, 1], jacobian[:, 2, 2] = 2 * theta[:, 1], 2 * theta[:, 2]
    across = np.swapaxes(jacobian, 1, 2)
    curved = across @ hessian @ jacobian
    curved[:, 0, 0] += 2 * gradient[:, 0]
    curved[:, 0, 1] += gradient[:, 1]
    curved[:, 1, 0] += gradient[:, 1]
    curved[:, 1, 1] += 2 * gradient[:, 2]
    curved[:, 2, 2] += 2 * gradient[:, 2]
    return (across @ gradient[:, :, None])[:, :, 0], curved, jacobian


def _usable(s: SlopeStatistics) -> Bools:
    """Whether a fit exists: columns that can be told apart, and variation left beside them."""
    left = s.rss > 1e-22 * (1 + (s.start**2).sum(axis=1))
    return np.asarray(s.estimable & left & (s.rows > s.columns))


def _made_safe(s: SlopeStatistics, usable: Bools) -> SlopeStatistics:
    """Statistics in which the unusable replicates hold residuals of variance 1 and no pattern."""
    rows = np.maximum(np.broadcast_to(s.rows, usable.shape), s.columns + 1.0)
    return replace(
        s,
        rows=rows,
        rss=np.where(usable, s.rss, rows),
        zy=np.where(usable[:, None, None], s.zy, 0.0),
    )


class _Search:
    """Newton steps of the replicates that have not arrived yet."""

    def __init__(self, statistics: SlopeStatistics, method: Method) -> None:
        self._statistics, self._restricted = statistics, method == "reml"
        R = statistics.replicates
        self._theta = np.tile(_START, (R, 1))
        self._status = np.full(R, FitStatus.NOT_CONVERGED.code, dtype=np.int8)
        self._iterations = np.zeros(R, dtype=np.int64)

    def run(self) -> tuple[Floats, npt.NDArray[np.int8], Ints]:
        """Λ (R, 3), status and iterations (R,)."""
        active, statistics = np.arange(len(self._theta)), self._statistics
        theta = self._theta.copy()
        deviance, step = self._step(statistics, theta)
        shrink = np.ones(len(theta))
        for iteration in range(1, _ITERATIONS + 1):
            trial = theta + shrink[:, None] * step
            value, next_step = self._step(statistics, trial)
            better = value <= deviance + 1e-9 * (1 + np.abs(deviance))
            small = np.abs(shrink[:, None] * step).max(axis=1) < _TOLERANCE
            theta = np.where(better[:, None], trial, theta)
            step = np.where(better[:, None], next_step, step)
            deviance = np.where(better, value, deviance)
            shrink = np.where(better, 1.0, shrink / 4)
            self._theta[active], self._iterations[active] = theta, iteration
            self._status[active[small]] = self._ended(theta[small])
            if small.all():
                break
            keep = ~small
            if small.any():
                statistics, active = statistics.take(keep), active[keep]
                theta, step, deviance, shrink = (
                    array[keep] for array in (theta, step, deviance, shrink)
                )
        return self._theta, self._status, self._iterations

    def _step(self, statistics: SlopeStatistics, theta: Floats) -> tuple[Floats, Floats]:
        """Deviance and the next Newton step, its length at most 2."""
        pieces = slope_profile(statistics, _entries(theta), restricted=self._restricted)
        gradient, hessian, _ = in_factor(theta, pieces.gradient, pieces.hessian)
        values, vectors = np.linalg.eigh(hessian)
        floor = 1e-6 * np.abs(values).max(axis=1, keepdims=True) + 1e-9
        rotated = (np.swapaxes(vectors, 1, 2) @ gradient[:, :, None])[:, :, 0]
        moved = -rotated / np.maximum(np.abs(values), floor)
        step = (vectors @ moved[:, :, None])[:, :, 0]
        length = np.sqrt((step**2).sum(axis=1, keepdims=True))
        return pieces.deviance, step * np.minimum(1.0, 2 / np.maximum(length, 1e-300))

    @staticmethod
    def _ended(theta: Floats) -> Bools:
        flat = np.abs(theta[:, [0, 2]]).min(axis=1) < _BOUNDARY
        return np.where(flat, FitStatus.SINGULAR.code, FitStatus.CONVERGED.code)


def _entries(theta: Floats) -> Floats:
    """D = ΛΛ′ as 11, 21, 22."""
    return np.stack(
        [theta[:, 0] ** 2, theta[:, 0] * theta[:, 1], theta[:, 1] ** 2 + theta[:, 2] ** 2], axis=1
    )


def _lower(theta: Floats) -> Floats:
    zero = np.zeros(len(theta))
    return np.stack(
        [np.stack([theta[:, 0], zero], 1), np.stack([theta[:, 1], theta[:, 2]], 1)], axis=1
    )
