"""What estimates of many replicates say: usable or not, interval, p-value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from limen.results import Bools, Estimates, FitStatus, Floats


@dataclass(frozen=True, kw_only=True)
class Read:
    """Estimates with columns, shape (R, q); NaN where there is no such number.

    Without a positive standard error there is neither an interval nor a p-value, unless the
    analysis gave its own.
    """

    value: Floats  # NaN where the fit cannot be used
    error: Floats
    lower: Floats
    upper: Floats
    p: Floats

    @property
    def usable(self) -> Bools:
        """Which replicates have an estimate."""
        return np.isfinite(self.value)


def read(estimates: Estimates, level: float) -> Read:
    r"""Intervals $x \pm t_{df} \cdot se$ and p-values, unless the estimates hold their own."""
    value, error, df = (
        _columns(one) for one in (estimates.value, estimates.standard_error, estimates.df)
    )
    good = _usable(estimates.status) & np.isfinite(value)
    value = np.where(good, value, np.nan)
    sure = good & np.isfinite(error) & (error > 0) & (df > 0)
    error = np.where(good & np.isfinite(error) & (error >= 0), error, np.nan)
    z = np.full(value.shape, np.nan)
    np.divide(value, error, out=z, where=sure)
    half = np.where(sure, _quantile(0.5 + level / 2, df), np.nan) * error
    lower, upper = (
        _own(limit, good, other)
        for limit, other in ((estimates.lower, value - half), (estimates.upper, value + half))
    )
    p = np.where(sure, _two_sided(np.abs(np.where(sure, z, 0.0)), df), np.nan)
    return Read(
        value=value,
        error=error,
        lower=lower,
        upper=upper,
        p=_own(estimates.extras.get("p"), good, p),
    )


def _columns(array: Floats) -> Floats:
    return array[:, np.newaxis] if array.ndim == 1 else array


def _usable(status: npt.NDArray[np.int8]) -> Bools:
    """Whose numbers are estimates, shape (R, 1)."""
    codes = [one.code for one in FitStatus if one.usable]
    return np.isin(status, codes)[:, np.newaxis]


def _own(given: Floats | None, good: Bools, other: Floats) -> Floats:
    """What the analysis gave, where it gave something; `other` elsewhere."""
    if given is None:
        return other
    own = np.broadcast_to(_columns(given), other.shape)
    return np.where(good & np.isfinite(own), own, other)


def _quantile(share: float, df: Floats) -> Floats:
    with np.errstate(all="ignore"):  # degrees of freedom of failed fits are anything
        found = stdtrit(np.where(np.isfinite(df), df, 1.0), share)
    return np.where(np.isinf(df), ndtri(share), found)


def _two_sided(z: Floats, df: Floats) -> Floats:
    with np.errstate(all="ignore"):
        found = stdtr(np.where(np.isfinite(df), df, 1.0), -z)
    tail: Floats = np.where(np.isinf(df), ndtr(-z), found)
    return 2 * tail
