"""Guess-rate curves and controlled direct effects of R replicates."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from limen.analyse.batch.asked import Asked, Planned, batch_per_outcome
from limen.analyse.batch.columns import a_few_at_once, beside, explainable, in_place, only
from limen.analyse.batch.quantity import Batch, BatchAnswer, Belief
from limen.analyse.direct_effect.fitting import effect_labels, fitters
from limen.analyse.direct_effect.models.propensity import fit_propensity
from limen.analyse.direct_effect.potential import filled
from limen.analyse.direct_effect.prepare import prepare, require_guesses
from limen.analyse.guess_rate.assess import labels_of, require_two
from limen.analyse.guess_rate.strata import strata, totals
from limen.analyse.guess_rate.summary import summary_estimates
from limen.analyse.layout import Layout
from limen.analyse.plan.items.belief import DirectEffectPlan, curve_layout, direct_effect_plan
from limen.analyse.plan.question import Setting
from limen.protocol.document.analysis import DirectEffect, GuessRateCurve
from limen.results import Estimates

_ALONG: tuple[tuple[str, Belief | None], ...] = (  # mark and belief, as `summary` orders them
    ("half", "alike"),
    ("equal", "alike"),
    ("standardised", "alike"),
    ("observed", "free"),
    ("rate_active", None),
    ("rate_reference", None),
    ("rate_both", None),
)
_HELD: tuple[Belief, Belief] = ("placebo", "active")


def guess_rate_curve_batches(item: GuessRateCurve, setting: Setting) -> Iterator[Batch]:
    """Four points of a curve per outcome, and three correct guess rates.

    Δ(0.5), Δ(c*) and Δ(std) are aimed at the effect with beliefs alike, as which people read them;
    the raw difference at the effect with belief left alone. Where more than two interventions are
    compared, what is active is a mixture, and nothing is aimed at. A replicate with an empty
    stratum has no curve. Errors are clustered by participant; nothing is bootstrapped.
    """
    return batch_per_outcome(item, setting, _curve)


def _curve(asked: Asked) -> BatchAnswer:
    item = asked.item
    assert isinstance(item, GuessRateCurve)
    layout = curve_layout(item, asked.setting, asked.outcome)
    require_two(layout)
    labels = labels_of(layout)
    added = totals(strata(layout, confidence=item.confidence_weighted))
    found = summary_estimates(added, labels)
    keep = explainable(layout) & ~added.empty[:, 0]
    _, (active, _), *more = asked.compared(asked.basis)
    planned = [
        Planned(
            label=label,
            method="guess_rate_curve",
            active=active,
            occasions=layout.occasions,
            belief=belief or "free",
            aims=belief is not None and not more,
            marks=(mark,),
        )
        for (mark, belief), label in zip(_ALONG, labels, strict=True)
    ]
    return asked.answer(planned, asked.basis, only(found, keep))


def direct_effect_batches(item: DirectEffect, setting: Setting) -> Iterator[Batch]:
    """Controlled direct effects per outcome, by each method with belief at placebo and at active.

    A replicate in which a guess hardly occurs under an intervention has none. Errors are by
    influence functions, clustered by participant; nothing is bootstrapped. All replicates share
    the folds of cross-fitting.
    """
    return batch_per_outcome(item, setting, _direct_effect)


def _direct_effect(asked: Asked) -> BatchAnswer:
    item = asked.item
    assert isinstance(item, DirectEffect)
    plan = direct_effect_plan(item, asked.setting, asked.outcome)
    plan.order.require(plan.layout.outcome, plan.confounders)
    require_guesses(plan.layout)
    found = a_few_at_once((plan.layout,), partial(_effects, item, asked.setting.seed, plan))
    active, _ = asked.compared(asked.basis)[1]
    wanted = [(method, belief) for method in item.methods for belief in _HELD]
    planned = [
        Planned(
            label=label,
            method=method,
            active=active,
            occasions=plan.layout.occasions,
            belief=belief,
            marks=(method, belief),
        )
        for (method, belief), label in zip(wanted, found.labels, strict=True)
    ]
    return asked.answer(planned, asked.basis, found)


def _effects(item: DirectEffect, seed: int, plan: DirectEffectPlan, layout: Layout) -> Estimates:
    """The effects of a few replicates, methods in their order."""
    prepared = prepare(layout, plan.confounders, plan.measured_after)
    keep = explainable(layout) & filled(prepared.rows)
    rows = prepared.rows if keep.all() else prepared.rows.of_replicates(keep)
    fits = fitters(
        rows.participants,
        outcome_model=item.outcome_model,
        treatment_model=item.treatment_model,
        truncate=item.truncate,
        folds=item.folds,
        seed=seed,
    )
    propensity = fit_propensity(rows, rows.weight, item.treatment_model) if keep.any() else None
    parts = []
    for method in item.methods:
        labels = effect_labels(prepared.interventions, method)
        found = fits[method](rows, propensity).direct_effects(rows) if keep.any() else None
        parts.append(in_place(found, keep, labels))
    return beside(parts)
