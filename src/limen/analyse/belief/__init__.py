"""Belief: every way of treating the guess side by side, and the worlds in which each fails."""

from limen.analyse.belief.counterexamples import (
    COUNTEREXAMPLES,
    Counterexample,
    counterexample_table,
)
from limen.analyse.belief.side_by_side import BeliefAnalyses, beside_controls, side_by_side
from limen.analyse.belief.truth import Found, Truth, found, guess_adjusted, stratum_gaps

__all__ = [
    "COUNTEREXAMPLES",
    "BeliefAnalyses",
    "Counterexample",
    "Found",
    "Truth",
    "beside_controls",
    "counterexample_table",
    "found",
    "guess_adjusted",
    "side_by_side",
    "stratum_gaps",
]
