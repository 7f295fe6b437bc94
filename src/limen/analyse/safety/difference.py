"""Difference of two proportions: score intervals that hold with few events, or none."""

from __future__ import annotations

from typing import Literal

import numpy as np
from scipy.special import ndtr, ndtri

from limen.analyse.safety.proportion import Interval, counted, wilson
from limen.results import Bools, Floats

ScoreInterval = Literal["newcombe", "miettinen_nurminen"]
_HALVINGS = 60  # 2 / 2**60 is below the rounding of a proportion


def newcombe(x1: Floats, n1: Floats, x0: Floats, n0: Floats, level: float = 0.95) -> Interval:
    r"""Limits of $p_1 - p_0$ put together from the two Wilson intervals (Newcombe's method 10).

    With Wilson limits $l_a, u_a$: $\hat\Delta - \sqrt{(\hat p_1-l_1)^2 + (u_0-\hat p_0)^2}$ and
    $\hat\Delta + \sqrt{(u_1-\hat p_1)^2 + (\hat p_0-l_0)^2}$.

    ```bibtex
    @article{newcombe1998interval,
      title   = {Interval estimation for the difference between independent proportions:
                 comparison of eleven methods},
      author  = {Newcombe, Robert G.},
      journal = {Statistics in Medicine},
      volume  = {17}, number = {8}, pages = {873--890}, year = {1998}
    }
    ```
    """
    p1, p0 = proportion(x1, n1), proportion(x0, n0)
    first, second = wilson(x1, n1, level), wilson(x0, n0, level)
    below = np.sqrt((p1 - first.lower) ** 2 + (second.upper - p0) ** 2)
    above = np.sqrt((first.upper - p1) ** 2 + (p0 - second.lower) ** 2)
    return Interval(p1 - p0 - below, p1 - p0 + above)


def miettinen_nurminen(
    x1: Floats, n1: Floats, x0: Floats, n0: Floats, level: float = 0.95
) -> Interval:
    r"""Limits of $p_1 - p_0$: the differences that a score test does not reject.

    The statistic is $(\hat p_1 - \hat p_0 - \delta)^2 / \tilde v(\delta)$, with the variance taken
    at the maximum likelihood under $\delta$ and multiplied by $N/(N-1)$. Each limit is bracketed
    between the estimate and ±1 and halved, so it is found however few the events.

    ```bibtex
    @article{miettinen1985comparative,
      title   = {Comparative analysis of two rates},
      author  = {Miettinen, Olli and Nurminen, Markku},
      journal = {Statistics in Medicine},
      volume  = {4}, number = {2}, pages = {213--226}, year = {1985}
    }
    ```
    """
    x1, n1 = counted(x1, n1)
    x0, n0 = counted(x0, n0)
    x1, n1, x0, n0 = np.broadcast_arrays(x1, n1, x0, n0)
    estimate = proportion(x1, n1) - proportion(x0, n0)
    critical = float(ndtri(0.5 + level / 2))
    limits = []
    for end in (-1.0, 1.0):
        inside, outside = estimate.copy(), np.full(estimate.shape, end)
        for _ in range(_HALVINGS):
            middle = (inside + outside) / 2
            kept = np.abs(score(x1, n1, x0, n0, middle)) <= critical
            inside, outside = np.where(kept, middle, inside), np.where(kept, outside, middle)
        limits.append(inside)
    return Interval(limits[0], limits[1])


def score(x1: Floats, n1: Floats, x0: Floats, n0: Floats, delta: Floats) -> Floats:
    r"""Miettinen and Nurminen's statistic $z(\delta)$; 0 where difference and variance are 0."""
    p0 = _restricted(x1, n1, x0, n0, delta)
    p1 = np.clip(p0 + delta, 0.0, 1.0)
    total = n1 + n0
    variance = (p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0) * total / (total - 1)
    distance = proportion(x1, n1) - proportion(x0, n0) - delta
    z: Floats = np.where(
        np.abs(distance) < 1e-15, 0.0, distance / np.sqrt(np.maximum(variance, 1e-30))
    )
    return z


def score_p(x1: Floats, n1: Floats, x0: Floats, n0: Floats) -> Floats:
    """Two-sided p of no difference, by the statistic that makes Miettinen–Nurminen limits."""
    x1, n1 = counted(x1, n1)
    x0, n0 = counted(x0, n0)
    p: Floats = 2 * ndtr(-np.abs(score(x1, n1, x0, n0, np.zeros(np.broadcast(x1, x0).shape))))
    return p


def proportion(x: Floats, n: Floats) -> Floats:
    """x / n, and 0 where nobody was counted."""
    x, n = counted(x, n)
    share: Floats = x / np.maximum(n, 1.0)
    return share


def _restricted(x1: Floats, n1: Floats, x0: Floats, n0: Floats, delta: Floats) -> Floats:
    """The reference proportion of maximum likelihood under `delta`: root of a cubic."""
    total, events = n1 + n0, x1 + x0
    c3 = total
    c2 = (n1 + 2 * n0) * delta - total - events
    c1 = (n0 * delta - total - 2 * x0) * delta + events
    c0 = x0 * delta * (1 - delta)
    shift = c2 / (3 * c3)
    q = shift**3 - c1 * c2 / (6 * c3**2) + c0 / (2 * c3)
    p = _signed(q >= 0) * np.sqrt(np.maximum(shift**2 - c1 / (3 * c3), 0.0))
    flat = np.abs(p) < 1e-12  # a triple root
    ratio = np.where(flat, 0.0, q / np.where(flat, 1.0, p**3))
    angle = (np.pi + np.arccos(np.clip(ratio, -1.0, 1.0))) / 3
    root = 2 * p * np.cos(angle) - shift
    inside: Floats = np.clip(root, np.maximum(0.0, -delta), np.minimum(1.0, 1 - delta))
    return inside


def _signed(positive: Bools) -> Floats:
    return np.where(positive, 1.0, -1.0)


INTERVALS = {
    "newcombe": (newcombe, "Newcombe score"),
    "miettinen_nurminen": (miettinen_nurminen, "Miettinen-Nurminen score"),
}
