"""The planned methods as functions of rows, and the names of what they give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from limen.analyse.direct_effect.estimators.doubly_robust import doubly_robust, participant_folds
from limen.analyse.direct_effect.estimators.g_formula import g_formula
from limen.analyse.direct_effect.estimators.inverse_probability import inverse_probability
from limen.analyse.direct_effect.models.outcome import OutcomeModel
from limen.analyse.direct_effect.models.propensity import Propensity, TreatmentModel
from limen.analyse.direct_effect.potential import PotentialMeans
from limen.analyse.direct_effect.rows import Rows
from limen.randomness import stream

Method = Literal["g_formula", "ipw", "aipw"]
TITLES = {"g_formula": "g-formula", "ipw": "inverse probability", "aipw": "doubly robust"}
Fitter = Callable[[Rows, Propensity | None], PotentialMeans]  # the second: a fit to the first


def fitters(
    participants: int,
    *,
    outcome_model: OutcomeModel,
    treatment_model: TreatmentModel,
    truncate: float | None,
    folds: int,
    seed: int,
) -> dict[Method, Fitter]:
    """Each method as a function of rows of N `participants`.

    Folds are drawn once, so that bootstrap samples and replicates share them.
    """
    rng = stream(seed, "direct effect folds")
    numbers = participant_folds(participants, folds, rng) if folds > 1 else None
    return {
        "g_formula": lambda rows, _: g_formula(rows, outcome_model),
        "ipw": lambda rows, propensity: inverse_probability(
            rows, propensity, treatment=treatment_model, truncate=truncate
        ),
        "aipw": lambda rows, propensity: doubly_robust(
            rows,
            numbers,
            propensity,
            model=outcome_model,
            treatment=treatment_model,
            truncate=truncate,
        ),
    }


def to_a_sample(fitter: Fitter, rows: Rows) -> PotentialMeans:
    """A method applied to a bootstrap sample, to which nothing has been fitted."""
    return fitter(rows, None)


def effect_labels(interventions: tuple[str, str], method: Method) -> tuple[str, str]:
    """Names of a method's effects at belief placebo and at belief active."""
    reference, active = interventions
    low, high = (
        f"{active} − {reference}, belief set to {belief} ({TITLES[method]})"
        for belief in interventions
    )
    return low, high
