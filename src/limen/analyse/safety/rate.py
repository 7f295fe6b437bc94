"""Events per person-time: exact limits of a rate and of a ratio of two rates."""

from __future__ import annotations

import numpy as np
from scipy.special import betainc, gammaincinv

from limen.analyse.safety.proportion import Interval, clopper_pearson
from limen.errors import AnalysisError
from limen.results import Floats


def exact_rate(events: Floats, person_time: Floats, level: float = 0.95) -> Interval:
    r"""Exact Poisson limits of a rate, in events per unit of `person_time`.

    $\chi^2_{2x}(\alpha/2)/2T$ and $\chi^2_{2x+2}(1-\alpha/2)/2T$; the lower limit is 0 without
    events. Events of one person are taken as independent; where some people have many, the limits
    are too narrow.

    ```bibtex
    @article{garwood1936fiducial,
      title   = {Fiducial limits for the {Poisson} distribution},
      author  = {Garwood, F.},
      journal = {Biometrika},
      volume  = {28}, number = {3/4}, pages = {437--442}, year = {1936}
    }
    ```
    """
    events, person_time = _exposed(events, person_time)
    tail = (1 - level) / 2
    lower = np.where(events == 0, 0.0, gammaincinv(np.maximum(events, 1.0), tail))
    return Interval(lower / person_time, gammaincinv(events + 1, 1 - tail) / person_time)


def rate_ratio(
    events1: Floats, time1: Floats, events0: Floats, time0: Floats, level: float = 0.95
) -> Interval:
    r"""Exact limits of the ratio of two rates, given the total number of events.

    Given the total, events of the first arm are binomial with $p = RT_1/(RT_1 + T_0)$; the limits
    are those of Clopper and Pearson for $p$, turned into ratios. Without events in the reference
    arm the upper limit is infinite; without any event the interval is 0 to infinity.

    ```bibtex
    @article{przyborowski1940homogeneity,
      title   = {Homogeneity of results in testing samples from {Poisson} series},
      author  = {Przyborowski, J. and Wilenski, H.},
      journal = {Biometrika},
      volume  = {31}, number = {3/4}, pages = {313--323}, year = {1940}
    }
    ```
    """
    events1, time1 = _exposed(events1, time1)
    events0, time0 = _exposed(events0, time0)
    share = clopper_pearson(events1, events1 + events0, level)
    return Interval(
        _odds(share.lower) * time0 / time1, _odds(np.asarray(share.upper)) * time0 / time1
    )


def rate_ratio_p(events1: Floats, time1: Floats, events0: Floats, time0: Floats) -> Floats:
    """Two-sided p of equal rates: twice the smaller exact tail, in step with the limits."""
    events1, time1 = _exposed(events1, time1)
    events0, time0 = _exposed(events0, time0)
    share = time1 / (time1 + time0)
    at_least = np.where(events1 == 0, 1.0, betainc(np.maximum(events1, 1.0), events0 + 1, share))
    at_most = np.where(events0 == 0, 1.0, 1 - betainc(events1 + 1, np.maximum(events0, 1.0), share))
    p: Floats = np.minimum(1.0, 2 * np.minimum(at_least, at_most))
    return p


def _odds(p: Floats) -> Floats:
    sure = p >= 1
    odds: Floats = np.where(sure, np.inf, p / np.where(sure, 1.0, 1 - p))
    return odds


def _exposed(events: Floats, person_time: Floats) -> tuple[Floats, Floats]:
    events, person_time = np.broadcast_arrays(
        np.asarray(events, dtype=np.float64), np.asarray(person_time, dtype=np.float64)
    )
    if np.any(events < 0) or np.any(~(person_time > 0)):
        raise AnalysisError(
            "A rate needs positive person-time and a count of events. "
            "Give the days each participant was observed."
        )
    return events, person_time
