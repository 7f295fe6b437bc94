"""Resilience: reactivity to stressors, affect dynamics, recovery, and change per person."""

from limen.analyse.resilience.change.index import reliable_change_index, true_score_index
from limen.analyse.resilience.change.reliable_change import reliable_change
from limen.analyse.resilience.dynamics.affect_dynamics import affect_dynamics
from limen.analyse.resilience.dynamics.inertia import inertia, nickell_bias
from limen.analyse.resilience.dynamics.successive import Dynamics, dynamics
from limen.analyse.resilience.reactivity.effect import effect_on_reactivity, reactivity
from limen.analyse.resilience.reactivity.normative_line import DiarySums, NormativeLine, fit_line
from limen.analyse.resilience.reactivity.slope import difference_in_slopes
from limen.analyse.resilience.reactivity.stressor_reactivity import stressor_reactivity
from limen.analyse.resilience.recovery.curve import Events, fit_recovery
from limen.analyse.resilience.recovery.recovery import recovery

__all__ = [
    "DiarySums",
    "Dynamics",
    "Events",
    "NormativeLine",
    "affect_dynamics",
    "difference_in_slopes",
    "dynamics",
    "effect_on_reactivity",
    "fit_line",
    "fit_recovery",
    "inertia",
    "nickell_bias",
    "reactivity",
    "recovery",
    "reliable_change",
    "reliable_change_index",
    "stressor_reactivity",
    "true_score_index",
]
