"""Series of numbers that hang together in time: mood, residuals, stressors."""

from __future__ import annotations

import numpy as np

from limen.results import Floats

_SAME_DAY = 0.25  # days between two occasions of the same day


def autoregressive(innovations: Floats, days: Floats, per_day: float) -> Floats:
    r"""Stationary AR(1) with unit variance, shape (..., T), from standard normal innovations.

    $e_t = \varphi^{\Delta} e_{t-1} + \sqrt{1 - \varphi^{2\Delta}}\, \varepsilon_t$, with $\Delta$
    the days since the occasion before.
    """
    if per_day == 0 or innovations.shape[-1] < 2:
        return innovations
    series = np.empty_like(innovations)
    series[..., 0] = innovations[..., 0]
    for t in range(1, len(days)):
        kept = per_day ** max(float(days[t] - days[t - 1]), _SAME_DAY)
        series[..., t] = kept * series[..., t - 1] + np.sqrt(1 - kept**2) * innovations[..., t]
    return series
