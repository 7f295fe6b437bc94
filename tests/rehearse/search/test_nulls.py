"""Scenarios with nothing to find: nothing is found in them, and all else stays."""

from __future__ import annotations

import pytest

from limen.analyse.batch.quantity import Target
from limen.protocol.canonical import canonical
from limen.rehearse.cell import Cell
from limen.rehearse.search.nulls import null_scenarios, without_effects
from limen.rehearse.truth import truths
from limen.rehearse.vary import with_fields
from limen.simulate.scenario import named_scenario

TARGET = Target(
    outcome="happiness", occasions=(), active="LSD", reference="PL", basis="arm", belief="free"
)
NAMES = ("both", "perceptible_dose", "benefit_unblinds", "efficacy_expectancy_feedback", "collider")


def truth(cell, scenario, target):
    made = Cell(protocol=cell.protocol, scenario=scenario)
    return truths(made.study, [target], seed=1, blocks=1)[target]


@pytest.fixture(scope="module")
def few(cell):
    return with_fields(cell, {"population.planned": 4})


@pytest.fixture(scope="module")
def target(few):
    planned = few.protocol.outcome(TARGET.outcome)
    occasions = few.protocol.occasion_ids(*planned.occasions)[:2]
    return Target(**{**vars(TARGET), "occasions": occasions, "basis": "arm"})


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("belief", ["free", "placebo"])
def test_without_effects_the_truth_is_zero(few, target, name, belief):
    wanted = target.with_belief(belief)
    scenario = named_scenario(name)
    assert truth(few, without_effects(scenario, wanted), wanted).zero
    if name in ("both", "efficacy_expectancy_feedback"):
        assert not truth(few, scenario, wanted).zero


def test_all_else_stays(target):
    scenario = named_scenario("both")
    made = without_effects(scenario, target)
    held = without_effects(scenario, target.with_belief("active"))
    assert made.every_outcome.belief == 0
    assert held.every_outcome.belief == scenario.every_outcome.belief
    for name in ("noticing", "belief", "leaving", "adherence", "side_effects", "expectation"):
        assert canonical(getattr(made, name)) == canonical(getattr(scenario, name))
    assert len({made.hash, held.hash, scenario.hash}) == 3


def test_belief_alone_is_nothing_only_where_belief_is_held(few, target):
    ids = [one.id for one in null_scenarios(few, target)]
    assert ids == ["null_effect", "both_no_effect"]
    held = target.with_belief("placebo")
    assert [one.id for one in null_scenarios(few, held)][1] == "belief_only"
    belief_only = named_scenario("belief_only")
    assert truth(few, belief_only, held).zero
    assert not truth(few, belief_only, target).zero
