"""Tipping points: how much belief alone would have to move the outcome to explain the contrast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.analyse.guess_rate.contrast import clustered_variance, t_quantile
from limen.analyse.guess_rate.curve import at_observed_rate
from limen.analyse.guess_rate.rates import belief_difference, says_active_gap
from limen.analyse.guess_rate.strata import Totals
from limen.results import Floats


@dataclass(frozen=True, kw_only=True)
class TippingPoints:
    """All arrays (R,), in units of the outcome; NaN where nothing tips.

    `estimate` is the effect of believing that would explain the whole raw contrast away;
    `significance` the one that would bring its interval to 0 (NaN if it is there already).
    `belief` is the difference between those who say active and those who do not, within arms, to
    compare them with; `gap` how much more often the active arm says active.
    """

    gap: Floats
    estimate: Floats
    significance: Floats
    belief: Floats


def tipping_points(totals: Totals, *, level: float = 0.95) -> TippingPoints:
    r"""Return the tipping points of the raw contrast $\hat\Delta$.

    If believing one took something active adds δ whatever one took, the raw contrast is biased by
    $\delta\,(p_A + p_P - 1)$, with p the correct guess rates. So
    $\delta^* = \hat\Delta/(p_A+p_P-1)$ removes the estimate, and (limit nearer 0)$/(p_A+p_P-1)$ its
    significance. Where belief differs by less than 0.01 between the arms, no finite δ worth
    printing explains anything: NaN.

    ```bibtex
    @article{vanderweele2017sensitivity,
      title   = {Sensitivity analysis in observational research: introducing the {E}-value},
      author  = {VanderWeele, Tyler J. and Ding, Peng},
      journal = {Annals of Internal Medicine},
      volume  = {167}, number = {4}, pages = {268--274}, year = {2017}
    }
    ```
    """
    raw = at_observed_rate(totals)
    value = raw.value[:, 0]
    half = t_quantile(totals, level) * np.sqrt(clustered_variance(raw, totals)[:, 0])
    nearer = np.where(np.abs(value) > half, value - np.sign(value) * half, np.nan)
    gap = says_active_gap(totals)
    usable = np.abs(gap) >= 0.01
    safe = np.where(usable, gap, 1.0)
    return TippingPoints(
        gap=gap,
        estimate=np.where(usable, value / safe, np.nan),
        significance=np.where(usable, nearer / safe, np.nan),
        belief=belief_difference(totals),
    )
