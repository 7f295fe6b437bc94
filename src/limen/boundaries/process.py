r"""The canonical process of a group-sequential design, by numerical integration.

At information fractions $t_1 < \dots < t_K = 1$ the score process $W_k = Z_k \sqrt{t_k}$ has
independent normal increments of variance $t_k - t_{k-1}$ and drift $\theta$ per unit of
information. The density of those who go on is carried from look to look on Gauss-Legendre nodes.

```bibtex
@article{armitage1969repeated,
  title   = {Repeated significance tests on accumulating data},
  author  = {Armitage, Peter and McPherson, C. K. and Rowe, B. C.},
  journal = {Journal of the Royal Statistical Society: Series A},
  volume  = {132}, number = {2}, pages = {235--244}, year = {1969}
}
```
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np

from limen.errors import BoundaryError
from limen.results import Floats

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(96)
_FAR = 9.0  # standard deviations beyond which nothing is left to integrate


def upper_tail(z: Floats | float) -> Floats:
    """P(Z > z) of a standard normal variable, same shape as `z`."""
    return np.array([0.5 * erfc(value / sqrt(2)) for value in np.ravel(z)]).reshape(np.shape(z))


@dataclass(frozen=True)
class GoingOn:
    """The sub-density of $W$ among those who have not stopped, on integration nodes."""

    information: float
    points: Floats
    mass: Floats  # density × quadrature weight


def exit_probability(
    before: GoingOn | None, *, information: float, bound: float, drift: float
) -> float:
    """The probability of $Z_k$ above `bound` at `information`, not having stopped before."""
    target = bound * sqrt(information)
    if before is None:
        return float(upper_tail((target - drift * information) / sqrt(information)))
    step = information - before.information
    tails = upper_tail((target - before.points - drift * step) / sqrt(step))
    return float(before.mass @ tails)


def go_on(
    before: GoingOn | None, *, information: float, lower: float, upper: float, drift: float
) -> GoingOn:
    """Carry the sub-density to `information`, kept between the bounds (z scale)."""
    spread, mean = sqrt(information), drift * information
    low = max(lower * spread, mean - _FAR * spread)
    high = min(upper * spread, mean + _FAR * spread)
    if high <= low:
        raise BoundaryError("The boundaries leave nobody who could go on to the next look.")
    points = low + (high - low) * (_NODES + 1) / 2
    if before is None:
        density = np.exp(-((points - mean) ** 2) / (2 * information)) / sqrt(
            2 * np.pi * information
        )
    else:
        step = information - before.information
        gaps = points[:, np.newaxis] - before.points - drift * step
        density = np.exp(-(gaps**2) / (2 * step)) @ before.mass / sqrt(2 * np.pi * step)
    return GoingOn(information, points, density * _WEIGHTS * (high - low) / 2)


def crossing(
    *, information: Sequence[float], upper: Sequence[float], two_sided: bool, drift: float
) -> Floats:
    """The probability of crossing at each look, shape (looks, 2): above, and below.

    A one-sided design cannot cross below; what lies far below goes on.
    """
    probabilities = np.zeros((len(information), 2))
    above: GoingOn | None = None
    for look, (at, bound) in enumerate(zip(information, upper, strict=True)):
        probabilities[look, 0] = exit_probability(above, information=at, bound=bound, drift=drift)
        if two_sided:
            mirrored = (
                None if above is None else GoingOn(above.information, -above.points, above.mass)
            )
            probabilities[look, 1] = exit_probability(
                mirrored, information=at, bound=bound, drift=-drift
            )
        if look + 1 < len(information):
            floor = -bound if two_sided else -np.inf
            above = go_on(above, information=at, lower=floor, upper=bound, drift=drift)
    return probabilities


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a decreasing `function` is zero between `low` and `high`, by Ridders' method.

    The bracket must hold the root; the answer is exact to about 1e-13 in its argument.
    """
    at_low, at_high = function(low), function(high)
    if not at_low >= 0 >= at_high:
        raise BoundaryError(
            "No boundary satisfies these error rates: alpha or an information rate is extreme. "
            "Use alpha between 0.0001 and 0.5 and information rates at least 0.01 apart."
        )
    for _ in range(200):
        middle = (low + high) / 2
        at_middle = function(middle)
        scale = sqrt(at_middle**2 - at_low * at_high)
        if scale == 0 or high - low < 1e-14 * max(1.0, abs(middle)):
            return middle
        guess = middle + (middle - low) * at_middle / scale
        at_guess = function(guess)
        if at_guess == 0 or abs(guess - low) < 1e-15 or abs(high - guess) < 1e-15:
            return guess
        pairs = sorted([(low, at_low), (middle, at_middle), (guess, at_guess), (high, at_high)])
        for (left, f_left), (right, f_right) in itertools.pairwise(pairs):
            if f_left >= 0 >= f_right:
                low, at_low, high, at_high = left, f_left, right, f_right
                break
        if high - low < 1e-13:
            break
    return (low + high) / 2
