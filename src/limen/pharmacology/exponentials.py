r"""Divided differences of $e^{-kt}$ in the rate $k$: what compartment models are sums of.

Written naively they are 0/0 where two rates meet. Here they are smooth, accurate to rounding for
any rates, and never overflow.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from limen.results import Floats

_SERIES_BELOW = 0.1  # spread of the rates × time below which the series takes over
_TERMS = 11


def bateman(hours: npt.ArrayLike, first: npt.ArrayLike, second: npt.ArrayLike) -> Floats:
    r"""$(e^{-k_1 t} - e^{-k_2 t}) / (k_2 - k_1)$ in hours; $t e^{-kt}$ where both rates are $k$.

    Arguments are broadcast; hours before zero give 0. The order of the rates does not matter.
    """
    t = np.maximum(np.asarray(hours, dtype=float), 0.0)
    slow, fast = np.minimum(first, second), np.maximum(first, second)
    spread = np.asarray((fast - slow) * t)
    with np.errstate(under="ignore"):
        return np.asarray(t * np.exp(-slow * t) * _mean_decay(spread))


def _mean_decay(x: Floats) -> Floats:
    """(1 − e^(−x)) / x, which is 1 at 0."""
    safe = np.where(x == 0, 1.0, x)
    return np.where(x == 0, 1.0, -np.expm1(-safe) / safe)


def bateman_three(
    hours: npt.ArrayLike, first: npt.ArrayLike, second: npt.ArrayLike, third: npt.ArrayLike
) -> Floats:
    r"""$\sum_i e^{-k_i t} / \prod_{j \ne i} (k_j - k_i)$ in hours², smooth where rates meet.

    It is $\frac{t^2}{2} e^{-kt}$ where all three rates are $k$. Arguments are broadcast; hours
    before zero give 0, and the order of the rates does not matter.
    """
    arrays = np.broadcast_arrays(hours, first, second, third)
    t = np.maximum(np.asarray(arrays[0], dtype=float), 0.0)
    slow, middle, fast = np.sort(np.stack(arrays[1:]).astype(float), axis=0)
    near = (fast - slow) * t < _SERIES_BELOW
    apart = np.where(near, 1.0, fast - slow)
    with np.errstate(under="ignore"):
        far = (bateman(t, slow, middle) - bateman(t, middle, fast)) / apart
        if not near.any():
            return np.asarray(far)
        return np.where(near, _series(np.where(near, t, 0.0), slow, middle, fast), far)


def _series(t: Floats, slow: Floats, middle: Floats, fast: Floats) -> Floats:
    """Taylor series about the mean rate, in complete homogeneous symmetric polynomials."""
    centre = (slow + middle + fast) / 3
    a, b, c = (-t * (rate - centre) for rate in (slow, middle, fast))
    of_one, of_two, of_three = np.ones_like(t), np.ones_like(t), np.ones_like(t)
    total, factorial = np.full_like(t, 0.5), 2.0
    for n in range(1, _TERMS):
        of_one = a * of_one
        of_two = of_one + b * of_two
        of_three = of_two + c * of_three
        factorial *= n + 2
        total = total + of_three / factorial
    return np.asarray(t**2 * np.exp(-centre * t) * total)
