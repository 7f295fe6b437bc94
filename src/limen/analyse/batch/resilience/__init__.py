"""Stressor reactivity, affect dynamics, recovery and reliable change of R replicates."""

from limen.analyse.batch.resilience.change import reliable_change_batches
from limen.analyse.batch.resilience.dynamics import affect_dynamics_batches
from limen.analyse.batch.resilience.reactivity import stressor_reactivity_batches
from limen.analyse.batch.resilience.recovery import recovery_batches

__all__ = [
    "affect_dynamics_batches",
    "recovery_batches",
    "reliable_change_batches",
    "stressor_reactivity_batches",
]
