"""Does a rehearsal tell the truth? Closed forms, counterexamples, size and coverage."""

from __future__ import annotations

from typing import Any

from validation.rehearsal.behaviour import behaviour, without_assumptions
from validation.rehearsal.closed_forms import belief_alone, indices, power
from validation.rehearsal.counterexamples import PEOPLE, counterexamples
from validation.rehearsal.without_estimand import jump_to_reference, rates_of_events, weighting

LARGE, SLOW = 20, 40  # how many times fewer replicates large studies get, and imputation


def run(replicates: int, seed: int) -> dict[str, Any]:
    """Everything, by part; Monte Carlo errors stand beside the numbers."""
    return {
        "belief alone": belief_alone(replicates, seed),
        "power": power(replicates, seed),
        "blinding indices": indices(replicates, seed),
        "ratio of event rates": rates_of_events(replicates, seed),
        "jump to reference": jump_to_reference(max(replicates // SLOW, 2), seed),
        "weighting in four million people": weighting(4_000_000, seed),
        "counterexamples": {
            "people": PEOPLE,
            "replicates": max(replicates // LARGE, 2),
            "worlds": counterexamples(max(replicates // LARGE, 2), seed),
        },
        "size and coverage": behaviour(replicates, seed),
        "where assumptions fail": without_assumptions(replicates, seed),
    }
