"""A function of totals over replicates, and its Monte Carlo standard error."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from limen.results import Floats


def jackknifed(function: Callable[..., Floats], sums: Sequence[Floats]) -> tuple[float, float]:
    r"""Return a function of totals, and its standard error by leaving out each replicate.

    `sums` hold arrays (R, ...), a row per replicate; `function` takes their totals with any axes in
    front and gives an array of those axes. The error is $\sqrt{(R-1)/R\,\sum_r (\hat\theta_{(r)} -
    \bar\theta)^2}$: replicates share neither people nor noise, so they are independent.

    ```bibtex
    @article{efron1981jackknife,
      title   = {The jackknife estimate of variance},
      author  = {Efron, Bradley and Stein, Charles},
      journal = {The Annals of Statistics},
      volume  = {9}, number = {3}, pages = {586--596}, year = {1981}
    }
    ```
    """
    totals = [one.sum(axis=0) for one in sums]
    value = float(function(*totals))
    without = function(*(total - one for total, one in zip(totals, sums, strict=True)))
    if np.all(without == without[0]):
        return value, 0.0
    count = len(without)
    spread = float(((without - without.mean()) ** 2).sum())
    return value, float(np.sqrt((count - 1) / count * spread))
