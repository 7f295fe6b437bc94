"""The standardised contrast: the same beliefs in both arms, by construction."""

from __future__ import annotations

import numpy as np

from limen.analyse.guess_rate.contrast import Contrast
from limen.analyse.guess_rate.strata import AA, AD, AP, PA, PD, PP, Cells
from limen.results import Floats


def standardised(cells: Cells) -> Contrast:
    r"""Return $\Delta_{std} = \sum_g q_g (\bar y_{Ag} - \bar y_{Pg})$, one quantity.

    $q_g$ is the share of answer g (active, placebo, don't know) in both arms together, so beliefs
    are distributed alike. Linearised, a row in stratum (a, g) with outcome y moves it by
    $\pm q_g (y - \bar y_{ag})/n_{ag} + (d_g - \Delta_{std})/n$, with $d_g$ the difference among
    those who answered g: the second part is what estimating the shares adds. It is NaN where one
    arm never gave an answer that the other gave.

    ```bibtex
    @article{robins1986new,
      title   = {A new approach to causal inference in mortality studies with a sustained exposure
                 period: application to control of the healthy worker survivor effect},
      author  = {Robins, James},
      journal = {Mathematical Modelling},
      volume  = {7}, pages = {1393--1512}, year = {1986}
    }
    ```
    """
    pairs = ((AA, PA), (AP, PP), (AD, PD))[: cells.n.shape[1] // 2]
    n = cells.n.sum(axis=1)
    value, over_sums = np.zeros_like(n), np.zeros_like(cells.n)
    difference = np.zeros_like(cells.n)
    for a, p in pairs:
        size = cells.n[:, a] + cells.n[:, p]
        share = np.divide(size, n, out=np.zeros_like(n), where=n > 0)
        defined = (cells.n[:, a] > 0) & (cells.n[:, p] > 0)
        gap = np.where(defined, cells.mean[:, a] - cells.mean[:, p], np.nan)
        gap = np.where(size > 0, gap, 0.0)  # an answer that nobody gave has no weight
        value = value + share * gap
        difference[:, [a, p]] = gap[:, None]
        over_sums[:, a] = _ratio(share, cells.n[:, a])
        over_sums[:, p] = -_ratio(share, cells.n[:, p])
    over_counts = (difference - value[:, None]) / np.where(n > 0, n, np.nan)[:, None]
    return Contrast(
        value=value[:, None], over_sums=over_sums[:, None], over_counts=over_counts[:, None]
    )


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
