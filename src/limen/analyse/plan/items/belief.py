"""Blinding, guess-rate curves and controlled direct effects, as a protocol plans them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from limen.analyse.answer import Answer
from limen.analyse.blinding import blinding
from limen.analyse.direct_effect import OrderOfMeasurement, direct_effect
from limen.analyse.guess_rate import guess_rate_curve
from limen.analyse.layout import Covariate, Layout
from limen.analyse.plan.question import Question, Setting, per_outcome
from limen.protocol.document.analysis import BlindingAnalysis, DirectEffect, GuessRateCurve
from limen.protocol.document.measurement import Outcome


def blindings(item: BlindingAnalysis, setting: Setting) -> Iterator[Question]:
    """One assessment of a guess."""

    def ask() -> Answer:
        layout = guesses_of(item, setting)
        answer = blinding(layout, bootstrap=item.bootstrap, seed=setting.seed, level=setting.level)
        return answer if item.by_occasion else answer.without("over_time")

    yield Question(key=item.id, title=item.title, ask=ask)


def guesses_of(item: BlindingAnalysis, setting: Setting) -> Layout:
    """The guesses that an assessment of blinding is about."""
    return setting.reader.guesses(item.guess_from, occasions=item.occasions)


def guess_rate_curves(item: GuessRateCurve, setting: Setting) -> Iterator[Question]:
    """A curve per outcome, and the published procedure beside it where planned."""
    return per_outcome(item, setting, _curve)


def curve_layout(item: GuessRateCurve, setting: Setting, outcome: Outcome) -> Layout:
    """The outcome with the guess along which the curve goes."""
    return setting.reader.layout(
        outcome.id,
        occasions=item.occasions,
        basis=setting.basis(item.treatment, item.estimand, outcome),
        guess=item.guess_from,
    )


def _curve(item: GuessRateCurve, setting: Setting, outcome: Outcome) -> Answer:
    return guess_rate_curve(
        curve_layout(item, setting, outcome),
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


@dataclass(frozen=True, kw_only=True)
class DirectEffectPlan:
    """What a planned direct effect is estimated from."""

    layout: Layout
    order: OrderOfMeasurement
    confounders: tuple[str, ...]  # before the first dose, then between dose and guess
    measured_after: tuple[str, ...]


def direct_effect_plan(item: DirectEffect, setting: Setting, outcome: Outcome) -> DirectEffectPlan:
    """The outcome with guess and confounders, and what the protocol measures before what."""
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
    return DirectEffectPlan(
        layout=replace(layout, covariates={**layout.covariates, **between}),
        order=order,
        confounders=(*item.confounders, *item.intermediate),
        measured_after=item.intermediate,
    )


def _direct_effect(item: DirectEffect, setting: Setting, outcome: Outcome) -> Answer:
    plan = direct_effect_plan(item, setting, outcome)
    return direct_effect(
        plan.layout,
        methods=item.methods,
        confounders=plan.confounders,
        measured_after=plan.measured_after,
        order=plan.order,
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
