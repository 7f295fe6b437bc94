"""Stressor reactivity, affect dynamics, recovery and reliable change, as a protocol plans them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from limen.analyse.answer import Answer
from limen.analyse.layout import Layout
from limen.analyse.plan.question import Question, Setting, per_outcome
from limen.analyse.resilience import (
    affect_dynamics,
    recovery,
    reliable_change,
    stressor_reactivity,
)
from limen.errors import NotIdentifiedError
from limen.protocol.document.analysis import (
    AffectDynamics,
    Recovery,
    ReliableChange,
    StressorReactivity,
)
from limen.protocol.document.measurement import Outcome
from limen.protocol.document.measurement.outcomes import StressorReactivityScore


def stressor_reactivities(item: StressorReactivity, setting: Setting) -> Iterator[Question]:
    """The effect on exposure to stressors, then on reactivity."""
    outcome = setting.reader.protocol.outcome(item.outcome)
    yield Question(
        key=f"{item.id}.{outcome.id}",
        title=item.title,
        outcome=outcome,
        ask=partial(_stressor_reactivity, item, setting, outcome),
    )


@dataclass(frozen=True, kw_only=True)
class ReactivityPlan:
    """What a planned stressor reactivity is estimated from."""

    problems: Layout
    stressors: Layout
    run_in: tuple[str, ...]
    treatment: tuple[str, ...]


def reactivity_plan(item: StressorReactivity, setting: Setting, outcome: Outcome) -> ReactivityPlan:
    """Both diaries, and which of their occasions are run-in."""
    derived = outcome.derived
    if not isinstance(derived, StressorReactivityScore):
        raise NotIdentifiedError(
            f"{outcome.title} is not derived from problems and stressors, so it has no reactivity. "
            "Give the outcome `derived: {kind: stressor_reactivity, ...}` in the protocol."
        )
    protocol = setting.reader.protocol
    run_in = protocol.occasion_ids(*derived.run_in)
    planned = protocol.occasion_ids(*(item.occasions or outcome.occasions))
    treatment = tuple(name for name in planned if name not in run_in)
    problems, stressors = (
        _diary(setting, name, (*run_in, *treatment))
        for name in (derived.problems, derived.stressors)
    )
    return ReactivityPlan(
        problems=problems, stressors=stressors, run_in=run_in, treatment=treatment
    )


def _stressor_reactivity(item: StressorReactivity, setting: Setting, outcome: Outcome) -> Answer:
    plan = reactivity_plan(item, setting, outcome)
    return stressor_reactivity(
        plan.problems,
        plan.stressors,
        run_in=plan.run_in,
        treatment=plan.treatment,
        quadratic=item.line == "quadratic",
        adjusted=item.adjusted,
        bootstrap=item.bootstrap,
        seed=setting.seed,
        level=setting.level,
    )


def _diary(setting: Setting, outcome: str, occasions: tuple[str, ...]) -> Layout:
    return setting.reader.layout(outcome, occasions=occasions, basis="arm")


def affect_dynamics_of(item: AffectDynamics, setting: Setting) -> Iterator[Question]:
    """Mean, variance, inertia and successive differences per outcome."""
    return per_outcome(item, setting, _dynamics)


def _dynamics(item: AffectDynamics, setting: Setting, outcome: Outcome) -> Answer:
    layout = dynamics_layout(item, setting, outcome)
    return affect_dynamics(layout, fewest_pairs=fewest_pairs(item), level=setting.level)


def dynamics_layout(item: AffectDynamics, setting: Setting, outcome: Outcome) -> Layout:
    """The diary of an outcome."""
    return _diary(setting, outcome.id, item.occasions)


def fewest_pairs(item: AffectDynamics) -> int:
    """How many pairs of neighbours that many entries in a row make."""
    return item.at_least - 1


def recoveries(item: Recovery, setting: Setting) -> Iterator[Question]:
    """Half-lives after stressors, where entries are close enough in time."""
    outcome = setting.reader.protocol.outcome(item.problems)

    def ask() -> Answer:
        problems, stressors = recovery_layouts(item, setting)
        return recovery(problems, stressors, threshold=item.event_above, level=setting.level)

    yield Question(key=f"{item.id}.{outcome.id}", title=item.title, outcome=outcome, ask=ask)


def recovery_layouts(item: Recovery, setting: Setting) -> tuple[Layout, Layout]:
    """The diaries of problems and of stressors."""
    problems = _diary(setting, item.problems, item.occasions)
    return problems, _diary(setting, item.stressors, item.occasions)


def reliable_changes(item: ReliableChange, setting: Setting) -> Iterator[Question]:
    """Who changed by more than the instrument's own error, per outcome."""
    return per_outcome(item, setting, _reliable_change)


def _reliable_change(item: ReliableChange, setting: Setting, outcome: Outcome) -> Answer:
    raw, baseline = change_layout(item, setting, outcome)
    return reliable_change(
        raw,
        reliability=item.reliability,
        source=item.reliability_source,
        baseline_occasion=baseline,
        occasion=item.follow_up,
        better="higher" if outcome.better == "higher" else "lower",
        level=setting.level,
    )


def change_layout(item: ReliableChange, setting: Setting, outcome: Outcome) -> tuple[Layout, str]:
    """Scores at the baseline and the follow-up, and the occasion of the baseline."""
    if outcome.change_from is None:
        raise NotIdentifiedError(
            f"{outcome.title} has no baseline, so nobody's change can be judged. "
            "Name the occasion in the outcome's `change_from`."
        )
    if outcome.better == "neither":
        raise NotIdentifiedError(
            f"{outcome.title} says of neither direction that it is better, so nobody can be "
            "counted as improved. Say `better: higher` or `lower` in the protocol."
        )
    baseline = str(outcome.change_from)
    occasions = (baseline, item.follow_up)
    return setting.reader.scores_as_recorded(outcome.id, occasions=occasions), baseline
