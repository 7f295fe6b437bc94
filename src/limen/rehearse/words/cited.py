"""The works that a rehearsal rests on, from the docstrings of what was used."""

from __future__ import annotations

from collections.abc import Iterator

from limen.references import references
from limen.rehearse.performance import Performance
from limen.rehearse.rehearsal import Rehearsal


def works(rehearsal: Rehearsal) -> tuple[str, ...]:
    """BibTeX of simulation studies, then of the estimators that the plans name, each once."""
    used = dict.fromkeys(
        item.estimator for one in rehearsal.cells for item in one.cell.protocol.analysis.analyses
    )
    asked = [Performance, *(method for name in used for method in _methods(name))]
    return tuple(dict.fromkeys(entry for method in asked for entry in references(method)))


def _methods(estimator: str) -> Iterator[object]:
    """The documented functions behind an estimator of the plan."""
    from limen.analyse.blinding.indices import INDICES
    from limen.analyse.direct_effect.estimators.doubly_robust import doubly_robust
    from limen.analyse.direct_effect.estimators.g_formula import g_formula
    from limen.analyse.direct_effect.estimators.inverse_probability import inverse_probability
    from limen.analyse.guess_rate.curve import at_rate
    from limen.analyse.guess_rate.standardised import standardised
    from limen.analyse.imputation.door import delta_tipping, reference_based
    from limen.analyse.mixed_models.answers.model import mixed_model
    from limen.analyse.mmrm.door import mmrm
    from limen.analyse.rerandomisation.kernel import p_value
    from limen.analyse.resilience.change.index import reliable_change_index
    from limen.analyse.resilience.dynamics.inertia import inertia
    from limen.analyse.resilience.dynamics.successive import dynamics
    from limen.analyse.resilience.reactivity.effect import reactivity
    from limen.analyse.safety.proportion import clopper_pearson

    known: dict[str, tuple[object, ...]] = {
        "blinding": tuple(index.compute for index in INDICES.values()),
        "guess_rate_curve": (at_rate, standardised),
        "direct_effect": (g_formula, inverse_probability, doubly_robust),
        "reference_based_imputation": (reference_based,),
        "delta_tipping": (delta_tipping,),
        "mixed_model": (mixed_model,),
        "mmrm": (mmrm,),
        "rerandomisation_test": (p_value,),
        "stressor_reactivity": (reactivity,),
        "affect_dynamics": (dynamics, inertia),
        "reliable_change": (reliable_change_index,),
        "adverse_events": (clopper_pearson,),
    }
    yield from known.get(estimator, ())
