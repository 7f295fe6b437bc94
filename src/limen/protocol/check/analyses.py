"""The analysis plan: everything that it names exists, and each estimator gets what it needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from limen.protocol.check.context import Context, all_of, said
from limen.protocol.check.finding import Finding
from limen.protocol.document.analysis import (
    DirectEffect,
    Gatekeeping,
    GuessRateCurve,
    MixedModel,
    Mmrm,
    Recovery,
    ReliableChange,
    StressorReactivity,
)
from limen.protocol.document.opening import Path
from limen.protocol.document.part import known


def check_analyses(context: Context) -> Iterator[Finding]:
    """Yield analyses that name what is not there, or lack what their estimator needs."""
    for path, item in context.each("analysis", "analyses"):
        yield from _names(context, path, item)
        yield from _fed(context, path, item)
        yield from _targets(context, path, item)
        match item:
            case MixedModel():
                yield from _mixed_model(context, path, item)
            case GuessRateCurve() | DirectEffect():
                yield from _sensitivity(path, item)
                yield from _weighted(context, path, item)
            case Mmrm():
                yield from _fallback(path, item)
                yield from _baseline(context, path, item)
            case StressorReactivity():
                yield from _reactivity(context, path, item)
            case ReliableChange():
                yield from _change(context, path, item)
            case Recovery():
                for name in ("problems", "stressors"):
                    value = getattr(item, name)
                    yield from context.refers((*path, name), value, context.outcomes, "outcome")
    yield from _multiplicity(context)


def _names(context: Context, path: Path, item: Any) -> Iterator[Finding]:
    covariates = context.ids("covariates")
    single = (
        ("estimand", context.ids("estimands"), "estimand"),
        ("guess_from", context.guesses, "guess"),
        ("outcome", context.outcomes, "outcome"),
    )
    for name, allowed, what in single:
        yield from context.refers((*path, name), getattr(item, name, None), allowed, what)
    several = (
        ("outcomes", context.outcomes, "outcome"),
        ("intermediate", context.outcomes, "outcome"),
        ("covariates", covariates, "covariate"),
        ("confounders", covariates, "covariate"),
    )
    for name, words, what in several:
        yield from context.refer((*path, name), getattr(item, name, ()), words, what)
    yield from context.occasion_list((*path, "occasions"), getattr(item, "occasions", ()))
    special = said(getattr(item, "covariates_by_outcome", None)) or {}
    for outcome, names in special.items():
        here = (*path, "covariates_by_outcome", outcome)
        yield from context.refers(here, outcome, all_of(item.outcomes), "outcome of this analysis")
        yield from context.refer(here, names, covariates, "covariate")


def _fed(context: Context, path: Path, item: Any) -> Iterator[Finding]:
    """Yield a finding for an outcome without a value at an occasion that the analysis names."""
    wanted = context.occasions(getattr(item, "occasions", ()))
    for number, id in enumerate(all_of(getattr(item, "outcomes", ()))):
        outcome = context.outcomes.get(id)
        if outcome is None:
            continue
        measured = context.occasions(outcome.occasions)
        if wanted and measured and not wanted <= measured:
            yield Finding(
                (*path, "outcomes", number),
                f"'{id}' is not measured at '{min(wanted - measured)}', which this analysis uses.",
                "Leave the outcome or the occasion out.",
            )
        guess = context.guesses.get(str(said(getattr(item, "guess_from", None))))
        used = (wanted or measured) & measured
        if guess is not None and used and not used & context.occasions(guess.occasions):
            yield Finding(
                (*path, "outcomes", number),
                f"'{guess.id}' is never asked where '{id}' is measured.",
                "Use a guess of the same occasions.",
            )


def _targets(context: Context, path: Path, item: Any) -> Iterator[Finding]:
    """Yield a finding for an analysis of something else than its estimand's variable."""
    estimands = {estimand.id: estimand for _, estimand in context.each("estimands")}
    planned = said(context.protocol.status) == "planned"
    if planned and said(item.role) == "primary" and item.estimand is None:
        yield Finding(
            path, f"The primary analysis '{item.id}' targets no estimand.", "Write `estimand: ...`."
        )
    estimand = estimands.get(str(said(item.estimand)))
    if estimand is None or not known(estimand.outcomes) or not known(estimand.outcome):
        return
    places = [((*path, "outcomes", n), id) for n, id in enumerate(all_of(_outcomes(item)))]
    places += [((*path, "outcome"), item.outcome)] if isinstance(item, StressorReactivity) else []
    for place, id in places:
        if id in context.outcomes and id not in estimand.all_outcomes:
            yield Finding(
                place,
                f"'{id}' is not the variable of the estimand '{estimand.id}'.",
                f"It is about {', '.join(estimand.all_outcomes)}: name another estimand, or none.",
            )


def _outcomes(item: Any) -> Any:
    return getattr(item, "outcomes", ())


def _mixed_model(context: Context, path: Path, item: MixedModel) -> Iterator[Finding]:
    wants = said(item.guess) in ("adjusted", "interaction")
    if wants and item.guess_from is None:
        yield Finding(
            path,
            f"'{item.id}' has the guess in the model; which guess?",
            "Write `guess_from: ...`.",
        )
    if wants and said(item.role) not in (None, "sensitivity"):
        yield Finding(
            (*path, "role"),
            "An adjustment for guesses is a sensitivity analysis, never the answer itself.",
            "Write `role: sensitivity`.",
        )
    if said(item.carry_over) and context.periods < 2:
        yield Finding(
            (*path, "carry_over"), "There is one period, so nothing to carry over.", "Leave it out."
        )
    if said(item.baseline):
        yield from _baseline(context, path, item)


def _sensitivity(path: Path, item: GuessRateCurve | DirectEffect) -> Iterator[Finding]:
    if said(item.role) not in (None, "sensitivity"):
        yield Finding(
            (*path, "role"),
            f"{item.estimator} is a sensitivity analysis, never the answer itself.",
            "Write `role: sensitivity`.",
        )


def _weighted(
    context: Context, path: Path, item: GuessRateCurve | DirectEffect
) -> Iterator[Finding]:
    guess = context.guesses.get(str(said(item.guess_from)))
    if guess is None or not said(getattr(item, "confidence_weighted", False)):
        return
    if said(guess.confidence) is False:
        yield Finding(
            (*path, "confidence_weighted"),
            f"'{guess.id}' asks for no confidence to weigh its answers by.",
            "Write `confidence: true` at the guess, or leave the weights out.",
        )


def _fallback(path: Path, item: Mmrm) -> Iterator[Finding]:
    if known(item.covariance) and item.covariance in all_of(item.fallback):
        yield Finding(
            (*path, "fallback"),
            f"The fallback repeats {item.covariance}, which has just failed.",
            "Name a simpler covariance.",
        )


def _baseline(context: Context, path: Path, item: Mmrm | MixedModel) -> Iterator[Finding]:
    if not said(item.baseline):
        return
    for number, id in enumerate(all_of(item.outcomes)):
        outcome = context.outcomes.get(id)
        if outcome is not None and outcome.change_from is None:
            yield Finding(
                (*path, "outcomes", number),
                f"'{id}' has no baseline, but it is in the model.",
                "Write `change_from:` at the outcome, or `baseline: false` here.",
            )


def _reactivity(context: Context, path: Path, item: StressorReactivity) -> Iterator[Finding]:
    outcome = context.outcomes.get(str(said(item.outcome)))
    if outcome is not None and outcome.derived is None:
        yield Finding(
            (*path, "outcome"),
            f"'{outcome.id}' is no stressor reactivity.",
            "Name an outcome with `derived: {kind: stressor_reactivity, ...}`.",
        )


def _change(context: Context, path: Path, item: ReliableChange) -> Iterator[Finding]:
    yield from context.occasion((*path, "follow_up"), item.follow_up)
    for number, id in enumerate(all_of(item.outcomes)):
        outcome = context.outcomes.get(id)
        if outcome is not None and outcome.change_from is None:
            yield Finding(
                (*path, "outcomes", number),
                f"'{id}' has no baseline to change from.",
                "Write `change_from:` at the outcome.",
            )


def _multiplicity(context: Context) -> Iterator[Finding]:
    analyses = {item.id: item for _, item in context.each("analysis", "analyses")}
    for path, family in context.each("analysis", "multiplicity"):
        for number, member in enumerate(all_of(family.members)):
            name, _, outcome = member.partition(".")
            here = (*path, "members", number)
            yield from context.refers(here, name, analyses, "analysis")
            if outcome and name in analyses:
                outcomes = all_of(getattr(analyses[name], "outcomes", ()))
                yield from context.refers(here, outcome, outcomes, f"outcome of '{name}'")
        if isinstance(family, Gatekeeping):
            yield from _graph(context, path, family)


def _graph(context: Context, path: Path, graph: Gatekeeping) -> Iterator[Finding]:
    members = all_of(graph.members)
    weights, edges = said(graph.weights) or {}, said(graph.transitions) or {}
    for name in weights:
        yield from context.refers((*path, "weights", name), name, members, "member")
    total = sum(weight for weight in weights.values() if known(weight))
    if total > 1 + 1e-9:
        yield Finding((*path, "weights"), f"The weights add up to {total:g}.", "At most 1.")
    for start, targets in edges.items():
        here = (*path, "transitions", start)
        yield from context.refers(here, start, members, "member")
        for end in targets:
            yield from context.refers((*here, end), end, members, "member")
        if sum(targets.values()) > 1 + 1e-9 or start in targets:
            yield Finding(
                here,
                f"From '{start}' more than all of its error goes on, or some to itself.",
                "Let the shares add up to at most 1, none to itself.",
            )
