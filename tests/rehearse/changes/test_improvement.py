"""Changes side by side: ranked by what they do, and no more said than the numbers show."""

from __future__ import annotations

from math import sqrt

import pytest

from limen.errors import RehearsalError
from limen.rehearse.changes import CHANGES, improve

R = 1024
TWICE, HALF_AGAIN = CHANGES["twice_as_many"].title, CHANGES["half_as_many_again"].title
TOLD, RUN_IN = CHANGES["instruction"].title, CHANGES["longer_run_in"].title


def improved(cell, made, **rest):
    key = {"quantity": "wellbeing.brs", **rest}
    return improve(cell, evaluate=made, changes=CHANGES, replicates=R, **key)


def test_the_change_that_adds_most_power_comes_first(cell, designs):
    found = improved(cell, designs(power={"": 0.5, TWICE: 0.8, HALF_AGAIN: 0.66, TOLD: 0.3}))
    assert [one.title for one in found.changed][:2] == [TWICE, HALF_AGAIN]
    assert found.changed[-1].title == TOLD
    assert found.best.title == TWICE
    error = sqrt(0.8 * 0.2 / R + 0.5 * 0.5 / R)
    assert found.changed[0].difference.value == pytest.approx(0.3)
    assert found.changed[0].difference.error == pytest.approx(error)
    text = " ".join(found.sentences)
    assert f"{TWICE} changes power from 50.0 % to 80.0 %" in text
    assert f"Monte Carlo SE of the difference {100 * error:.1f}" in text
    assert CHANGES["twice_as_many"].costs in text


def test_all_changes_are_rehearsed_at_once_beside_the_design(cell, designs):
    made = designs(power={"": 0.5})
    found = improved(cell, made)
    assert len(made.seen) == 1 + len(found.changed)
    assert made.seen[0].varied == {}
    assert {change.key for change, _ in found.unfit} == {"guess_first"}
    assert len(found.changed) + len(found.unfit) == len(CHANGES)
    assert any("does not fit here: " in one for one in found.sentences)


def test_a_difference_within_monte_carlo_error_is_no_gain(cell, designs):
    """SE of a difference at one half with 1,024 replicates: 0.022; twice that is 0.044."""
    found = improved(cell, designs(power={"": 0.5, TWICE: 0.54}))
    assert found.best is None
    text = " ".join(found.sentences)
    assert f"{TWICE}: these replicates show no change" in text
    assert "None of these improves its power" in text
    assert improved(cell, designs(power={"": 0.5, TWICE: 0.55})).best.title == TWICE


def test_a_change_that_costs_power_is_not_said_to_help(cell, designs):
    found = improved(cell, designs(power={"": 0.5, TOLD: 0.2}))
    assert found.best is None
    assert any(f"{TOLD} changes power from 50.0 % to 20.0 %" in one for one in found.sentences)


def test_where_nothing_is_there_rejections_are_errors(cell, designs):
    nothing = dict.fromkeys(("", TWICE, HALF_AGAIN, TOLD, RUN_IN), 0.0)
    everything = {change.title: 0.0 for change in CHANGES.values()} | nothing
    power = {"": 0.15, TWICE: 0.25, TOLD: 0.06}
    found = improved(cell, designs(power=power, truth=everything))
    assert found.changed[0].title == TOLD
    assert found.best.title == TOLD
    assert found.changed[-1].title == TWICE
    assert any("changes type I error from 15.0 % to 6.0 %" in one for one in found.sentences)


def test_a_change_of_what_is_true_is_said(cell, designs):
    made = designs(power={"": 0.5, TOLD: 0.3}, truth={TOLD: 0.2})
    found = improved(cell, made)
    said = next(one for one in found.sentences if one.startswith(TOLD))
    assert "The true effect itself changes from 0.5 to 0.2." in said
    assert "true effect" not in next(one for one in found.sentences if one.startswith(TWICE))


def test_a_change_that_makes_an_answer_possible_is_ranked(cell, designs):
    """As planned it is refused; with twice as many it is not."""
    others = tuple(c.title for c in CHANGES.values() if c.title != TWICE)
    found = improved(cell, designs(power={"": 0.7}, refuses=("", *others)))
    assert found.best.title == TWICE
    assert any("As planned it has no answer: No." in one for one in found.sentences)
    assert any("leaves it without an answer: No." in one for one in found.sentences)


def test_bias_of_what_holds_belief_fixed_stands_beside(cell, designs):
    found = improved(cell, designs(power={"": 0.5}, bias={"": 0.2, TOLD: 0.02}))
    powers, direct = found.tables
    bias = dict(zip(direct.values("change"), direct.values("bias"), strict=True))
    assert bias["The design as it is"] == pytest.approx(0.1)  # in SDs of 2
    assert bias[TOLD] == pytest.approx(0.01)
    said = next(one for one in found.sentences if one.startswith(TOLD))
    assert "goes from 0.100 to 0.010 SDs (Monte Carlo SE of the difference 0.007)" in said
    assert "coverage from 95.0 % to 95.0 %" in said
    assert "bias" not in next(one for one in found.sentences if one.startswith(RUN_IN))
    assert powers.values("change")[0] == "The design as it is"
    assert powers.values("difference")[0] is None
    assert powers.picture is not None


def test_only_what_is_asked_about_is_rehearsed(cell, designs):
    made = designs(power={"": 0.5})
    improved(cell, made)
    plans = {tuple(one.id for one in c.protocol.analysis.analyses) for c in made.seen}
    assert plans == {("wellbeing", "curve", "direct_effect")}
    assert made.seen[0].protocol.analysis.analyses[0].outcomes == ("brs",)


@pytest.mark.parametrize(
    ("key", "near"),
    [("welbeing.brs", "wellbeing.brs"), ("wellbeing.brz", "wellbeing.brs")],
)
def test_a_result_that_is_not_planned_is_refused_with_the_nearest(cell, designs, key, near):
    with pytest.raises(RehearsalError, match=f"Did you mean '{near}'"):
        improved(cell, designs(power={"": 0.5}), quantity=key)
