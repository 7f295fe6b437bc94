"""Signal detection: hit and false-alarm rates on the normal scale, with their variances."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from limen.analyse.blinding.counts import GuessCounts
from limen.analyse.blinding.shares import share
from limen.results import Bools, Floats

ROOT_2PI = np.sqrt(2 * np.pi)


def needs_correction(counts: GuessCounts) -> Bools:
    """Whether an arm × guess cell is empty, so that a rate is 0 or 1, shape (R,)."""
    empty: Bools = np.any(counts.says_active == 0, axis=(1, 2))
    return empty


def rates_on_the_normal_scale(counts: GuessCounts) -> tuple[Floats, Floats]:
    """z of P(says active), for reference and active, and its delta-method variance: (R, 2) each.

    Among those who guess. Where a cell is empty all four get half a guess more (the log-linear
    correction), which keeps z finite. An arm without guesses gives NaN.
    """
    cells = counts.says_active
    guesses = cells.sum(axis=2)
    corrected = cells + 0.5 * needs_correction(counts)[:, None, None]
    n = corrected.sum(axis=2)
    rate = np.where(guesses > 0, share(corrected[:, :, 1], n), 0.5)
    z = ndtri(rate)
    density = np.exp(-(z**2) / 2) / ROOT_2PI
    variance = rate * (1 - rate) / (np.where(guesses > 0, n, 1.0) * density**2)
    return np.where(guesses > 0, z, np.nan), np.where(guesses > 0, variance, np.nan)
