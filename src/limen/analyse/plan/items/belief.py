"""Blinding, guess-rate curves and controlled direct effects, as a protocol plans them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from limen.analyse.answer import Answer
from limen.analyse.blinding import blinding
from limen.analyse.direct_effect import OrderOfMeasurement, direct_effect
from limen.analyse.guess_rate import guess_rate_curve
from limen.analyse.layout import Covariate
from limen.analyse.plan.question import Question, Setting, per_outcome
from limen.protocol.document.analysis import BlindingAnalysis, DirectEffect, GuessRateCurve
from limen.protocol.document.measurement import Outcome


def blindings(item: BlindingAnalysis, setting: Setting) -> Iterator[Question]:
    """One assessment of a guess."""

    def ask() -> Answer:
        layout = setting.reader.guesses(item.guess_from, occasions=item.occasions)
        answer = blinding(layout, bootstrap=item.bootstrap, seed=setting.seed, level=setting.level)
        return answer if item.by_occasion else answer.without("over_time")

    yield Question(key=item.id, title=item.title, ask=ask)


def guess_rate_curves(item: GuessRateCurve, setting: Setting) -> Iterator[Question]:
    """A curve per outcome, and the published procedure beside it where planned."""
    return per_outcome(item, setting, _curve)


def _curve(item: GuessRateCurve, setting: Setting, outcome: Outcome) -> Answer:
    layout = setting.reader.layout(
        outcome.id,
        occasions=item.occasions,
        basis=setting.basis(item.treatment, item.estimand, outcome),
        guess=item.guess_from,
    )
    return guess_rate_curve(
        layout,
        grid_points=item.grid_points,
        published=item.published,
        pseudo_trials=item.pseudo_trials,
        confidence_weighted=item.confidence_weighted,
        bootstrap=item.bootstrap,
        seed=setting.seed,
        level=setting.level,
    )


def direct_effects(item: DirectEffect, setting: Setting) -> Iterator[Question]:
    """A controlled direct effect per outcome, where the order of measurement allows it."""
    return per_outcome(item, setting, _direct_effect)


def _direct_effect(item: DirectEffect, setting: Setting, outcome: Outcome) -> Answer:
    guess = setting.reader.protocol.guess(item.guess_from)
    order = OrderOfMeasurement(
        guess_after_confounders=bool(item.intermediate)
        and all(name in guess.after for name in item.intermediate),
        outcome_after_guess=outcome.id in guess.before,
        unmeasured=() if item.intermediate else ("noticing the drug", "early benefit"),
    )
    layout = setting.reader.layout(
        outcome.id,
        occasions=item.occasions,
        basis=setting.basis(item.treatment, item.estimand, outcome),
        guess=item.guess_from,
        covariates=item.confounders,
    )
    between = {name: _as_covariate(item, setting, name) for name in item.intermediate}
    return direct_effect(
        replace(layout, covariates={**layout.covariates, **between}),
        methods=item.methods,
        confounders=(*item.confounders, *item.intermediate),
        measured_after=item.intermediate,
        order=order,
        outcome_model=item.outcome_model,
        treatment_model=item.treatment_model,
        truncate=item.truncate,
        folds=item.folds,
        bootstrap=item.bootstrap,
        seed=setting.seed,
        level=setting.level,
    )


def _as_covariate(item: DirectEffect, setting: Setting, outcome: str) -> Covariate:
    """An outcome measured between dose and guess, as a covariate that varies by occasion."""
    layout = setting.reader.layout(outcome, occasions=item.occasions)
    return Covariate(name=outcome, values=layout.value)
