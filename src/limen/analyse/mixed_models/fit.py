"""Random intercept and compound symmetry by REML or ML, for many replicates at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from limen.analyse.mixed_models.profile import Profile, profile
from limen.analyse.mixed_models.statistics import Statistics
from limen.results import Bools, FitStatus, Floats, Ints

Method = Literal["reml", "ml"]
Structure = Literal["random_intercept", "compound_symmetry"]

_TOLERANCE = 1e-6  # of a Newton step; the step is still taken, so the error is its square
_LONGEST_STEP = 3.0
_FARTHEST = 25.0  # in φ: beyond it nothing but τ² is left, and no σ²
_ITERATIONS = 80


@dataclass(frozen=True, kw_only=True)
class Fit:
    """What the likelihood of R replicates says; arrays have shape (R,) unless noted.

    Replicates without an estimate (status NOT_ESTIMABLE) were fitted as if their outcome had
    variance 1, so that arrays stay whole; `contrasts` turns their numbers into NaN.
    """

    statistics: Statistics
    method: Method
    structure: Structure
    ratio: Floats  # λ = τ²/σ²
    sigma2: Floats
    status: npt.NDArray[np.int8]
    iterations: Ints
    profile: Profile

    @property
    def weight(self) -> Floats:
        """κ, what σ² is divided by: N − p by REML, N by ML."""
        return _weight(self.statistics, self.method)

    @property
    def residual_df(self) -> Floats:
        """N − p."""
        return np.broadcast_to(
            self.statistics.rows - self.statistics.columns, self.sigma2.shape
        ).astype(np.float64)

    @cached_property
    def beta(self) -> Floats:
        """Fixed effects, shape (R, p)."""
        back = self.statistics.back
        moved = (
            self.profile.gamma @ back.T
            if back.ndim == 2
            else (back @ self.profile.gamma[:, :, None])[:, :, 0]
        )
        return np.asarray(self.statistics.start + moved)

    @property
    def covariance(self) -> Floats:
        """Model-based covariance of β, shape (R, p, p)."""
        back = self.statistics.back
        inverse = back @ self.profile.inverse() @ np.swapaxes(back, -1, -2)
        return np.asarray(self.sigma2[:, None, None] * inverse)

    @property
    def tau2(self) -> Floats:
        """Variance between participants; may be negative under compound symmetry."""
        return self.ratio * self.sigma2

    @property
    def icc(self) -> Floats:
        """Correlation of two rows of one participant, λ/(1+λ)."""
        return np.asarray(self.ratio / (1 + self.ratio))

    @property
    def deviance(self) -> Floats:
        """−2 log-likelihood (restricted, by REML), with all constants."""
        s, restricted = self.statistics, self.method == "reml"
        spread = (s.counts * np.log1p(self.ratio[:, None] * s.sizes)).sum(axis=1)
        penalty = self.profile.log_det + s.log_det if restricted else 0.0
        return np.asarray(spread + penalty + self.weight * (np.log(2 * np.pi * self.sigma2) + 1.0))


def fit(
    statistics: Statistics,
    *,
    method: Method = "reml",
    structure: Structure = "random_intercept",
) -> Fit:
    r"""Fit y = Xβ + u + e, u ~ N(0, τ²) per participant, e ~ N(0, σ²), to each replicate.

    Minimises the profiled deviance d(λ) = Σ m_k log(1+n_kλ) + log|A| + κ log r² (without log|A|
    by ML) by Newton steps in φ = log(1 + n_max λ), inside a bracket kept by the sign of the
    gradient. A random intercept keeps λ ≥ 0 and is SINGULAR at 0; compound symmetry lets λ go
    down to −1/n_max, so that rows of one participant may repel each other. If nobody has two rows
    the fit is least squares (λ = 0, SINGULAR).

    ```bibtex
    @article{laird1982random,
      title   = {Random-effects models for longitudinal data},
      author  = {Laird, Nan M. and Ware, James H.},
      journal = {Biometrics},
      volume  = {38}, number = {4}, pages = {963--974}, year = {1982}
    }
    @article{patterson1971recovery,
      title   = {Recovery of inter-block information when block sizes are unequal},
      author  = {Patterson, H. D. and Thompson, R.},
      journal = {Biometrika},
      volume  = {58}, number = {3}, pages = {545--554}, year = {1971}
    }
    ```
    """
    usable = _usable(statistics)
    safe = statistics if usable.all() else _made_safe(statistics, usable)
    phi, status, iterations = _Search(safe, method, structure).run()
    ratio = np.expm1(phi) / safe.sizes[-1]
    repeated = _repeated(statistics)
    if not (usable.all() and repeated.all()):
        ratio = np.where(usable & repeated, ratio, 0.0)
        status = np.where(repeated, status, FitStatus.SINGULAR.code)
        status = np.where(usable, status, FitStatus.NOT_ESTIMABLE.code).astype(np.int8)
    pieces = profile(safe, ratio)
    return Fit(
        statistics=safe,
        method=method,
        structure=structure,
        ratio=ratio,
        sigma2=pieces.quadratic / _weight(safe, method),
        status=status,
        iterations=iterations,
        profile=pieces,
    )


def derivatives(
    statistics: Statistics, pieces: Profile, ratio: Floats, method: Method
) -> tuple[Floats, Floats]:
    """First and second derivative of the profiled deviance in λ."""
    per_size = statistics.sizes / (1 + ratio[:, None] * statistics.sizes)
    weighted = statistics.counts * per_size
    relative = pieces.quadratic1 / pieces.quadratic
    kappa = _weight(statistics, method)
    g = weighted.sum(axis=1) + kappa * relative
    h = -(weighted * per_size).sum(axis=1)
    h += kappa * (pieces.quadratic2 / pieces.quadratic - relative * relative)
    if method == "reml":
        g += pieces.trace1
        h += pieces.trace2 - pieces.trace11
    return g, h


def _weight(statistics: Statistics, method: Method) -> Floats:
    return statistics.rows - (statistics.columns if method == "reml" else 0)


def _usable(statistics: Statistics) -> Bools:
    """Whether a fit exists: columns that can be told apart, and variation left beside them."""
    left = statistics.rss > 1e-22 * (1 + (statistics.start**2).sum(axis=1))
    return np.asarray(statistics.estimable & left & (statistics.rows > statistics.columns))


def _repeated(statistics: Statistics) -> Bools:
    """Whether anybody has two rows or more, without whom τ² cannot be told from σ²."""
    counts = np.atleast_2d(statistics.counts)
    return np.asarray((counts * (statistics.sizes > 1)).any(axis=1))


def _made_safe(statistics: Statistics, usable: Bools) -> Statistics:
    """Statistics in which the unusable replicates hold an outcome of variance 1, unrelated to X."""
    rows = np.broadcast_to(statistics.rows, usable.shape)
    sums = np.broadcast_to(statistics.counts * statistics.sizes, statistics.group_yy.shape)
    return replace(
        statistics,
        rss=np.where(usable, statistics.rss, rows),
        rows=np.where(usable, rows, np.maximum(rows, statistics.columns + 1.0)),
        group_xy=np.where(usable[:, None, None], statistics.group_xy, 0.0),
        group_yy=np.where(usable[:, None], statistics.group_yy, sums),
        group_xx=statistics.group_xx
        if statistics.shared
        else np.where(usable[:, None, None, None], statistics.group_xx, 0.0),
    )


class _Search:
    """Newton steps in φ = log(1 + n_max λ) for the replicates that have not arrived yet."""

    def __init__(self, statistics: Statistics, method: Method, structure: Structure) -> None:
        self._statistics, self._method = statistics, method
        self._largest = float(statistics.sizes[-1])
        self._bounded = structure == "random_intercept"
        R = statistics.replicates
        self._phi = np.empty(R)
        self._status = np.full(R, FitStatus.NOT_CONVERGED.code, dtype=np.int8)
        self._iterations = np.full(R, _ITERATIONS, dtype=np.int64)

    def run(self) -> tuple[Floats, npt.NDArray[np.int8], Ints]:
        """φ, status and iterations, each of shape (R,)."""
        statistics, active = self._statistics, np.arange(self._statistics.replicates)
        phi = self._start()
        low = np.full(len(phi), -1e-300 if self._bounded else -_FARTHEST)
        high = np.full(len(phi), _FARTHEST)
        for iteration in range(1, _ITERATIONS + 1):
            gradient, hessian = self._slopes(statistics, phi)
            np.copyto(low, phi, where=gradient < 0)
            np.copyto(high, phi, where=gradient > 0)
            new, arrived = self._next(phi, gradient, hessian, low, high)
            if arrived.any():
                done = active[arrived]
                self._phi[done], self._iterations[done] = new[arrived], iteration
                self._status[done] = self._ended(new[arrived], gradient[arrived])
                if arrived.all():
                    break
                keep = ~arrived
                statistics, active = statistics.take(keep), active[keep]
                new, low, high = new[keep], low[keep], high[keep]
            phi = new
        else:
            self._phi[active] = phi
        return self._phi, self._status, self._iterations

    def _start(self) -> Floats:
        """A moment estimate from the least-squares residuals, kept away from the boundaries."""
        s = self._statistics
        squares = (s.counts * s.sizes**2).sum(axis=-1)
        excess = s.rows * (s.group_yy.sum(axis=1) / s.rss)
        ratio = (excess - s.rows) / np.maximum(squares - excess, 1e-3 * s.rows)
        return np.asarray(np.log1p(self._largest * np.minimum(np.maximum(ratio, 0.02), 50.0)))

    def _slopes(self, statistics: Statistics, phi: Floats) -> tuple[Floats, Floats]:
        """First and second derivative of the deviance in φ."""
        ratio = np.expm1(phi) / self._largest
        g, h = derivatives(statistics, profile(statistics, ratio), ratio, self._method)
        slope = ratio + 1 / self._largest  # dλ/dφ
        return g * slope, (h * slope + g) * slope

    def _next(
        self, phi: Floats, gradient: Floats, hessian: Floats, low: Floats, high: Floats
    ) -> tuple[Floats, Bools]:
        """Where to look next, and which replicates have arrived there."""
        convex = hessian > 0
        step = -gradient / np.maximum(np.abs(hessian), 1e-300)
        step = np.minimum(np.maximum(step, -_LONGEST_STEP), _LONGEST_STEP)
        new = phi + (
            step if convex.all() else np.where(convex, step, np.sign(step) * _LONGEST_STEP)
        )
        arrived = (convex & (np.abs(new - phi) < _TOLERANCE)) | (high - low < 1e-12)
        if self._bounded:
            singular = (phi <= 0) & (gradient >= 0)
            arrived = arrived | singular
            new = np.where(singular | ((new <= 0) & (low < 0)), 0.0, new)
        inside = (new > low) & (new < high)
        if not inside.all():
            middle = np.where(high < _FARTHEST, (low + high) / 2, phi + _LONGEST_STEP)
            new = np.where(inside | arrived, new, np.minimum(middle, _FARTHEST))
        return new, np.asarray(arrived | (new >= _FARTHEST))

    def _ended(self, phi: Floats, gradient: Floats) -> npt.NDArray[np.int8]:
        status = np.where(
            self._bounded & (phi <= 0) & (gradient >= 0),
            FitStatus.SINGULAR.code,
            FitStatus.CONVERGED.code,
        )
        far = np.abs(phi) > _FARTHEST - 0.1
        return np.where(far, FitStatus.NOT_CONVERGED.code, status).astype(np.int8)
