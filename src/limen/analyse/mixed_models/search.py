"""The search for the optimum of many replicates at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from limen.analyse.mixed_models.profile import Profile, profile
from limen.analyse.mixed_models.statistics import Method, Statistics
from limen.results import Bools, FitStatus, Floats, Ints

TOLERANCE = 1e-6  # of a Newton step; the step is still taken, so the error is its square
LONGEST_STEP = 3.0
FARTHEST = 25.0  # in φ: beyond it nothing but τ² is left, and no σ²
ITERATIONS = 80
CONVERGED, NOT_CONVERGED = FitStatus.CONVERGED.code, FitStatus.NOT_CONVERGED.code
SINGULAR, NOT_ESTIMABLE = FitStatus.SINGULAR.code, FitStatus.NOT_ESTIMABLE.code
FEW = 32  # replicates that are looked at together at all φ, as arrays stay in the cache
SECOND_LOOK = (0.2, 0.5, 1.0, 1.5, 2.0, 2.8, 4.0)


def start(statistics: Statistics) -> Floats:
    """φ of a moment estimate from the least-squares residuals, away from the boundaries."""
    s = statistics
    squares = (s.counts * s.sizes**2).sum(axis=-1)
    excess = s.rows * (s.group_yy.sum(axis=1) / s.rss)
    ratio = (excess - s.rows) / np.maximum(squares - excess, 1e-3 * s.rows)
    return np.asarray(np.log1p(s.sizes[-1] * np.minimum(np.maximum(ratio, 0.02), 50.0)))


def derivatives(
    statistics: Statistics, pieces: Profile, ratio: Floats, method: Method
) -> tuple[Floats, Floats]:
    """First and second derivative of the profiled deviance in λ."""
    per_size = statistics.sizes / (1 + ratio[:, None] * statistics.sizes)
    weighted = statistics.counts * per_size
    relative = pieces.quadratic1 / pieces.quadratic
    kappa = statistics.weight(method)
    g = weighted.sum(axis=1) + kappa * relative
    h = -(weighted * per_size).sum(axis=1)
    h += kappa * (pieces.quadratic2 / pieces.quadratic - relative * relative)
    if method == "reml":
        g += pieces.trace1
        h += pieces.trace2 - pieces.trace11
    return g, h


def profiled_deviance(statistics: Statistics, phi: Floats, method: Method) -> Floats:
    """The deviance at φ, shape (R,), without constants."""
    ratio = np.expm1(phi) / statistics.sizes[-1]
    pieces = profile(statistics, ratio)
    spread = (statistics.counts * np.log1p(ratio[:, None] * statistics.sizes)).sum(axis=1)
    penalty = pieces.log_det if method == "reml" else 0.0
    return np.asarray(spread + penalty + statistics.weight(method) * np.log(pieces.quadratic))


def second_hill(statistics: Statistics, method: Method) -> Floats:
    """For replicates that ended at φ = 0: a φ from which the deviance falls again, else 0.

    One small study in some thousands has a second minimum inside, and it may be the lower one.
    """
    at = np.array([0.0, *SECOND_LOOK])
    values = _deviances_at(statistics, at, method)
    falling = np.where(values[:, 1:] < values[:, :-1], values[:, 1:], np.inf)
    return np.where(np.isinf(falling).all(axis=1), 0.0, at[1 + falling.argmin(axis=1)])


def _deviances_at(statistics: Statistics, at: Floats, method: Method) -> Floats:
    """The deviance of every replicate at each of some φ, shape (R, φ)."""
    R = statistics.replicates
    if R > FEW:
        each = [profiled_deviance(statistics, np.full(R, phi), method) for phi in at]
        return np.stack(each, axis=1)
    every = statistics.take(np.repeat(np.arange(R), len(at)))
    return profiled_deviance(every, np.tile(at, R), method).reshape(R, -1)


class Search:
    """Newton steps in φ = log(1 + n_max λ) for the replicates that have not arrived yet."""

    def __init__(self, statistics: Statistics, method: Method, *, bounded: bool) -> None:
        self._statistics, self._method = statistics, method
        self._largest = float(statistics.sizes[-1])
        self._bounded = bounded
        R = statistics.replicates
        self._phi = np.empty(R)
        self._status = np.full(R, NOT_CONVERGED, dtype=np.int8)
        self._iterations = np.full(R, ITERATIONS, dtype=np.int64)

    def run(self, phi: Floats | None = None) -> tuple[Floats, npt.NDArray[np.int8], Ints]:
        """φ, status and iterations, each of shape (R,); `phi` is where to start."""
        statistics, active = self._statistics, np.arange(self._statistics.replicates)
        phi = start(statistics) if phi is None else phi
        low = np.full(len(phi), -1e-300 if self._bounded else -FARTHEST)
        high = np.full(len(phi), FARTHEST)
        for iteration in range(1, ITERATIONS + 1):
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
        step = np.minimum(np.maximum(step, -LONGEST_STEP), LONGEST_STEP)
        new = phi + (step if convex.all() else np.where(convex, step, np.sign(step) * LONGEST_STEP))
        arrived = (convex & (np.abs(new - phi) < TOLERANCE)) | (high - low < 1e-12)
        if self._bounded:
            singular = (phi <= 0) & (gradient >= 0)
            arrived = arrived | singular
            new = np.where(singular | ((new <= 0) & (low < 0)), 0.0, new)
        inside = (new > low) & (new < high)
        if not inside.all():
            middle = np.where(high < FARTHEST, (low + high) / 2, phi + LONGEST_STEP)
            new = np.where(inside | arrived, new, np.minimum(middle, FARTHEST))
        return new, np.asarray(arrived | (new >= FARTHEST))

    def _ended(self, phi: Floats, gradient: Floats) -> npt.NDArray[np.int8]:
        status = np.where(self._bounded & (phi <= 0) & (gradient >= 0), SINGULAR, CONVERGED)
        far = np.abs(phi) > FARTHEST - 0.1
        return np.where(far, NOT_CONVERGED, status).astype(np.int8)
