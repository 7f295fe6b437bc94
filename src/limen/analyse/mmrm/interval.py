"""Limits and p from a t distribution, or the normal one when df is infinite."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri, stdtr, stdtrit


def t_interval(value: float, error: float, df: float, level: float) -> tuple[float, float, float]:
    """Lower limit, upper limit, and two-sided p against zero."""
    if not error > 0:
        return value, value, float("nan")
    if not np.isfinite(df):
        width = float(ndtri(0.5 + level / 2)) * error
        return value - width, value + width, float(2 * ndtr(-abs(value) / error))
    width = float(stdtrit(df, 0.5 + level / 2)) * error
    return value - width, value + width, float(2 * stdtr(df, -abs(value) / error))
