"""The same search for a single replicate, in plain numbers: arrays of one would cost more."""

from __future__ import annotations

from math import copysign, expm1, log1p

import numpy as np
import numpy.typing as npt

from limen.analyse.mixed_models.profile import evaluate_one
from limen.analyse.mixed_models.search import (
    CONVERGED,
    FARTHEST,
    ITERATIONS,
    LONGEST_STEP,
    NOT_CONVERGED,
    SINGULAR,
    TOLERANCE,
)
from limen.analyse.mixed_models.statistics import Method, Statistics
from limen.results import Floats, Ints


def search_one(
    statistics: Statistics, method: Method, *, bounded: bool
) -> tuple[Floats, npt.NDArray[np.int8], Ints]:
    """φ, status and iterations, each of shape (1,), by the rules of `Search`."""
    low, high = (-1e-300 if bounded else -FARTHEST), FARTHEST
    derivatives = _Derivatives(statistics, method)
    phi = derivatives.start()
    iterations, status = 0, NOT_CONVERGED
    while iterations < ITERATIONS:
        iterations += 1
        gradient, hessian = derivatives.at(phi)
        low = phi if gradient < 0 else low
        high = phi if gradient > 0 else high
        if bounded and phi <= 0 <= gradient:
            phi, status = 0.0, SINGULAR
            break
        new = phi + _step(gradient, hessian)
        arrived = (hessian > 0 and abs(new - phi) < TOLERANCE) or high - low < 1e-12
        if bounded and new <= 0 and low < 0:
            new = 0.0
        elif not (low < new < high or arrived):
            new = (low + high) / 2 if high < FARTHEST else min(phi + LONGEST_STEP, FARTHEST)
        phi = new
        if arrived or phi >= FARTHEST:
            status = CONVERGED if abs(phi) <= FARTHEST - 0.1 else status
            break
    return np.array([phi]), np.array([status], dtype=np.int8), np.array([iterations])


def _step(gradient: float, hessian: float) -> float:
    """A Newton step where the deviance is convex, else a long step downhill."""
    if hessian > 0:
        return min(max(-gradient / hessian, -LONGEST_STEP), LONGEST_STEP)
    return copysign(LONGEST_STEP, -gradient) if gradient else 0.0


class _Derivatives:
    """First and second derivative of the deviance in φ."""

    def __init__(self, statistics: Statistics, method: Method) -> None:
        self._statistics = statistics
        self._largest = float(statistics.sizes[-1])
        self._restricted = method == "reml"
        self._kappa = float(statistics.weight(method).item())
        counts = statistics.counts.ravel().tolist()
        self._sizes = list(zip(statistics.sizes.tolist(), counts, strict=True))

    def start(self) -> float:
        """φ of the moment estimate, as `search.start`."""
        s, squares, rows = self._statistics, 0.0, float(self._statistics.rows.item())
        for size, count in self._sizes:
            squares += count * size * size
        excess = rows * (sum(s.group_yy[0].tolist()) / float(s.rss[0]))
        ratio = (excess - rows) / max(squares - excess, 1e-3 * rows)
        return log1p(self._largest * min(max(ratio, 0.02), 50.0))

    def at(self, phi: float) -> tuple[float, float]:
        """Both derivatives at φ."""
        ratio = expm1(phi) / self._largest
        (trace1, trace2, trace11), (q, q1, q2) = evaluate_one(self._statistics, ratio)[0]
        g = self._kappa * (q1 / q)
        h = self._kappa * (q2 / q - (q1 / q) ** 2)
        for size, count in self._sizes:
            share = size / (1 + ratio * size)
            g += count * share
            h -= count * share * share
        if self._restricted:
            g += trace1
            h += trace2 - trace11
        slope = ratio + 1 / self._largest  # dλ/dφ
        return g * slope, (h * slope + g) * slope
