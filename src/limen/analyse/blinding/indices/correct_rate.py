"""Correct guess rate: of those who guess, how many are right."""

from __future__ import annotations

import numpy as np

from limen.analyse.blinding.counts import GuessCounts
from limen.analyse.blinding.indices.index import BlindingIndex, index_estimates
from limen.analyse.blinding.shares import share, wilson
from limen.results import Estimates


def correct_rate(counts: GuessCounts, level: float = 0.95) -> Estimates:
    """Return the share of correct guesses among those who guess, per arm and pooled.

    "Don't know" is left out here (it has its own place in the guess shares). The limits are
    Wilson's. One rate for both arms hides a leaning to one answer: read the arms apart.

    ```bibtex
    @article{szigeti2023difference,
      title   = {The difference between 'placebo group' and 'placebo control': a case study in
                 psychedelic microdosing},
      author  = {Szigeti, Bal{\\'a}zs and Nutt, David and Carhart-Harris, Robin and
                 Erritzoe, David},
      journal = {Scientific Reports},
      volume  = {13}, pages = {12107}, year = {2023}
    }
    ```
    """
    guesses = counts.total - counts.unsure
    part = np.column_stack([counts.correct, counts.correct.sum(axis=1)])
    whole = np.column_stack([guesses, guesses.sum(axis=1)])
    rate = share(part, whole)
    labels = tuple(f"Correct guess rate, {arm}" for arm in (*counts.arms, "all"))
    return index_estimates(
        labels, rate, share(rate * (1 - rate), whole), wilson(part, whole, level=level)
    )


INDEX = BlindingIndex(
    key="correct_rate",
    title="Correct guess rate",
    reading="Share of correct guesses among those who guess; with two options and no leaning, "
    "0.5 is chance.",
    compute=correct_rate,
    bounds=(0.0, 1.0),
    blind=None,
)
