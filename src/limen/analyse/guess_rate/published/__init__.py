"""The published pseudo-trial procedure, for comparison: step by step, on arrays, on a layout."""

from limen.analyse.guess_rate.published.arrays import published_curve_arrays
from limen.analyse.guess_rate.published.procedure import (
    GRID,
    GUESS_STRATA,
    WEAKNESSES,
    PublishedPoint,
    pseudo_trial_sizes,
    published_curve,
)

__all__ = [
    "GRID",
    "GUESS_STRATA",
    "WEAKNESSES",
    "PublishedPoint",
    "pseudo_trial_sizes",
    "published_curve",
    "published_curve_arrays",
]
