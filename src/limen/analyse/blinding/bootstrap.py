"""Cluster bootstrap: participants are drawn, with all of their guesses."""

from __future__ import annotations

import numpy as np

from limen.analyse.blinding.counts import GuessCounts, GuessesByParticipant
from limen.randomness import stream
from limen.results import Floats


def participant_weights(participants: int, samples: int, *, seed: int, purpose: str) -> Floats:
    """How often each participant is drawn in each bootstrap sample, shape (B, N)."""
    drawn = stream(seed, purpose).integers(participants, size=(samples, participants))
    drawn += np.arange(samples)[:, None] * participants
    counts = np.bincount(drawn.ravel(), minlength=samples * participants)
    return counts.reshape(samples, participants).astype(float)


def resampled(
    guesses: GuessesByParticipant, samples: int, *, seed: int, of: str = ""
) -> GuessCounts:
    """Guess counts of the first replicate in `samples` bootstrap samples, one per replicate.

    `of` names the guess, so that two guesses do not share their draws.

    ```bibtex
    @article{field2007bootstrapping,
      title   = {Bootstrapping clustered data},
      author  = {Field, Christopher A. and Welsh, Alan H.},
      journal = {Journal of the Royal Statistical Society: Series B},
      volume  = {69}, number = {3}, pages = {369--390}, year = {2007}
    }
    ```
    """
    asked = guesses.asked()
    weights = participant_weights(
        asked.answers.shape[1], samples, seed=seed, purpose=f"blinding bootstrap {of}"
    )
    return asked.weighted(weights)


def percentile_limits(values: Floats, level: float) -> tuple[Floats, Floats, Floats]:
    """Lower limit, upper limit and standard deviation over the first axis, ignoring NaN.

    `values` has shape (B, quantities). With fewer than two defined values all three are NaN.
    """
    out = np.full((3, values.shape[1]), np.nan)
    for j in range(values.shape[1]):
        defined = values[np.isfinite(values[:, j]), j]
        if defined.size >= 2:
            out[:2, j] = np.quantile(defined, [0.5 - level / 2, 0.5 + level / 2])
            out[2, j] = defined.std(ddof=1)
    return out[0], out[1], out[2]
