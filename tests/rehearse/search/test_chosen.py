"""Which number a search is about."""

from dataclasses import replace

import pytest

from limen.errors import RehearsalError
from limen.rehearse.search.chosen import Refusal, chosen


def held(one, *analyses):
    """The result with its only number given by each of these analyses."""
    row = one.performance[0]
    rows = [
        replace(row, quantity=replace(row.quantity, key=f"{id}.mood", analysis=id))
        for id in analyses
    ]
    return replace(one, performance=tuple(rows))


@pytest.fixture
def rehearsed(cell, trials):
    [one] = trials()([cell], 256)
    return one


def test_the_primary_answer_comes_before_others(rehearsed):
    found = chosen(held(rehearsed, "next_days", "dosing_days"))
    assert found.quantity.key == "dosing_days.mood"


def test_without_a_primary_one_the_first_of_the_plan_is_taken(rehearsed):
    found = chosen(held(rehearsed, "second_days", "next_days"))
    assert found.quantity.key == "next_days.mood"


def test_a_refused_primary_analysis_is_not_passed_over(cell, trials):
    [one] = trials(refuses="Too few.")([cell], 256)
    found = chosen(replace(one, performance=held(one_with(cell, trials), "next_days").performance))
    assert isinstance(found, Refusal)
    assert found.reason == "Too few."


def one_with(cell, trials):
    [one] = trials()([cell], 256)
    return one


def test_a_plan_that_compares_nothing_has_nothing_to_choose(rehearsed):
    with pytest.raises(RehearsalError, match="compares anything"):
        chosen(replace(rehearsed, performance=()))
