"""Stressor reactivity, affect dynamics, recovery and reliable change, as a protocol plans them."""

from __future__ import annotations

from collections.abc import Iterator
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


def _stressor_reactivity(item: StressorReactivity, setting: Setting, outcome: Outcome) -> Answer:
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
    return stressor_reactivity(
        problems,
        stressors,
        run_in=run_in,
        treatment=treatment,
        quadratic=item.line == "quadratic",
        bootstrap=item.bootstrap,
        seed=setting.seed,
        level=setting.level,
    )


def _diary(setting: Setting, outcome: str, occasions: tuple[str, ...]) -> Layout:
    return setting.reader.layout(outcome, occasions=occasions, basis="arm")


def affect_dynamics_of(item: AffectDynamics, setting: Setting) -> Iterator[Question]:
    """Mean, variance, inertia and successive differences per outcome."""
    for name in item.outcomes:
        outcome = setting.reader.protocol.outcome(name)

        def ask(name: str = name) -> Answer:
            layout = _diary(setting, name, item.occasions)
            return affect_dynamics(layout, fewest_pairs=item.at_least - 1, level=setting.level)

        yield Question(
            key=f"{item.id}.{name}",
            title=f"{outcome.title}: {item.title}",
            outcome=outcome,
            ask=ask,
        )


def recoveries(item: Recovery, setting: Setting) -> Iterator[Question]:
    """Half-lives after stressors, where entries are close enough in time."""
    outcome = setting.reader.protocol.outcome(item.problems)

    def ask() -> Answer:
        return recovery(
            _diary(setting, item.problems, item.occasions),
            _diary(setting, item.stressors, item.occasions),
            threshold=item.event_above,
            level=setting.level,
        )

    yield Question(key=f"{item.id}.{outcome.id}", title=item.title, outcome=outcome, ask=ask)


def reliable_changes(item: ReliableChange, setting: Setting) -> Iterator[Question]:
    """Who changed by more than the instrument's own error, per outcome."""
    return per_outcome(item, setting, _reliable_change)


def _reliable_change(item: ReliableChange, setting: Setting, outcome: Outcome) -> Answer:
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
    raw = setting.reader.scores_as_recorded(
        outcome.id, occasions=(outcome.change_from, item.follow_up)
    )
    return reliable_change(
        raw,
        reliability=item.reliability,
        source=item.reliability_source,
        baseline_occasion=outcome.change_from,
        occasion=item.follow_up,
        better=outcome.better,
        level=setting.level,
    )
