"""The smallest sample: found where a closed form puts it, and refused where there is none."""

from __future__ import annotations

from math import ceil

import pytest
from scipy.special import ndtri

from limen.errors import RehearsalError
from limen.rehearse.search import smallest_sample
from limen.simulate.scenario import named_scenario

R = 2048


def closed_form(effect: float, power: float) -> float:
    """n of two equal arms together, SD 1, two-sided 5 %."""
    return float((2 * (ndtri(0.975) + ndtri(power)) / effect) ** 2)


@pytest.mark.parametrize(("effect", "power"), [(0.6, 0.8), (0.4, 0.9), (0.25, 0.8), (1.5, 0.8)])
def test_it_finds_the_number_of_the_closed_form(cell, trials, effect, power):
    found = smallest_sample(
        cell, evaluate=trials(effect=effect, seed=3), target_power=power, replicates=R
    )
    wanted = closed_form(effect, power)
    assert found.people % 2 == 0
    assert found.people == pytest.approx(ceil(wanted), rel=0.08, abs=2)
    assert found.lower <= found.people <= found.upper
    assert abs(found.power.value - power) < 3 * found.power.error or found.people <= 16


def test_its_interval_holds_the_true_number_as_often_as_it_says(cell, trials):
    """Binomial: fewer than 42 of 50 at a probability of 0.95 would come once in 400 times."""
    wanted = closed_form(0.5, 0.8)
    found = [
        smallest_sample(cell, evaluate=trials(effect=0.5, seed=seed), replicates=512)
        for seed in range(50)
    ]
    inside = [one.lower <= ceil(wanted / 2) * 2 <= one.upper for one in found]
    assert sum(inside) >= 42
    widths = sorted(one.upper - one.lower for one in found)
    assert widths[25] < 0.25 * wanted


def test_a_large_sample_is_reached_in_few_rehearsals(cell, trials):
    made = trials(effect=0.16, seed=4)
    found = smallest_sample(cell, evaluate=made, replicates=R)
    assert found.people == pytest.approx(closed_form(0.16, 0.8), rel=0.08)
    assert len(made.seen) < 20
    assert max(people for _, people, _ in made.seen) <= 20 * 80


def test_an_answer_says_what_was_found_in_words_and_draws_the_curve(cell, trials):
    found = smallest_sample(cell, evaluate=trials(effect=0.6, seed=3), replicates=R)
    text = " ".join(found.sentences)
    assert f"{found.people} participants give a power of 80 %" in text
    assert "80 are planned" in text
    assert "type I error of 5 %" in text
    table, type_one = found.tables
    assert type_one.values("verdict") == ("kept", "kept")
    assert table.picture is not None
    assert table.picture.reference == (0.8,)
    assert list(table.values("people")) == sorted(table.values("people"))
    assert list(table.values("smooth")) == sorted(table.values("smooth"))


def test_nothing_to_find_is_no_power(cell, trials):
    made = trials(effect=0.0)
    found = smallest_sample(cell, evaluate=made, replicates=R)
    assert not found.found
    assert "true effect is zero" in found.reason
    assert len(made.seen) == 3


def test_estimates_that_point_the_wrong_way_are_no_power(cell, trials):
    found = smallest_sample(cell, evaluate=trials(effect=-0.5, truth=0.3), replicates=R)
    assert not found.found
    assert "point the wrong way" in found.reason
    assert "the true effect 0.3" in found.reason


def test_bias_that_hides_the_effect_ends_at_the_limit(cell, trials):
    made = trials(effect=0.4, bias=-0.4)
    found = smallest_sample(cell, evaluate=made, replicates=R)
    assert not found.found
    assert "cannot be told from zero" in found.reason
    assert max(people for _, people, _ in made.seen) <= 1600


def test_power_that_stands_still_is_seen_before_the_limit(cell, trials):
    """Half of the fits fail whatever the number, so power ends at one half."""
    made = trials(effect=0.8, fails=0.5)
    found = smallest_sample(cell, evaluate=made, replicates=R)
    assert not found.found
    assert "does not grow with the number" in found.reason
    assert max(people for _, people, _ in made.seen) < 1600


def test_an_effect_too_small_for_the_limit_says_how_many_it_would_take(cell, trials):
    found = smallest_sample(cell, evaluate=trials(effect=0.06, seed=2), replicates=R)
    assert not found.found
    number = float(found.reason.split("about ")[1].split(" would")[0].replace(",", ""))
    assert number == pytest.approx(closed_form(0.06, 0.8), rel=0.25)
    assert "No" not in found.sentences[0].split(":")[0]


def test_a_refused_analysis_gives_its_reason(cell, trials):
    found = smallest_sample(cell, evaluate=trials(refuses="Ask before."), replicates=R)
    assert not found.found
    assert found.reason == "the analysis has no answer. Ask before."


def test_estimates_without_p_values_reject_nothing(cell, trials):
    found = smallest_sample(cell, evaluate=trials(p_values=False), replicates=R)
    assert "without p-values" in found.reason


def test_fits_that_all_fail_are_no_power(cell, trials):
    found = smallest_sample(cell, evaluate=trials(fails=1.0), replicates=R)
    assert "no replicate gave an estimate" in found.reason


def test_an_analysis_that_rejects_when_nothing_is_there_is_refused(cell, trials):
    found = smallest_sample(cell, evaluate=trials(effect=0.4, bias=0.2), replicates=R)
    assert not found.found
    assert "more participants do not help" in found.reason
    assert "“Nothing happens”" in found.reason
    assert "5 % is the bound" in found.reason
    worst = max(one.rate.value for one in found.nulls)
    assert f"{100 * worst:.1f} %" in found.reason


def test_a_type_one_error_that_more_people_mend_decides_the_number(cell, trials):
    """A test that is too liberal below 150 people."""
    made = trials(effect=0.6, size=lambda people: 0.05 if people > 150 else 0.12)
    found = smallest_sample(cell, evaluate=made, replicates=R)
    small = closed_form(0.6, 0.8)
    assert found.people == pytest.approx(2 * small, rel=0.1)
    assert "rejects too often" in found.cautions[0]
    assert found.lower == found.upper == found.people


def test_a_bound_is_kept_to_three_errors_and_no_tighter(cell, trials):
    """0.05 + 3 × SE = 0.0644 with 2,048 replicates."""
    kept = smallest_sample(cell, evaluate=trials(effect=0.6, size=lambda _: 0.052), replicates=R)
    broken = smallest_sample(cell, evaluate=trials(effect=0.6, size=lambda _: 0.08), replicates=R)
    assert kept.found
    assert not broken.found


def test_effects_with_belief_held_are_also_tried_under_belief_alone(cell, trials):
    made = trials(effect=0.6, belief="placebo")
    smallest_sample(cell, evaluate=made, replicates=R)
    assert {scenario for scenario, *_ in made.seen} == {
        "both",
        "null_effect",
        "belief_only",
        "both_no_effect",
    }


def test_scenarios_with_nothing_to_find_can_be_named(cell, trials):
    made = trials(effect=0.6)
    smallest_sample(cell, evaluate=made, replicates=R, nulls=[named_scenario("collider")])
    assert {scenario for scenario, *_ in made.seen} == {"both", "collider"}


def test_bias_in_the_right_direction_is_said(cell, trials):
    made = trials(effect=0.6, truth=0.3)
    found = smallest_sample(cell, evaluate=made, replicates=R)
    assert found.found
    said = next(one for one in found.cautions if "off by" in one)
    assert float(said.split("off by ")[1].split()[0]) == pytest.approx(0.3, abs=0.02)


def test_a_result_that_is_not_in_the_plan_is_refused_with_the_nearest(cell, trials):
    with pytest.raises(RehearsalError, match=r"no result 'dosing_days\.mod'.*'dosing_days\.mood'"):
        smallest_sample(cell, evaluate=trials(), quantity="dosing_days.mod", replicates=R)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"target_power": 1.2}, "A power of 1.2"),
        ({"target_power": 0.04}, "above the type I error"),
        ({"alpha": 0.0}, "no bound"),
        ({"replicates": 20}, "too much to chance"),
        ({"largest": 3}, "leave nothing to search"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_rehearsed(cell, trials, wrong, message):
    made = trials()
    with pytest.raises(RehearsalError, match=message):
        smallest_sample(cell, evaluate=made, **wrong)
    assert made.seen == []
