"""Shares of a count, and the intervals that behave near 0 and 1."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from limen.results import Floats


def share(part: Floats, whole: Floats) -> Floats:
    """`part / whole`, NaN where there is nobody; the arrays broadcast."""
    shape = np.broadcast_shapes(part.shape, whole.shape)
    result: Floats = np.divide(part, whole, out=np.full(shape, np.nan), where=whole > 0)
    return result


def quantile(level: float) -> float:
    """The normal quantile of a two-sided interval, 1.96 at 0.95."""
    return NormalDist().inv_cdf(0.5 + level / 2)


def wilson(part: Floats, whole: Floats, *, level: float = 0.95) -> tuple[Floats, Floats]:
    r"""Wilson's score limits of a share; inside [0, 1] and defined at both ends.

    $$\frac{\hat p + z^2/2n \pm z\sqrt{\hat p(1-\hat p)/n + z^2/4n^2}}{1 + z^2/n}$$

    ```bibtex
    @article{wilson1927probable,
      title   = {Probable inference, the law of succession, and statistical inference},
      author  = {Wilson, Edwin B.},
      journal = {Journal of the American Statistical Association},
      volume  = {22}, number = {158}, pages = {209--212}, year = {1927}
    }
    ```
    """
    z2 = quantile(level) ** 2
    middle = share(part + z2 / 2, whole + z2)
    spread = np.sqrt(z2) * np.sqrt(share(part * (whole - part), whole) + z2 / 4)
    half = share(spread, whole + z2)
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)


def newcombe(
    part: Floats, whole: Floats, part_0: Floats, whole_0: Floats, *, level: float = 0.95
) -> tuple[Floats, Floats]:
    r"""Newcombe's hybrid score limits of the difference of two independent shares.

    $d - \sqrt{(p_1 - l_1)^2 + (u_0 - p_0)^2}$ and $d + \sqrt{(u_1 - p_1)^2 + (p_0 - l_0)^2}$, with
    Wilson limits $l, u$ of each share (method 10).

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
    p, p_0 = share(part, whole), share(part_0, whole_0)
    low, high = wilson(part, whole, level=level)
    low_0, high_0 = wilson(part_0, whole_0, level=level)
    lower = p - p_0 - np.sqrt((p - low) ** 2 + (high_0 - p_0) ** 2)
    upper = p - p_0 + np.sqrt((high - p) ** 2 + (p_0 - low_0) ** 2)
    return lower, upper
