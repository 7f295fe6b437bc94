"""From an item of the plan to questions: one function per estimator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from limen.analyse.plan.items.belief import blindings, direct_effects, guess_rate_curves
from limen.analyse.plan.items.missing import delta_tippings, reference_based_imputations
from limen.analyse.plan.items.models import mixed_models, mmrms, rerandomisation_tests
from limen.analyse.plan.items.resilience import (
    affect_dynamics_of,
    recoveries,
    reliable_changes,
    stressor_reactivities,
)
from limen.analyse.plan.items.safety import adverse_event_analyses
from limen.analyse.plan.question import Question, Setting

QUESTIONS: dict[str, Callable[[Any, Setting], Iterator[Question]]] = {
    "mixed_model": mixed_models,
    "mmrm": mmrms,
    "blinding": blindings,
    "guess_rate_curve": guess_rate_curves,
    "direct_effect": direct_effects,
    "stressor_reactivity": stressor_reactivities,
    "affect_dynamics": affect_dynamics_of,
    "recovery": recoveries,
    "reliable_change": reliable_changes,
    "adverse_events": adverse_event_analyses,
    "rerandomisation_test": rerandomisation_tests,
    "reference_based_imputation": reference_based_imputations,
    "delta_tipping": delta_tippings,
}

__all__ = ["QUESTIONS"]
