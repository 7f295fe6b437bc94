"""Correct guess rates, and their derivatives, in the frame of the curve."""

from __future__ import annotations

import numpy as np

from limen.analyse.guess_rate.contrast import Contrast
from limen.analyse.guess_rate.curve import observed_rate, rate_over_counts
from limen.analyse.guess_rate.strata import AA, AP, PA, PP, Cells
from limen.results import Floats


def guess_rates(cells: Cells) -> Contrast:
    """Correct guess rates in the active arm, the placebo arm and pooled, shape (R, 3)."""
    value = np.full((cells.n.shape[0], 3), np.nan)
    over_counts = np.zeros((cells.n.shape[0], 3, cells.n.shape[1]))
    for j, (right, wrong) in enumerate(((AA, AP), (PP, PA))):
        total = cells.n[:, right] + cells.n[:, wrong]
        rate = _share(cells.n[:, right], total)
        value[:, j] = rate
        over_counts[:, j, right] = _share(1 - rate, total)
        over_counts[:, j, wrong] = _share(-rate, total)
    value[:, 2] = observed_rate(cells)[:, 0]
    over_counts[:, 2] = rate_over_counts(cells)[:, 0]
    return Contrast(value=value, over_sums=np.zeros_like(over_counts), over_counts=over_counts)


def says_active_gap(cells: Cells) -> Floats:
    """Mean of the two arms' Bang indices, shape (R,): how far belief differs between the arms.

    Without "don't know" it is P(says active | active) − P(says active | placebo); "don't know"
    counts as halfway between the two answers.
    """
    unsure = cells.n[:, 4:] if cells.n.shape[1] > 4 else np.zeros((cells.n.shape[0], 2))
    active = cells.n[:, AA] + cells.n[:, AP] + unsure[:, 0]
    placebo = cells.n[:, PA] + cells.n[:, PP] + unsure[:, 1]
    bang_active = _share(cells.n[:, AA] - cells.n[:, AP], active)
    bang_placebo = _share(cells.n[:, PP] - cells.n[:, PA], placebo)
    return (bang_active + bang_placebo) / 2


def belief_difference(cells: Cells) -> Floats:
    """How much higher the outcome is among those who say active, within arms, shape (R,).

    The arms' differences, weighted by the number who guess. An association: mood may cause the
    guess as well as the guess mood.
    """
    active = cells.n[:, AA] + cells.n[:, AP]
    placebo = cells.n[:, PA] + cells.n[:, PP]
    gaps = active * (cells.mean[:, AA] - cells.mean[:, AP]) + placebo * (
        cells.mean[:, PA] - cells.mean[:, PP]
    )
    return np.where(cells.empty[:, 0], np.nan, _share(gaps, active + placebo))


def _share(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)
