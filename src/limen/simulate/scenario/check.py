"""What types cannot say: whether a scenario fits together, and fits its protocol."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from limen.dataset.vocabulary import parts
from limen.protocol import Protocol
from limen.protocol.check import Finding
from limen.protocol.document.lookup import suggestion
from limen.protocol.document.opening import Path
from limen.protocol.document.part import Part
from limen.simulate.scenario.body import exposure_alone, exposure_in
from limen.simulate.scenario.document import DoseEffect, Scenario
from limen.simulate.scenario.document.scenario import MOST_PEOPLE
from limen.simulate.scenario.fit import without_effect


def check(scenario: Scenario, protocol: Protocol | None = None) -> Iterator[Finding]:
    """Yield what does not fit; with a protocol, also names that it does not have."""
    yield from _repeated(scenario)
    yield from _probabilities(scenario)
    yield from exposure_alone(scenario)
    if protocol is not None:
        yield from _names(scenario, protocol)
        yield from _numbers(scenario, protocol)
        yield from without_effect(scenario, protocol)
        yield from exposure_in(scenario, protocol)


def _repeated(scenario: Scenario) -> Iterator[Finding]:
    for name, ids in (
        ("outcomes", [one.id for one in scenario.outcomes]),
        ("covariates", [one.id for one in scenario.covariates]),
        ("side_effects", [one.term for one in scenario.side_effects]),
    ):
        for number, id in enumerate(ids):
            if id in ids[:number]:
                message = f"'{id}' is here a second time."
                yield Finding((name, number), message, "Keep one of them.")


def _probabilities(scenario: Scenario) -> Iterator[Finding]:
    for number, one in enumerate(scenario.side_effects):
        sizes = (one.added.active, one.added.active_placebo, *one.added.interventions.values())
        for size in sizes:
            if not 0 <= one.share + size <= 1:
                yield Finding(
                    ("side_effects", number, "added"),
                    f"The probability of '{one.term}' becomes {one.share + size:g}.",
                    "With `share` it must stay between 0 and 1.",
                )
    for number, covariate in enumerate(scenario.covariates):
        if covariate.shares and abs(sum(covariate.shares) - 1) > 1e-6:
            yield Finding(
                ("covariates", number, "shares"),
                f"The shares add up to {sum(covariate.shares):g}.",
                "Make them add up to 1.",
            )
        if None not in (covariate.low, covariate.high) and covariate.low > covariate.high:  # type: ignore[operator]
            yield Finding(("covariates", number, "low"), "It is above `high`.", "Swap them.")


def _names(scenario: Scenario, protocol: Protocol) -> Iterator[Finding]:
    outcomes = [one.id for one in parts(protocol.outcomes)]
    for number, outcome in enumerate(scenario.outcomes):
        yield from _refer(("outcomes", number, "id"), outcome.id, outcomes, "outcome")
    for part, name, id in (
        ("belief", "benefit_outcome", scenario.belief.benefit_outcome),
        ("stressors", "outcome", scenario.stressors.outcome),
    ):
        if id is not None:
            yield from _refer((part, name), id, outcomes, "outcome")
    covariates = [one.id for one in parts(protocol.covariates)]
    for number, covariate in enumerate(scenario.covariates):
        yield from _refer(("covariates", number, "id"), covariate.id, covariates, "covariate")
    interventions = [one.id for one in parts(protocol.interventions)]
    for path, effect in _effects(scenario, ()):
        for id in effect.interventions:
            yield from _refer((*path, "interventions", id), id, interventions, "intervention")


def _refer(path: Path, id: str, ids: Iterable[str], what: str) -> Iterator[Finding]:
    if id not in ids:
        yield Finding(path, f"The protocol has no {what} '{id}'.", suggestion(id, ids))


def _effects(part: Any, path: Path) -> Iterator[tuple[Path, DoseEffect]]:
    """Every dose effect in a part of the scenario, with its place."""
    if isinstance(part, DoseEffect):
        yield path, part
    elif isinstance(part, Part):
        for name in type(part).model_fields:
            yield from _effects(getattr(part, name), (*path, name))
    elif isinstance(part, tuple):
        for number, value in enumerate(part):
            yield from _effects(value, (*path, number))


def _numbers(scenario: Scenario, protocol: Protocol) -> Iterator[Finding]:
    planned = getattr(protocol.population, "planned", None)
    if scenario.participants is None and not isinstance(planned, int):
        yield Finding(
            ("participants",),
            "The protocol does not say how many take part, and neither does the scenario.",
            "Write `participants: ...` in a scenario of your own (`limen scenario new` makes one); "
            "`limen rehearse` takes --vary scenario.participants=240 as well.",
        )
    elif scenario.participants is None and isinstance(planned, int) and planned > MOST_PEOPLE:
        yield Finding(
            ("participants",),
            f"The protocol plans {planned:,} participants; at most {MOST_PEOPLE:,} are simulated.",
            "Write `participants: ...`, or plan fewer.",
        )
    for path, model in (
        *((("outcomes", n), one) for n, one in enumerate(scenario.outcomes)),
        (("every_outcome",), scenario.every_outcome),
        (("positive_controls",), scenario.positive_controls),
    ):
        if len(model.periods) > protocol.period_count:
            yield Finding(
                (*path, "periods"),
                f"There are {len(model.periods)} numbers, but the protocol has "
                f"{protocol.period_count} period{'s' if protocol.period_count > 1 else ''}.",
                "Write one for each period.",
            )
    factors = {one.id: one for one in parts(protocol.covariates) if one.kind == "factor"}
    for number, covariate in enumerate(scenario.covariates):
        factor = factors.get(covariate.id)
        if covariate.shares and (factor is None or len(covariate.shares) != len(factor.levels)):
            levels = 0 if factor is None else len(factor.levels)
            yield Finding(
                ("covariates", number, "shares"),
                f"There are {len(covariate.shares)} shares, but '{covariate.id}' has {levels} "
                "levels.",
                "Write one for each level of a factor; a number has mean and SD.",
            )
