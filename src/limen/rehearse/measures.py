"""From sums over replicates to operating characteristics with their Monte Carlo errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import hypot, nan, sqrt
from typing import TYPE_CHECKING

from limen.analyse.batch.quantity import Quantity, Target
from limen.rehearse.performance import Measure, Performance
from limen.rehearse.tally.summing import BELIEFS
from limen.rehearse.tally.sums import Sums

if TYPE_CHECKING:
    from limen.rehearse.truth import Truth


@dataclass(frozen=True, kw_only=True)
class Moments:
    """Mean and central moments (divided by n) of n values."""

    n: int
    mean: float = nan
    second: float = nan
    third: float = nan
    fourth: float = nan

    @classmethod
    def of(cls, sums: Sums) -> Moments:
        """The moments that sums about a centre hold."""
        n = sums.estimated
        if n == 0:
            return cls(n=0)
        m, two, three, four = (one / n for one in sums.powers)
        return cls(
            n=n,
            mean=sums.centre + m,
            second=max(two - m**2, 0.0),
            third=three - 3 * m * two + 2 * m**3,
            fourth=max(four - 4 * m * three + 6 * m**2 * two - 3 * m**4, 0.0),
        )


def performances(
    quantity: Quantity, sums: Sums, truths: Mapping[Target, Truth]
) -> Iterator[Performance]:
    """The quantity against its own estimand, then against the same with belief treated otherwise.

    Estimands whose truth is not known are left out; a quantity without a target gives none.
    """
    own = quantity.target
    if own is None:
        return
    beliefs = sorted(BELIEFS, key=lambda belief: belief != own.belief)
    for target in map(own.with_belief, beliefs):
        if target in truths:
            yield performance(quantity, sums, target, truths[target])


def performance(quantity: Quantity, sums: Sums, target: Target, truth: Truth) -> Performance:
    """One quantity against one estimand; see `Performance` for the source of the formulas.

    The Monte Carlo error of the truth itself is part of the errors of bias and mean squared error.
    """
    moments = Moments.of(sums)
    mean = mean_of(moments)
    return Performance(
        quantity=quantity,
        target=target,
        own=target == quantity.target,
        truth=truth.value,
        truth_error=truth.error,
        truth_is_zero=truth.zero,
        sd=truth.sd,
        replicates=sums.replicates,
        failed=sums.failed,
        mean=mean,
        bias=Measure(value=mean.value - truth.value, error=hypot(mean.error, truth.error)),
        empirical_se=empirical_se(moments),
        model_se=model_se(sums),
        mse=_mse(moments, truth),
        coverage=share(sums.covered.get(target.belief), sums.intervals),
        rejection=share(sums.rejected, sums.tested),
    )


def mean_of(moments: Moments) -> Measure:
    r"""The mean over replicates; its error is $s / \sqrt{n}$."""
    spread = empirical_se(moments).value
    return Measure(value=moments.mean, error=spread / sqrt(moments.n) if moments.n else nan)


def empirical_se(moments: Moments) -> Measure:
    r"""The standard deviation s over replicates; its error is $s / \sqrt{2 (n - 1)}$."""
    n = moments.n
    if n < 2:
        return Measure()
    s = sqrt(moments.second * n / (n - 1))
    return Measure(value=s, error=s / sqrt(2 * (n - 1)))


def model_se(sums: Sums) -> Measure:
    r"""The root mean square m of standard errors; its error is $\sqrt{var(se^2) / (4 n m^2)}$."""
    n = sums.with_error
    if n == 0:
        return Measure()
    square = sums.variance / n
    m = sqrt(square)
    if n == 1 or m == 0:
        return Measure(value=m)
    spread = max(sums.variance_squared / n - square**2, 0.0) * n / (n - 1)
    return Measure(value=m, error=sqrt(spread / n) / (2 * m))


def _mse(moments: Moments, truth: Truth) -> Measure:
    r"""The mean of $(x - \theta)^2$, and the standard error of this mean.

    With $e = x - \bar x$ and bias b, $var((e + b)^2) = m_4 + 4 b m_3 + 4 b^2 m_2 - m_2^2$.
    """
    if moments.n == 0:
        return Measure()
    bias = moments.mean - truth.value
    m2 = moments.second
    value = m2 + bias**2
    if moments.n < 2:
        return Measure(value=value)
    spread = moments.fourth + 4 * bias * moments.third + 4 * bias**2 * m2 - m2**2
    own = sqrt(max(spread, 0.0) / (moments.n - 1))
    return Measure(value=value, error=hypot(own, 2 * bias * truth.error))


def share(count: int | None, n: int) -> Measure:
    r"""A share π of n replicates; its error is $\sqrt{\pi (1 - \pi) / n}$."""
    if count is None or n == 0:
        return Measure()
    pi = count / n
    return Measure(value=pi, error=sqrt(pi * (1 - pi) / n))
