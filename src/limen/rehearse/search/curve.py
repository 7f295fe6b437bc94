"""Power as a function of the number of participants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt

import numpy as np
from scipy.special import ndtr, ndtri

from limen.results import Floats

_STEPS = 50
_NEAR = 1.5  # how far a point may be from the wanted power, in probits, to shape the curve there


@dataclass(frozen=True, kw_only=True)
class Point:
    """The power at a number of participants, as replicates showed it; failed fits reject nothing.

    `error` is its Monte Carlo standard error.
    """

    people: int
    power: float
    error: float
    replicates: int


@dataclass(frozen=True, kw_only=True)
class PowerCurve:
    r"""$\Phi^{-1}(\text{power}) = a + b \sqrt{n}$, with the covariance of (a, b), shape (2, 2).

    The power of a test of a mean has this shape but for what lies below its level and for small n.
    """

    intercept: float
    slope: float
    covariance: Floats

    @property
    def rises(self) -> bool:
        """Whether the slope is above 0 by two standard errors."""
        return bool(self.slope > 2 * sqrt(self.covariance[1, 1]))

    def power(self, people: float) -> float:
        """The power at a number of participants."""
        return float(ndtr(self.intercept + self.slope * sqrt(people)))

    def people(self, power: float) -> float:
        """The number of participants with this power; infinite if the curve does not rise."""
        if self.slope <= 0:
            return inf
        return float(max((ndtri(power) - self.intercept) / self.slope, 0.0) ** 2)

    def limits(self, power: float, *, errors: float = 1.96) -> tuple[float, float]:
        """Within how many participants that number lies, by the delta method on its root."""
        if self.slope <= 0:
            return 0.0, inf
        root = (ndtri(power) - self.intercept) / self.slope
        gradient = np.array([-1.0, -root]) / self.slope
        spread = errors * sqrt(gradient @ self.covariance @ gradient)
        return float(max(root - spread, 0.0) ** 2), float(max(root + spread, 0.0) ** 2)


def power_curve(points: Sequence[Point], *, near: float) -> PowerCurve | None:
    """Fit the curve by maximum likelihood to the points that lie near a power; None without two.

    If fewer than two lie near, the two nearest are used. Half a rejection and half a failure are
    added to each point, so that a power of 0 or 1 can be placed.
    """
    used = _used(points, near)
    if len({point.people for point in used}) < 2:
        return None
    x = np.array([[1.0, sqrt(point.people)] for point in used])
    n = np.array([point.replicates + 1.0 for point in used])
    y = np.array([point.power * point.replicates + 0.5 for point in used]) / n
    beta = np.linalg.lstsq(x, ndtri(y), rcond=None)[0]
    for _ in range(_STEPS):
        line = x @ beta
        p = np.clip(ndtr(line), 1e-12, 1 - 1e-12)
        density = np.exp(-(line**2) / 2) / sqrt(2 * np.pi)
        weight = n * density**2 / (p * (1 - p))
        information = x.T @ (weight[:, np.newaxis] * x)
        move = np.linalg.solve(information, x.T @ (n * density * (y - p) / (p * (1 - p))))
        beta = beta + move
        if np.abs(move).max() < 1e-10:
            break
    return PowerCurve(
        intercept=float(beta[0]), slope=float(beta[1]), covariance=np.linalg.inv(information)
    )


def smoothed(points: Sequence[Point]) -> tuple[float, ...]:
    """The powers made not to fall with n, by pooling neighbours, weighted by replicates."""
    pools: list[list[float]] = []  # power, weight, how many points
    for point in points:
        pools.append([point.power, float(point.replicates), 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (one, first, k), (other, second, m) = pools[-2:]
            mean = (one * first + other * second) / (first + second)
            pools[-2:] = [[mean, first + second, k + m]]
    return tuple(power for power, _, count in pools for _ in range(int(count)))


def _used(points: Sequence[Point], near: float) -> list[Point]:
    def distance(point: Point) -> float:
        share = (point.power * point.replicates + 0.5) / (point.replicates + 1)
        return float(abs(ndtri(share) - ndtri(near)))

    close = [point for point in points if distance(point) < _NEAR]
    if len({point.people for point in close}) > 1:
        return close
    return sorted(points, key=distance)[:2]
