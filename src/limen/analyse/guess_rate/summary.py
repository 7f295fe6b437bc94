"""The seven numbers of the summary, in one order for door, bootstrap and rehearsal."""

from __future__ import annotations

import numpy as np

from limen.analyse.guess_rate.contrast import Contrast, contrast_estimates
from limen.analyse.guess_rate.curve import at_equal_guessing, at_observed_rate, at_rate
from limen.analyse.guess_rate.rates import guess_rates
from limen.analyse.guess_rate.standardised import standardised
from limen.analyse.guess_rate.strata import Cells, Totals
from limen.results import Estimates

AT_HALF = "Δ(0.5): contrast at a correct guess rate of 0.5"
AT_EQUAL = "Δ(c*): contrast at the rate where both arms guess alike"
STANDARDISED = "Δ(std): contrast with the same beliefs in both arms"
OBSERVED = "Δ(c_obs): unadjusted difference of the arm means"
HALF = np.array([0.5])


def summary_labels(active: str = "active", reference: str = "placebo") -> tuple[str, ...]:
    """Names of the seven quantities; the last three are correct guess rates."""
    rates = tuple(f"c_obs: correct guess rate, {name}" for name in (active, reference, "both"))
    return (AT_HALF, AT_EQUAL, STANDARDISED, OBSERVED, *rates)


def summary(at: Cells) -> Contrast:
    """Δ(0.5), Δ(c*), Δ(std), Δ(c_obs), then guess rates (active, placebo, pooled): C = 7."""
    parts = (
        at_rate(at, HALF),
        at_equal_guessing(at),
        standardised(at),
        at_observed_rate(at),
        guess_rates(at),
    )
    return Contrast(
        value=np.concatenate([part.value for part in parts], axis=1),
        over_sums=np.concatenate([part.over_sums for part in parts], axis=1),
        over_counts=np.concatenate([part.over_counts for part in parts], axis=1),
    )


def summary_estimates(
    totals: Totals, labels: tuple[str, ...] | None = None, *, clustered: bool = True
) -> Estimates:
    """The seven quantities of every replicate with standard errors, shape (R, 7).

    `clustered` takes participants as the units; otherwise rows.
    """
    named = labels or summary_labels()
    return contrast_estimates(named, summary(totals), totals, clustered=clustered)
