"""The correct-guess-rate curve: the contrast as if more or fewer people had guessed right."""

from limen.analyse.guess_rate.assess import guess_rate_curve
from limen.analyse.guess_rate.contrast import (
    Contrast,
    clustered_variance,
    contrast_estimates,
    row_variance,
)
from limen.analyse.guess_rate.curve import (
    at_equal_guessing,
    at_observed_rate,
    at_rate,
    equal_guessing_rate,
    observed_rate,
)
from limen.analyse.guess_rate.published import (
    WEAKNESSES,
    published_curve,
    published_curve_arrays,
)
from limen.analyse.guess_rate.standardised import standardised
from limen.analyse.guess_rate.strata import Cells, Strata, Totals, cells, strata, totals
from limen.analyse.guess_rate.summary import (
    AT_EQUAL,
    AT_HALF,
    OBSERVED,
    STANDARDISED,
    summary,
    summary_estimates,
    summary_labels,
)
from limen.analyse.guess_rate.tipping import TippingPoints, tipping_points

__all__ = [
    "AT_EQUAL",
    "AT_HALF",
    "OBSERVED",
    "STANDARDISED",
    "WEAKNESSES",
    "Cells",
    "Contrast",
    "Strata",
    "TippingPoints",
    "Totals",
    "at_equal_guessing",
    "at_observed_rate",
    "at_rate",
    "cells",
    "clustered_variance",
    "contrast_estimates",
    "equal_guessing_rate",
    "guess_rate_curve",
    "observed_rate",
    "published_curve",
    "published_curve_arrays",
    "row_variance",
    "standardised",
    "strata",
    "summary",
    "summary_estimates",
    "summary_labels",
    "tipping_points",
    "totals",
]
