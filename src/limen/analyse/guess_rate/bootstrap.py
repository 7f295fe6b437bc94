"""Cluster bootstrap of the curve's numbers: participants are drawn with all of their rows."""

from __future__ import annotations

import numpy as np

from limen.analyse.guess_rate.curve import at_equal_guessing, at_observed_rate, at_rate
from limen.analyse.guess_rate.rates import guess_rates
from limen.analyse.guess_rate.standardised import standardised
from limen.analyse.guess_rate.strata import Cells, Strata, cells
from limen.randomness import stream
from limen.results import Floats

HALF = np.array([0.5])


def summary_values(at: Cells) -> Floats:
    """Δ(0.5), Δ(c*), Δ_std, Δ(c_obs), then the guess rates (active, placebo, pooled): (R, 7)."""
    contrasts = (
        at_rate(at, HALF), at_equal_guessing(at), standardised(at), at_observed_rate(at),
        guess_rates(at),
    )  # fmt: skip
    return np.concatenate([contrast.value for contrast in contrasts], axis=1)


def bootstrap_values(strata: Strata, samples: int, *, seed: int, replicate: int = 0) -> Floats:
    """`summary_values` of one replicate in each bootstrap sample, shape (B, 7).

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
    people = counts.shape[0]
    drawn = stream(seed, "guess-rate bootstrap").integers(people, size=(samples, people))
    drawn += np.arange(samples)[:, None] * people
    weights = np.bincount(drawn.ravel(), minlength=samples * people).reshape(samples, people)
    return summary_values(cells(weights @ counts, weights @ sums))


def percentiles(values: Floats, level: float) -> Floats:
    """Lower limit, upper limit and standard deviation of each column, shape (columns, 3)."""
    found = np.full((values.shape[1], 3), np.nan)
    for j, column in enumerate(values.T):
        defined = column[np.isfinite(column)]
        if defined.size >= 2:
            found[j, :2] = np.quantile(defined, [0.5 - level / 2, 0.5 + level / 2])
            found[j, 2] = defined.std(ddof=1)
    return found
