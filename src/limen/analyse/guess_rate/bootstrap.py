"""Cluster bootstrap of the curve's numbers: participants are drawn with all of their rows."""

from __future__ import annotations

from limen.analyse.blinding.bootstrap import participant_weights
from limen.analyse.guess_rate.strata import Strata, cells
from limen.analyse.guess_rate.summary import summary
from limen.results import Floats


def bootstrap_values(strata: Strata, samples: int, *, seed: int, replicate: int = 0) -> Floats:
    """The seven numbers of `summary` for one replicate in each bootstrap sample, shape (B, 7).

    Weights are how often each participant was drawn; a sample with an empty stratum gives NaN.

    ```bibtex
    @article{field2007bootstrapping,
      title   = {Bootstrapping clustered data},
      author  = {Field, Christopher A. and Welsh, Alan H.},
      journal = {Journal of the Royal Statistical Society: Series B},
      volume  = {69}, number = {3}, pages = {369--390}, year = {2007}
    }
    ```
    """
    present = strata.counts[replicate].sum(axis=1) > 0
    counts, sums = strata.counts[replicate, present], strata.sums[replicate, present]
    weights = participant_weights(
        counts.shape[0], samples, seed=seed, purpose="guess-rate bootstrap"
    )
    return summary(cells(weights @ counts, weights @ sums)).value
