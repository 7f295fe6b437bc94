r"""What chance allows, exactly: limits of a share, of a rate, and around an overall share.

Tails are summed, and a limit is found by halving: exact to about $10^{-12}$, without SciPy.

```bibtex
@article{clopper1934use,
  title   = {The use of confidence or fiducial limits illustrated in the case of the binomial},
  author  = {Clopper, Charles J. and Pearson, Egon S.},
  journal = {Biometrika}, volume = {26}, number = {4}, pages = {404--413}, year = {1934}
}
@article{garwood1936fiducial,
  title   = {Fiducial limits for the {Poisson} distribution},
  author  = {Garwood, F.},
  journal = {Biometrika}, volume = {28}, number = {3/4}, pages = {437--442}, year = {1936}
}
@article{spiegelhalter2005funnel,
  title   = {Funnel plots for comparing institutional performance},
  author  = {Spiegelhalter, David J.},
  journal = {Statistics in Medicine}, volume = {24}, number = {8}, pages = {1185--1202}, year = {2005}
}
```
"""  # noqa: E501 - a reference is one line

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from math import exp, inf, lgamma, log, log1p

LEVEL = 0.95


def at_most(count: int, of: int, probability: float) -> float:
    """Return the probability of `count` or fewer out of `of`, each with the same probability."""
    if count < 0 or (probability >= 1 and count < of):
        return 0.0
    if count >= of or probability <= 0:
        return 1.0
    return min(1.0, sum(_exactly(k, of, probability) for k in range(count + 1)))


def _exactly(count: int, of: int, probability: float) -> float:
    """The probability of `count`; neither certain nor impossible."""
    chosen = lgamma(of + 1) - lgamma(count + 1) - lgamma(of - count + 1)
    return exp(chosen + count * log(probability) + (of - count) * log1p(-probability))


def at_least(count: int, of: int, probability: float) -> float:
    """Return the probability of `count` or more out of `of`; small ones are exact too."""
    return at_most(of - count, of, 1 - probability)


def share_limits(count: int, of: int, level: float = LEVEL) -> tuple[float, float]:
    """Return the exact (Clopper and Pearson's) limits of a share; 0 and 1 of nothing."""
    tail = (1 - level) / 2
    lower = 0.0 if count == 0 else _where(lambda p: at_least(count, of, p) > tail, 0.0, 1.0)
    upper = 1.0 if count >= of else _where(lambda p: at_most(count, of, p) <= tail, 0.0, 1.0)
    return lower, upper


def count_limits(count: int, level: float = LEVEL) -> tuple[float, float]:
    """Return the exact (Garwood's) limits of an expected count; divide by the time for a rate."""
    tail = (1 - level) / 2
    high = count + 10 * (count + 4) ** 0.5 + 20
    lower = 0.0 if count == 0 else _where(lambda m: _more(count, m) > tail, 0.0, high)
    return lower, _where(lambda m: _fewer(count, m) <= tail, 0.0, high)


def allowed(of: int, overall: float, level: float = LEVEL) -> tuple[float, float]:
    """Return between which shares a site of so many people lies by chance, if all are alike.

    A share below the first or above the second has a tail of at most (1 - level) / 2.
    """
    if not of:
        return 0.0, 1.0
    tail = (1 - level) / 2
    low, high = _usual(of, overall, tail), of - _usual(of, 1 - overall, tail)
    return low / of, high / of


def _usual(of: int, probability: float, tail: float) -> int:
    """Return the smallest count at which so many or fewer are more probable than the tail."""
    if probability <= 0 or probability >= 1:
        return of if probability >= 1 else 0
    counts = accumulate(_exactly(count, of, probability) for count in range(of + 1))
    return next((count for count, so_far in enumerate(counts) if so_far > tail), of)


def exceeds(count: int, of: int, acceptable: float) -> float:
    """Return the probability that a share exceeds an acceptable one, every share alike before.

    The posterior is Beta(1 + x, 1 + n - x); its upper tail is P(Binomial(n + 1, share) <= x).
    Thall and Simon 1994, Biometrics 50:337.
    """
    return at_most(count, of + 1, acceptable)


def _fewer(count: int, mean: float) -> float:
    """The probability of `count` or fewer events where so many are expected."""
    if mean <= 0:
        return 1.0
    return min(1.0, sum(exp(k * log(mean) - mean - lgamma(k + 1)) for k in range(count + 1)))


def _more(count: int, mean: float) -> float:
    return 1 - _fewer(count - 1, mean) if count else 1.0


def _where(turns: Callable[[float], bool], low: float, high: float) -> float:
    """Return where something that is false becomes true as its argument grows."""
    before = inf
    while high - low < before:
        before = high - low
        middle = (low + high) / 2
        low, high = (low, middle) if turns(middle) else (middle, high)
    return (low + high) / 2
