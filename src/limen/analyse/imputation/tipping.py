"""Delta tipping: how much worse must unseen values be for the conclusion to change?"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from limen.analyse.imputation.jackknife import Jackknife, spread


@dataclass(frozen=True, kw_only=True)
class Tipping:
    """Estimate θ + δc with jackknife variance a + 2δb + δ²d, for one strategy and arm.

    δ is added per visit since dropout, in units of the outcome, to the imputed values of the arm.
    """

    value: float  # θ
    shift: float  # c
    variance: float  # a
    covariance: float  # b
    shift_variance: float  # d

    def estimate(self, delta: float) -> float:
        """The estimate at δ."""
        return self.value + delta * self.shift

    def standard_error(self, delta: float) -> float:
        """Its standard error."""
        bend = 2 * delta * self.covariance + delta**2 * self.shift_variance
        return sqrt(max(self.variance + bend, 0.0))

    def reversal(self) -> float | None:
        """The δ at which the estimate is zero; None if nobody's values are shifted."""
        return None if self.shift == 0 else -self.value / self.shift

    def point(self, level: float = 0.95) -> float | None:
        r"""The δ nearest zero at which the interval just touches zero, or None.

        $(\theta + \delta c)^2 = z^2 (a + 2\delta b + \delta^2 d)$ is a quadratic equation in δ, so
        no search is needed. On the other side of it the conclusion (interval with or without
        zero) is the opposite.
        """
        z2 = NormalDist().inv_cdf(0.5 + level / 2) ** 2
        square = self.shift**2 - z2 * self.shift_variance
        half = self.value * self.shift - z2 * self.covariance
        rest = self.value**2 - z2 * self.variance
        if square == 0:
            return None if half == 0 else -rest / (2 * half)
        root = half**2 - square * rest
        if root < 0:
            return None
        return min(((-half - sqrt(root)) / square, (-half + sqrt(root)) / square), key=abs)


def tipping_of(found: Jackknife, strategy: int, arm: int) -> Tipping:
    """The tipping of one strategy (first axis) and active arm (second axis) of a jackknife."""
    without, shift = found.without[:, strategy, arm], found.shift_without[:, arm]
    return Tipping(
        value=float(found.value[strategy, arm]),
        shift=float(found.shift[arm]),
        variance=float(spread(without, without)),
        covariance=float(spread(without, shift)),
        shift_variance=float(spread(shift, shift)),
    )
