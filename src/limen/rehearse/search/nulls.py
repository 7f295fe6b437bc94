"""Scenarios in which there is nothing to find, and how often an analysis finds it."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import TypeVar

from limen.analyse.batch.quantity import Target
from limen.errors import DocumentError
from limen.rehearse.cell import Cell
from limen.rehearse.search.chosen import Evaluate, Refusal, chosen
from limen.rehearse.search.found import NullRate
from limen.rehearse.search.sizes import sized
from limen.simulate.scenario import Scenario, named_scenario
from limen.simulate.scenario.document import DoseEffect, OutcomeModel

NOTHING = DoseEffect()
ERRORS = 3.0  # Monte Carlo standard errors by which a rate may exceed its bound
Model = TypeVar("Model", bound=OutcomeModel)


def null_scenarios(cell: Cell, target: Target) -> tuple[Scenario, ...]:
    """Scenarios in which the true value of an estimand should be zero.

    Nothing at all; for an effect with belief held fixed also belief alone; and the cell's own
    scenario without effects, so that its dropout, gaps and correlations stay.
    """
    names = ["null", *([] if target.belief == "free" else ["belief_only"])]
    return (*map(named_scenario, names), without_effects(cell.scenario, target))


def without_effects(scenario: Scenario, target: Target) -> Scenario:
    """The scenario in which no intervention moves an outcome, noticed or not.

    Belief goes on moving outcomes where the estimand holds it fixed.
    """
    belief = {"belief": 0.0} if target.belief == "free" else {}

    def idle(model: Model) -> Model:
        still = {"direct": NOTHING, "direct_sd": 0.0, "stress_change": NOTHING, **belief}
        return model.model_copy(update=still)

    stressors = {"exposure_change": NOTHING, "half_life_change": NOTHING}
    return scenario.model_copy(
        update={
            "id": f"{scenario.id[:54]}_no_effect",
            "title": f"{scenario.title}, without effects",
            "every_outcome": idle(scenario.every_outcome),
            "positive_controls": idle(scenario.positive_controls),
            "outcomes": tuple(idle(one) for one in scenario.outcomes),
            "stressors": scenario.stressors.model_copy(update=stressors),
        }
    )


def null_rates(
    cell: Cell,
    scenarios: Sequence[Scenario],
    sizes: Sequence[int],
    *,
    key: str,
    alpha: float,
    evaluate: Evaluate,
    replicates: int,
) -> tuple[NullRate, ...]:
    """How often the quantity rejects, for each scenario that fits and size, where truth is zero."""
    tried = [
        (made, people)
        for scenario in scenarios
        for people in sizes
        for made in _fit(cell, scenario, people)
    ]
    found = []
    for (made, people), result in zip(
        tried, evaluate([made for made, _ in tried], replicates), strict=True
    ):
        one = chosen(result, key)
        if isinstance(one, Refusal) or not one.truth_is_zero or one.replicates == one.failed:
            continue
        allowed = alpha + ERRORS * sqrt(alpha * (1 - alpha) / one.replicates)
        found.append(
            NullRate(
                scenario=made.scenario.id,
                title=made.scenario.title,
                people=people,
                rate=one.rejection,
                replicates=one.replicates,
                exceeds=one.rejection.value > allowed,
            )
        )
    return tuple(found)


def _fit(cell: Cell, scenario: Scenario, people: int) -> list[Cell]:
    """The cell under another scenario, or nothing if that does not fit the protocol."""
    try:
        other = Cell(protocol=cell.protocol, scenario=scenario, varied=cell.varied)
        return [sized(other, people)]
    except DocumentError:
        return []
