"""Scores of a distribution that is known by its quantiles."""

from __future__ import annotations

import numpy as np

from limen.results import Floats

_SAME = 1e-6  # relative: quantiles are written with six digits, and an outcome may equal one


def cumulative(value: float, quantiles: Floats, levels: Floats) -> tuple[float, float]:
    """F just below a value and F at it.

    F runs straight from quantile to quantile; below the first it is 0, from the last on 1. Where
    quantiles coincide it jumps.
    """
    at = np.flatnonzero(np.abs(quantiles - value) <= _SAME * np.maximum(1.0, np.abs(quantiles)))
    if at.size:
        first, last = int(at[0]), int(at[-1])
        lower = 0.0 if first == 0 else float(levels[first])
        upper = 1.0 if last == len(levels) - 1 else float(levels[last])
        return lower, upper
    if value < quantiles[0]:
        return 0.0, 0.0
    if value > quantiles[-1]:
        return 1.0, 1.0
    inside = float(np.interp(value, quantiles, levels))
    return inside, inside


def pit(value: float, quantiles: Floats, levels: Floats) -> float:
    """Where in the forecast an outcome fell, 0 to 1; uniform if the forecast is right.

    The middle of the jump where F has one; outside of all quantiles the middle of what is left.

    ```bibtex
    @article{gneiting2007probabilistic,
      title   = {Probabilistic forecasts, calibration and sharpness},
      author  = {Gneiting, Tilmann and Balabdaoui, Fadoua and Raftery, Adrian E.},
      journal = {Journal of the Royal Statistical Society: Series B},
      volume  = {69}, number = {2}, pages = {243--268}, year = {2007}
    }
    ```
    """
    lower, upper = cumulative(value, quantiles, levels)
    if upper == 0.0:
        return float(levels[0]) / 2
    if lower == 1.0:
        return (1 + float(levels[-1])) / 2
    return (lower + upper) / 2


def pinball(value: float, quantiles: Floats, levels: Floats) -> float:
    r"""Mean over the levels of $(y - q_\tau)(\tau - 1\{y < q_\tau\})$, in the outcome's unit."""
    miss = value - quantiles
    return float(np.mean(miss * (levels - (miss < 0))))


def crps(value: float, quantiles: Floats, levels: Floats) -> float:
    r"""CRPS, $\int (F(x) - 1\{x \ge y\})^2\,dx$: ranked probability score, in the outcome's unit.

    F runs straight from quantile to quantile, as in `cumulative`; the integral over it is exact. 0
    is best; for a forecast without spread it is the absolute error.

    ```bibtex
    @article{gneiting2007strictly,
      title   = {Strictly proper scoring rules, prediction, and estimation},
      author  = {Gneiting, Tilmann and Raftery, Adrian E.},
      journal = {Journal of the American Statistical Association},
      volume  = {102}, number = {477}, pages = {359--378}, year = {2007}
    }
    ```
    """
    outside = max(float(quantiles[0]) - value, value - float(quantiles[-1]), 0.0)
    y = float(np.clip(value, quantiles[0], quantiles[-1]))
    cut = int(np.searchsorted(quantiles, y))
    told = quantiles[cut] == y  # of quantiles that coincide the first: F jumps there
    level = float(levels[cut] if told else np.interp(y, quantiles, levels))
    grid, height = np.insert(quantiles, cut, y), np.insert(levels, cut, level)
    below = np.arange(len(grid) - 1) < cut
    a = np.where(below, height[:-1], 1 - height[:-1])
    b = np.where(below, height[1:], 1 - height[1:])
    return outside + float(np.sum(np.diff(grid) * (a * a + a * b + b * b) / 3))


def within(value: float, share: float, quantiles: Floats, levels: Floats) -> bool:
    """Whether a value lies in the central interval of a share, its limits included."""
    lower, upper = (float(np.interp((1 + sign * share) / 2, levels, quantiles)) for sign in (-1, 1))
    slack = _SAME * max(1.0, abs(lower), abs(upper))
    return lower - slack <= value <= upper + slack
