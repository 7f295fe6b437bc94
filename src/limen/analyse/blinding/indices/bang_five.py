"""Bang's index with five answers: a guess counts by how sure one is of it."""

from __future__ import annotations

import numpy as np

from limen.analyse.blinding.counts import GuessCounts
from limen.analyse.blinding.indices.index import BlindingIndex, index_estimates
from limen.analyse.blinding.shares import share
from limen.errors import NoGuessesError
from limen.results import Estimates

SURE_ABOVE = 0.5  # confidence above the middle of its scale is a strong belief


def bang_five(counts: GuessCounts, level: float = 0.95) -> Estimates:
    """Return Bang's index with weights ±1 (sure), ±0.5 (less sure) and 0 (don't know).

    The five answers are made from guess and confidence: confidence above one half is a strong
    belief, confidence of 0 a "don't know". Per arm (the reference, everything active); the
    variance is that of a mean of scores.

    ```bibtex
    @article{bang2004assessment,
      title   = {Assessment of blinding in clinical trials},
      author  = {Bang, Heejung and Ni, Liyun and Davis, Clarence E.},
      journal = {Controlled Clinical Trials},
      volume  = {25}, number = {2}, pages = {143--156}, year = {2004}
    }
    ```
    """
    if counts.ratings is None or counts.rating_values is None:
        raise NoGuessesError(
            "Bang's index with five answers needs the confidence of each guess. "
            "Ask for it in the protocol (`confidence: true`), or leave this index out."
        )
    sure = np.where(np.abs(counts.rating_values) > SURE_ABOVE, 1.0, 0.5)
    towards_active = sure * np.sign(counts.rating_values)
    score = np.stack([-towards_active, towards_active])  # a correct guess counts positive
    n = counts.ratings.sum(axis=2)
    mean = share((counts.ratings * score).sum(axis=2), n)
    square = share((counts.ratings * score**2).sum(axis=2), n)
    active = counts.arms[1] if len(counts.arms) == 2 else "active"
    labels = tuple(f"Bang index with confidence, {arm}" for arm in (counts.arms[0], active))
    return index_estimates(labels, mean, share(square - mean**2, n))


INDEX = BlindingIndex(
    key="bang_five",
    title="Bang index with confidence",
    reading="As Bang's index, an unsure guess counting half.",
    compute=bang_five,
    bounds=(-1.0, 1.0),
    needs_confidence=True,
    one_sided=True,
)
