"""Intervals of one proportion: exact, and Wilson's."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import betaincinv, ndtri

from limen.errors import AnalysisError
from limen.results import Floats


class Interval(NamedTuple):
    """Lower and upper limits; arrays of one shape."""

    lower: Floats
    upper: Floats


def clopper_pearson(x: Floats, n: Floats, level: float = 0.95) -> Interval:
    r"""Exact limits of a proportion: `x` of `n` participants, arrays of any shape.

    The limits are quantiles of beta distributions, $B(\alpha/2; x, n-x+1)$ and
    $B(1-\alpha/2; x+1, n-x)$, with 0 and 1 at the ends. Coverage is never below `level`; with no
    participant the interval is 0 to 1.

    ```bibtex
    @article{clopper1934use,
      title   = {The use of confidence or fiducial limits illustrated in the case of the binomial},
      author  = {Clopper, C. J. and Pearson, E. S.},
      journal = {Biometrika},
      volume  = {26}, number = {4}, pages = {404--413}, year = {1934}
    }
    ```
    """
    x, n = counted(x, n)
    tail = (1 - level) / 2
    lower = betaincinv(np.maximum(x, 1.0), n - x + 1, tail)
    upper = betaincinv(x + 1, np.maximum(n - x, 1.0), 1 - tail)
    return Interval(np.where(x == 0, 0.0, lower), np.where(x == n, 1.0, upper))


def wilson(x: Floats, n: Floats, level: float = 0.95) -> Interval:
    r"""Wilson's score limits of a proportion, without continuity correction.

    $\left(\hat p + z^2/2n \pm z\sqrt{\hat p(1-\hat p)/n + z^2/4n^2}\right) / (1 + z^2/n)$; with no
    participant the interval is 0 to 1.

    ```bibtex
    @article{wilson1927probable,
      title   = {Probable inference, the law of succession, and statistical inference},
      author  = {Wilson, Edwin B.},
      journal = {Journal of the American Statistical Association},
      volume  = {22}, number = {158}, pages = {209--212}, year = {1927}
    }
    ```
    """
    x, n = counted(x, n)
    z2 = float(ndtri(0.5 + level / 2)) ** 2
    centre = x + z2 / 2
    half = np.sqrt(z2 * (x * (n - x) / np.maximum(n, 1.0) + z2 / 4))
    lower, upper = (centre - half) / (n + z2), (centre + half) / (n + z2)
    return Interval(np.where(x == 0, 0.0, lower), np.where(x == n, 1.0, upper))


def counted(x: Floats, n: Floats) -> tuple[Floats, Floats]:
    """`x` and `n` as floats of one shape; refuses counts that cannot be."""
    x, n = np.broadcast_arrays(np.asarray(x, dtype=np.float64), np.asarray(n, dtype=np.float64))
    if np.any((x < 0) | (x > n) | ~np.isfinite(n)):
        raise AnalysisError(
            "A count of participants is negative or larger than the number in its arm. "
            "Count each participant once per arm."
        )
    return x, n
