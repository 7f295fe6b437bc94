"""James's index: one number for all arms, in which "don't know" is success."""

from __future__ import annotations

import numpy as np

from limen.analyse.blinding.counts import GuessCounts
from limen.analyse.blinding.indices.index import BlindingIndex, index_estimates
from limen.analyse.blinding.shares import share
from limen.results import Estimates, Floats


def james(counts: GuessCounts, level: float = 0.95) -> Estimates:
    r"""Return James's index, shape (R, 1): 1 complete blinding, 0.5 guessing at random, 0 none.

    With shares $P_{ij}$ of guess i in arm j, weights $w_{ij}$ of 0 (correct) and ½ (wrong), and a
    share $P_D$ of "don't know": $p_o = \sum w_{ij}P_{ij}/(1-P_D)$,
    $p_e = \sum w_{ij}P_{i\cdot}(P_{\cdot j}-P_{Dj})/(1-P_D)^2$, $K = (p_o-p_e)/p_e$ and the index
    is $[1+P_D+(1-P_D)K]/2$. Blinding is called broken when the upper limit stays below 0.5. All
    "don't know" gives 1 with standard error 0; no wrong guess possible ($p_e=0$) gives NaN.

    ```bibtex
    @article{james1996index,
      title   = {An index for assessing blindness in a multi-centre clinical trial:
                 disulfiram for alcohol cessation -- a {VA} cooperative study},
      author  = {James, Kenneth E. and Bloch, Daniel A. and Lee, Kelvin K. and
                 Kraemer, Helena C. and Fuller, Richard K.},
      journal = {Statistics in Medicine},
      volume  = {15}, number = {13}, pages = {1421--1434}, year = {1996}
    }
    ```
    """
    people = counts.total.sum(axis=1)
    shares = share(counts.answers, people[:, None, None])
    given = shares[:, :, :-1].swapaxes(1, 2)  # P_ij: guess i, arm j
    unsure = shares[:, :, -1]
    rows, columns = given.sum(axis=2), given.sum(axis=1)  # P_i., P_.j without don't know
    weights = 0.5 * (1 - np.eye(len(counts.arms)))
    known = 1 - unsure.sum(axis=1)
    expected = np.einsum("ij,ri,rj->r", weights, rows, columns)
    observed = np.einsum("ij,rij->r", weights, given)
    usable = (expected > 0) & np.all(counts.total > 0, axis=1)
    ratio = np.where(usable, share(observed * known, np.where(usable, expected, 0.0)), np.nan)
    value = (1 + (1 - known) + known * (ratio - 1)) / 2
    spread = np.einsum("rj,kj->rk", rows, weights)[:, None, :]
    spread = spread + np.einsum("ik,rk->ri", weights, columns)[:, :, None]
    first = known[:, None, None] * weights - ratio[:, None, None] * spread
    variance = _variance((given * first**2).sum(axis=(1, 2)), expected, known, ratio, people)
    silent = (counts.unsure.sum(axis=1) == people) & np.all(counts.total > 0, axis=1)
    value, variance = np.where(silent, 1.0, value), np.where(silent, 0.0, variance)
    return index_estimates(("James index",), value[:, None], variance[:, None])


def _variance(
    squares: Floats, expected: Floats, known: Floats, ratio: Floats, people: Floats
) -> Floats:
    r"""Variance of the index; `ratio` is $1 + K$ and `squares` the sum over cells."""
    unsure = 1 - known
    cells = share(squares * known**2, 4 * expected**2)
    rest = unsure * known - known * ratio * (unsure + known * ratio / 4)
    return share(cells + rest, people)


INDEX = BlindingIndex(
    key="james",
    title="James index",
    reading="1 is complete blinding, 0.5 guessing at random, 0 none; called broken when the upper "
    "limit stays below 0.5.",
    compute=james,
    bounds=(0.0, 1.0),
    blind=0.5,
)
