"""One outcome, every way of treating belief; and outcomes beside their controls."""

from __future__ import annotations

from math import nan

import pytest

from limen.analyse.belief import BeliefAnalyses, beside_controls, side_by_side
from limen.results import Estimate


def estimate(label: str, value: float) -> Estimate:
    return Estimate.normal(label=label, value=value, standard_error=1.0, unit="points", n=80)


@pytest.fixture
def mood() -> BeliefAnalyses:
    return BeliefAnalyses(
        outcome="Mood",
        unadjusted=estimate("contrast", 3.2),
        guess_adjusted=estimate("contrast", 1.4),
        by_guess=(estimate("said placebo", 1.0), estimate("said active", 2.0)),
        at_half=estimate("half", 1.1),
        at_equal=estimate("equal", 1.3),
        standardised=estimate("std", 1.32),
    )


def test_all_but_the_first_are_sensitivity_analyses(mood):
    table = side_by_side(mood)
    assert table.values("standing") == ("main analysis", *["sensitivity analysis"] * 6)
    assert table.values("analysis")[3] == "Stratified by guess: said active"
    assert table.values("estimate")[0] == 3.2
    assert table.picture.shape == "forest"


def test_what_was_not_planned_is_not_there():
    table = side_by_side(BeliefAnalyses(outcome="Mood", unadjusted=estimate("contrast", 3.2)))
    assert len(table.rows) == 1


def test_a_positive_control_says_what_it_is_for(mood):
    control = BeliefAnalyses(
        outcome="Drug intensity", unadjusted=mood.unadjusted, control="positive"
    )
    assert "explains it away" in " ".join(side_by_side(control).notes)
    assert "Positive control" not in " ".join(side_by_side(mood).notes)


def test_an_estimate_that_failed_is_an_empty_cell(mood):
    failed = Estimate(label="contrast", value=nan)
    table = side_by_side(BeliefAnalyses(outcome="Mood", unadjusted=failed))
    assert table.rows[0][3:7] == (None, None, None, None)


def test_controls_stand_beside_the_outcomes(mood):
    others = [
        BeliefAnalyses(outcome="Cognition", unadjusted=mood.unadjusted, control="negative"),
        BeliefAnalyses(outcome="Drug intensity", unadjusted=mood.unadjusted, control="positive"),
    ]
    table = beside_controls([*others, mood])
    assert table.values("outcome") == ("Mood", "Drug intensity", "Cognition")
    assert table.values("standing") == ("outcome", "positive control", "negative control")
    assert table.values("unadjusted")[0] == "3.2 (1.2 to 5.2)"
    assert table.values("at_half")[1] == "–"


def test_nothing_is_ranked_by_honesty(mood):
    words = " ".join((*side_by_side(mood).notes, *beside_controls([mood]).notes)).lower()
    assert "honest" not in words
    assert "sensitivity analyses" in words
