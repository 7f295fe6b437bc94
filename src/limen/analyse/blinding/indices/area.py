"""Area under the curve: how well guess and confidence together order the two arms."""

from __future__ import annotations

import numpy as np

from limen.analyse.blinding.counts import GuessCounts
from limen.analyse.blinding.indices.index import BlindingIndex, index_estimates
from limen.analyse.blinding.shares import share
from limen.errors import NoGuessesError
from limen.results import Estimates, Floats


def area(counts: GuessCounts, level: float = 0.95) -> Estimates:
    """Return the probability that someone on active is surer of "active" than someone on placebo.

    Ratings run from sure of the reference over don't know to sure of active; ties count half. The
    variance is DeLong's, with n − 1 in each arm, so it is NaN for an arm with one rating.

    ```bibtex
    @article{delong1988comparing,
      title   = {Comparing the areas under two or more correlated receiver operating
                 characteristic curves: a nonparametric approach},
      author  = {DeLong, Elizabeth R. and DeLong, David M. and Clarke-Pearson, Daniel L.},
      journal = {Biometrics},
      volume  = {44}, number = {3}, pages = {837--845}, year = {1988}
    }
    ```
    """
    if counts.ratings is None:
        raise NoGuessesError(
            "The area under the curve needs the confidence of each guess. "
            "Ask for it in the protocol (`confidence: true`), or leave this index out."
        )
    reference, active = counts.ratings[:, 0], counts.ratings[:, 1]
    n_0, n_1 = reference.sum(axis=1, keepdims=True), active.sum(axis=1, keepdims=True)
    below = share(np.cumsum(reference, axis=1) - reference / 2, n_0)  # placements of the active
    above = share(n_1 - np.cumsum(active, axis=1) + active / 2, n_1)
    value = share((active * np.where(active > 0, below, 0.0)).sum(axis=1, keepdims=True), n_1)
    value = np.where(n_0 > 0, value, np.nan)
    variance = _variance_of_mean(active, below, value, n_1)
    variance = variance + _variance_of_mean(reference, above, value, n_0)
    return index_estimates(("Area under the curve",), value, variance)


def _variance_of_mean(weight: Floats, placement: Floats, mean: Floats, n: Floats) -> Floats:
    squares = (weight * (np.where(weight > 0, placement, mean) - mean) ** 2).sum(
        axis=1, keepdims=True
    )
    return share(squares, (n - 1) * n)


INDEX = BlindingIndex(
    key="area",
    title="Area under the curve",
    reading="Chance that guess and confidence put someone on active above someone on the "
    "reference: 0.5 if nobody can tell.",
    compute=area,
    bounds=(0.0, 1.0),
    blind=0.5,
    needs_confidence=True,
)
