"""Every planned analysis of many replicates at once, as arrays with replicates first.

`batches` gives the plan of a setting whose reader holds R replicates; asking one gives the number
that `limen.analyse.run` would give for each replicate alone, beside what that number aims at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from limen.analyse.batch.belief import direct_effect_batches, guess_rate_curve_batches
from limen.analyse.batch.blinding import blinding_batches
from limen.analyse.batch.models.missing import imputation_batches, tipping_batches
from limen.analyse.batch.models.mixed import mixed_model_batches
from limen.analyse.batch.models.mmrm import mmrm_batches
from limen.analyse.batch.models.rerandomised import rerandomisation_batches
from limen.analyse.batch.quantity import Basis, Batch, BatchAnswer, Belief, Quantity, Target
from limen.analyse.batch.resilience import (
    affect_dynamics_batches,
    recovery_batches,
    reliable_change_batches,
    stressor_reactivity_batches,
)
from limen.analyse.batch.safety import adverse_event_batches
from limen.analyse.plan.question import Setting

BATCHES: dict[str, Callable[[Any, Setting], Iterator[Batch]]] = {
    "mixed_model": mixed_model_batches,
    "mmrm": mmrm_batches,
    "rerandomisation_test": rerandomisation_batches,
    "reference_based_imputation": imputation_batches,
    "delta_tipping": tipping_batches,
    "blinding": blinding_batches,
    "guess_rate_curve": guess_rate_curve_batches,
    "direct_effect": direct_effect_batches,
    "stressor_reactivity": stressor_reactivity_batches,
    "affect_dynamics": affect_dynamics_batches,
    "recovery": recovery_batches,
    "reliable_change": reliable_change_batches,
    "adverse_events": adverse_event_batches,
}

SLOW = frozenset({"reference_based_imputation", "delta_tipping", "recovery"})
"""Estimators whose batches are slow."""


def batches(setting: Setting) -> tuple[Batch, ...]:
    """The planned analyses of all replicates, in the plan's order."""
    plan = setting.reader.protocol.analysis.analyses
    return tuple(each for item in plan for each in BATCHES[item.estimator](item, setting))


__all__ = [
    "BATCHES",
    "SLOW",
    "Basis",
    "Batch",
    "BatchAnswer",
    "Belief",
    "Quantity",
    "Target",
    "batches",
]
