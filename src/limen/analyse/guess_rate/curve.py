"""The correct-guess-rate curve in closed form."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from limen.analyse.guess_rate.contrast import Contrast
from limen.analyse.guess_rate.strata import AA, ACTIVE, AP, CORRECT, PA, PP, WRONG, Cells
from limen.results import Floats


def observed_rate(cells: Cells) -> Floats:
    """Share of correct guesses among those who guess, shape (R, 1); NaN without guesses."""
    sizes = cells.n @ _RIGHT_WRONG[: cells.n.shape[1]]
    correct, guesses = sizes[:, :1], sizes[:, :1] + sizes[:, 1:]
    rate: Floats = np.divide(correct, guesses, out=np.full_like(correct, np.nan), where=guesses > 0)
    return rate


def equal_guessing_rate(cells: Cells) -> Floats:
    r"""The rate $c^*$ at which both arms guess alike, shape (R, 1); NaN at an empty stratum.

    Its odds are those of the observed rate times $\sqrt{n_{AP} n_{PA} / (n_{AA} n_{PP})}$. It is
    0.5 only if the answers split evenly, which is why 0.5 is not the blind point.
    """
    usable = ~cells.empty
    n = np.where(usable, cells.n[:, :4], 1.0)
    correct, wrong = n[:, AA] + n[:, PP], n[:, AP] + n[:, PA]
    odds = correct / wrong * np.sqrt(n[:, AP] * n[:, PA] / (n[:, AA] * n[:, PP]))
    return np.where(usable, (odds / (1 + odds))[:, None], np.nan)


def at_rate(cells: Cells, rate: Floats) -> Contrast:
    r"""Return the difference Δ(c) at correct guess rates `rate`, shape (C,) or (R, C).

    Weighting rows so that a share c of the guesses is correct, and leaving everything else as it
    was, means weights of $c/c_{obs}$ for a correct guess, $(1-c)/(1-c_{obs})$ for a wrong one and
    1 for "don't know"; Δ(c) is the difference of the weighted arm means,

    $$\Delta(c) = \frac{\sum_{k \in A} f_k n_k \bar y_k}{\sum_{k \in A} f_k n_k}
                - \frac{\sum_{k \in P} f_k n_k \bar y_k}{\sum_{k \in P} f_k n_k}.$$

    It equals the raw difference at the observed rate, and is the target of the published
    procedure, without that procedure's noise. It is NaN where a stratum is empty.

    ```bibtex
    @article{szigeti2023difference,
      title   = {The difference between 'placebo group' and 'placebo control': a case study in
                 psychedelic microdosing},
      author  = {Szigeti, Bal{\'a}zs and Nutt, David and Carhart-Harris, Robin and
                 Erritzoe, David},
      journal = {Scientific Reports},
      volume  = {13}, pages = {12107}, year = {2023}
    }
    ```
    """
    return _weighted(cells, rate)[0]


def at_observed_rate(cells: Cells) -> Contrast:
    """The raw difference of the arm means, Δ(c_obs); its rate moves with the data."""
    contrast, over_rate = _weighted(cells, observed_rate(cells))
    moved = over_rate[:, :, None] * rate_over_counts(cells)
    return _with_counts(contrast, moved)


def at_equal_guessing(cells: Cells) -> Contrast:
    """Δ(c*), at the rate where both arms guess alike; the rate moves with the data."""
    rate = equal_guessing_rate(cells)
    contrast, over_rate = _weighted(cells, rate)
    n = np.where(cells.n[:, :4] > 0, cells.n[:, :4], 1.0)
    total = np.where(CORRECT[:4], n[:, [AA]] + n[:, [PP]], n[:, [AP]] + n[:, [PA]])
    sign = np.where(CORRECT[:4], -1.0, 1.0)
    over_counts = np.zeros((n.shape[0], 1, cells.n.shape[1]))
    over_counts[:, 0, :4] = rate * (1 - rate) * sign * (0.5 / n - 1 / total)
    return _with_counts(contrast, over_rate[:, :, None] * over_counts)


def _weighted(cells: Cells, rate: Floats) -> tuple[Contrast, Floats]:
    """Δ at `rate`, and its derivative in the rate, (R, C); the rate itself is held fixed."""
    strata = cells.n.shape[1]
    arms, (correct, wrong) = _ARMS[:strata], _RIGHT_WRONG[:strata].T
    observed = observed_rate(cells)
    if cells.empty.any():
        observed = np.where(cells.empty, np.nan, observed)
    missed = 1 - observed
    up, down = rate / observed, (1 - rate) / missed  # (R, C)
    factor = up[:, :, None] * correct + down[:, :, None] * wrong + _UNSURE[:strata]
    size = factor * cells.n[:, None, :]
    arm_size = size @ arms
    arm_mean = (size * cells.mean[:, None, :]) @ arms / arm_size
    weight = (_SIGNS / arm_size) @ arms.T  # of a row whose factor is 1
    lever = weight * (cells.mean[:, None, :] - arm_mean @ arms.T)
    slope = (lever * cells.n[:, None, :]) @ _RIGHT_WRONG[:strata]  # derivative in up and down
    by_up, by_down = slope[:, :, 0] / observed, slope[:, :, 1] / missed
    over_observed = by_down * down - by_up * up
    contrast = Contrast(
        value=arm_mean[:, :, 0] - arm_mean[:, :, 1],
        over_sums=factor * weight,
        over_counts=factor * lever + over_observed[:, :, None] * _rate_slope(cells, observed),
    )
    return contrast, by_up - by_down


_ARMS = np.stack([ACTIVE, ~ACTIVE], axis=1).astype(float)  # (K, 2)
_RIGHT_WRONG = np.stack([CORRECT, WRONG], axis=1).astype(float)  # (K, 2)
_UNSURE = (~CORRECT & ~WRONG).astype(float)
_SIGNS = np.array([1.0, -1.0])


def rate_over_counts(cells: Cells) -> Floats:
    """Derivative of the observed rate in the stratum sizes, shape (R, 1, K)."""
    return _rate_slope(cells, observed_rate(cells))


def _rate_slope(cells: Cells, observed: Floats) -> Floats:
    correct, wrong = _RIGHT_WRONG[: cells.n.shape[1]].T
    guesses = cells.n[:, :4].sum(axis=1, keepdims=True)
    slope = correct * (1 - observed) - wrong * observed
    ratio: Floats = slope / np.maximum(guesses, 1e-300)
    return ratio[:, None, :]


def _with_counts(contrast: Contrast, more: Floats) -> Contrast:
    return replace(contrast, over_counts=contrast.over_counts + more)
