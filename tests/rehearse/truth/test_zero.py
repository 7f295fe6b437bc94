"""When a truth is zero, when it has none, and that it depends on nothing but what it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from limen.errors import LimenError
from limen.rehearse.truth import MEASURES, truths
from limen.rehearse.truth.worlds import belief_matters
from limen.simulate.draw import draw

BUSY = """\
every_outcome: {direct: {active: 0.3}, mood: 0.4, placebo: 0.2, trend_per_week: 0.1}
effects_in: sd_better
mood: {autocorrelation: 0.4}
noticing: {d_prime: {active: 1}}
belief: {criterion: 0.5, benefit: 0.8, mood: 0.3, memory: 0.4, side_effects: 1}
side_effects: [{term: headache, share: 0.1, added: {active: 0.2}}]
adherence: {missed_dose: 0.1, missed_entry: 0.1}
leaving: {after_side_effect: 0.1, lack_of_benefit_per_week: 0.05}
rescue: {per_week: 0.02}
code_break: {after_side_effect: 0.05}
"""
COLLIDER = """\
every_outcome: {mood: 0.6}
effects_in: sd_better
noticing: {d_prime: {active: 1}}
belief: {criterion: 0.7, mood: 1, benefit: 1}
side_effects: [{term: headache, share: 0.1, added: {active: 0.2}}]
leaving: {after_side_effect: 0.2, lack_of_benefit_per_week: 0.1}
"""


OCCASIONS = dict.fromkeys(("improved", "improved_corrected"), ("day.2",))
EVENTS = ("adverse_events", "serious_adverse_events", "withdrawals")


def test_a_collider_makes_nothing_true(study, aim):
    """Noticed, guessed and left for, and yet nobody's scores differ: zero for all of them."""
    made = study(COLLIDER)
    outcomes = dict.fromkeys(("mean", "variance", "mssd", "mssd_per_time", "inertia"), "distress")
    outcomes |= dict.fromkeys(("reactivity", "reactivity_quadratic", "slope"), "resilience")
    outcomes |= dict.fromkeys(("improved", "improved_corrected"), "change")
    assert {*outcomes, *EVENTS} == MEASURES.keys()
    wanted = [
        replace(aim(outcome, measure, belief=belief), occasions=OCCASIONS.get(measure, ()))
        for measure, outcome in outcomes.items()
        for belief in ("free", "placebo", "active", "alike")
    ]
    found = truths(made, wanted, seed=1, people=1200)
    assert found.keys() == set(wanted)
    for truth in found.values():
        assert truth.zero
        assert (truth.value, truth.error) == (0.0, 0.0)


def test_effects_that_cancel_between_people_are_not_zero(study, aim):
    made = study("outcomes: [{id: mood, direct_sd: 2, mean: 0, sd_between: 1, sd_within: 1}]")
    found = truths(made, [aim()], seed=1)[aim()]
    assert not found.zero
    assert abs(found.value) < 4 * found.error
    people = 4 * 256 * 60
    assert found.error == pytest.approx(2 / np.sqrt(people), rel=4 / np.sqrt(2 * 1024))


def test_scores_that_are_made_of_others_are_zero_together(study, aim):
    """Affect is positive − negative, on the instrument's own steps."""
    made = study("noticing: {d_prime: {active: 2}}\nevery_outcome: {mood: 1}")
    assert truths(made, [aim("affect")], seed=1, people=1200)[aim("affect")].zero
    moved = study("outcomes: [{id: affect, direct: {active: 5}}]")
    found = truths(moved, [aim("affect")], seed=1, people=6000)[aim("affect")]
    assert found.value > 4 > 400 * found.error
    assert not found.zero


def test_belief_that_moves_nothing_leaves_every_score_as_it_is(study):
    """So worlds in which it is held need not be drawn."""
    made = study(BUSY)
    assert not belief_matters(made)
    free = draw(made, seed=1, keep=range(4), arm="MD")
    for held in (0.0, 1.0):
        world = draw(made, seed=1, keep=range(4), arm="MD", belief=held)
        for outcome in ("mood", "affect", "distress"):
            assert np.array_equal(world.scores(outcome), free.scores(outcome))


def test_a_truth_is_the_same_alone_and_among_others(study, aim):
    made = study(BUSY + "\noutcomes: [{id: mood, belief: 0.5}]")
    wanted = [aim(), aim(active="HD"), aim(belief="alike"), aim("change")]
    together = truths(made, wanted, seed=5, people=2400)
    for one in wanted:
        assert truths(made, [one], seed=5, people=2400) == {one: together[one]}


def test_the_error_is_what_seeds_do_to_the_value(study, aim):
    """Jackknife errors against the spread over 60 seeds, a chi-square away."""
    made = study(
        "outcomes: [{id: mood, belief: 2, mean: 0}]\nnoticing: {d_prime: {active: 1}}", people=30
    )
    found = [truths(made, [aim()], seed=s, blocks=1, people=600)[aim()] for s in range(60)]
    values, errors = (np.array([getattr(t, name) for t in found]) for name in ("value", "error"))
    ratio = values.var(ddof=1) / np.mean(errors**2)
    assert abs(ratio - 1) < 4 * np.sqrt(2 / 59)


def test_what_has_no_truth_is_left_out(study, aim):
    made = study("")
    known = aim()
    without = [
        aim("mood", "half_life"),
        aim("resilience"),  # a derived outcome has no scores to average
        aim("mood", "reactivity"),  # and a score no line
        aim("nonsense"),
        replace(aim("change", "improved"), occasions=("day.3",)),  # whose reliability nobody says
        aim("mood", "improved"),
    ]
    assert truths(made, [known, *without], seed=1, people=120).keys() == {known}


def test_stressors_that_never_vary_give_no_reactivity(study, aim):
    made = study("outcomes: [{id: burden, mean: 3, sd_between: 0, sd_within: 0}]")
    assert truths(made, [aim("resilience", "reactivity")], seed=1, people=120) == {}


def test_an_arm_that_there_is_not_is_refused(study, aim):
    with pytest.raises(LimenError, match="no arm 'XX'"):
        truths(study(""), [aim(active="XX")], seed=1, people=120)
