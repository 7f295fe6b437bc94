"""What a scenario says in vain: suppositions that cannot have an effect in a protocol."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from limen.dataset.vocabulary import parts
from limen.protocol import Protocol
from limen.protocol.check import Finding
from limen.protocol.document.measurement import Outcome
from limen.simulate.forms import forms, nested
from limen.simulate.scenario.document import NamedOutcome, Scenario


def without_effect(scenario: Scenario, protocol: Protocol) -> Iterator[Finding]:
    """Yield what is supposed of outcomes that follow from others, and the like."""
    outcomes = {one.id: one for one in parts(protocol.outcomes)}
    stressors = stressor_outcome(scenario, protocol)
    if scenario.stressors.per_day and stressors is None:
        yield Finding(
            ("stressors", "per_day"),
            "The protocol derives no stressor reactivity, so what holds the burden?",
            "Write `stressors: {outcome: ...}`.",
        )
    for number, model in enumerate(scenario.outcomes):
        outcome = outcomes.get(model.id)
        if outcome is None:
            continue
        reason = _follows(outcome, outcomes, protocol)
        if model.id == stressors:
            reason = ("Its burden comes from `stressors`.", "Take it out, or set `per_day: 0`.")
        if reason is not None:
            yield Finding(("outcomes", number, "id"), *reason)
        yield from _never(model, outcome, number)


def stressor_outcome(scenario: Scenario, protocol: Protocol) -> str | None:
    """The outcome that holds the day's burden of stressors, if stressors are simulated."""
    if not scenario.stressors.per_day:
        return None
    derived = [one.derived for one in parts(protocol.outcomes) if one.derived is not None]
    return scenario.stressors.outcome or (str(derived[0].stressors) if derived else None)


def _follows(
    outcome: Outcome, outcomes: dict[str, Outcome], protocol: Protocol
) -> tuple[str, str] | None:
    """Why a score is not free: it is derived, or all of its items belong to other outcomes."""
    derived: Any = outcome.derived
    if derived is not None:
        return (
            f"'{outcome.id}' is derived from {derived.problems} and {derived.stressors}.",
            "Name those instead.",
        )
    if outcome.instrument is None or any(
        one.id == outcome.instrument for one in parts(protocol.instruments)
    ):
        return None
    own = set(protocol.occasion_ids(*outcome.occasions))
    others = {
        str(one.subscale): one.id
        for one in outcomes.values()
        if one.instrument == outcome.instrument
        and one.subscale != outcome.subscale
        and own <= set(protocol.occasion_ids(*one.occasions))
    }
    known = forms(outcome.instrument)
    form = known.get(str(outcome.subscale))
    if form is None or not nested(outcome.instrument, (str(outcome.subscale), *others)):
        return None
    inside = {
        name: id
        for name, id in others.items()
        if known[name].items.sum() < form.items.sum()
        and not np.any(known[name].items & ~form.items)
    }
    covered = sum(int(known[name].items.sum()) for name in inside)
    if covered < int(form.items.sum()):
        return None
    return f"'{outcome.id}' follows from {' and '.join(inside.values())}.", "Name those instead."


def _never(model: NamedOutcome, outcome: Outcome, number: int) -> Iterator[Finding]:
    if model.by_lag and outcome.exposure != "administration":
        yield Finding(
            ("outcomes", number, "by_lag"),
            f"'{outcome.id}' follows the {outcome.exposure}, which has no lag.",
            "Leave it out.",
        )
    if model.carry_over and outcome.exposure == "arm":
        yield Finding(
            ("outcomes", number, "carry_over"),
            f"'{outcome.id}' follows the arm, from which nothing carries over.",
            "Leave it out.",
        )
