"""True values of means against closed forms: direct effects, belief, doses, periods."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import ndtr
from scipy.stats import norm

from limen.rehearse.truth import truths
from limen.simulate.draw import draw

SPREAD = "mean: 0, sd_between: 3, sd_within: 2"
BELIEFS = ("free", "placebo", "active", "alike")


def test_a_direct_effect_is_the_truth_whatever_is_believed(study, aim, beliefs):
    """Without grid the paired differences are all alike, so nothing is left to chance."""
    made = study(
        f"outcomes: [{{id: mood, direct: {{active: 4}}, {SPREAD}}}]\n"
        "noticing: {d_prime: {active: 1}}\nbelief: {criterion: 0.5}"
    )
    found = beliefs(made, aim(), people=12_000)
    for truth in found.values():
        assert truth.value == pytest.approx(4, abs=1e-9)
        assert truth.error < 1e-9
        assert not truth.zero
        assert truth.sd == pytest.approx(np.sqrt(13), rel=4 / np.sqrt(2 * 12_000))


def says_active(d_prime: float, criterion: float, sd: float) -> float:
    """P(evidence > criterion) where people differ in theirs, integrated over people."""

    def share(k: float) -> float:
        return float(norm.pdf(k, criterion, sd) * (1 - norm.cdf(k - d_prime)))

    return quad(share, criterion - 9 * sd, criterion + 9 * sd)[0]


@pytest.mark.parametrize(("d_prime", "criterion", "sd"), [(0.75, 0.77, 0.5), (2.0, 1.0, 0.3)])
def test_belief_alone_moves_treatment_policy_and_nothing_else(
    study, aim, beliefs, within, d_prime, criterion, sd
):
    """Treatment policy is belief × (p_A + p_P − 1); with belief held it is zero by construction."""
    made = study(
        f"outcomes: [{{id: mood, belief: 5, {SPREAD}}}]\n"
        f"noticing: {{d_prime: {{active: {d_prime}}}}}\n"
        f"belief: {{criterion: {criterion}, criterion_sd: {sd}}}"
    )
    found = beliefs(made, aim())
    right_active = says_active(d_prime, criterion, sd)
    right_placebo = 1 - says_active(0.0, criterion, sd)
    assert found["free"].error < 0.02
    assert within(found["free"], 5 * (right_active + right_placebo - 1))
    assert not found["free"].zero
    for held in BELIEFS[1:]:
        assert found[held].zero
        assert (found[held].value, found[held].error) == (0.0, 0.0)


def test_the_truth_is_made_of_the_guesses_that_people_give(study, aim, beliefs):
    """The same people's answers, not another formula: equal to the last digits."""
    made = study(
        f"outcomes: [{{id: mood, belief: 5, {SPREAD}}}]\n"
        "noticing: {d_prime: {active: 1}}\nbelief: {criterion: 0.6, memory: 0.5, expectation: 0.3}"
    )
    truth = beliefs(made, aim(), seed=3, blocks=1, people=1200)["free"]
    says = [
        (draw(made, seed=3, keep=range(20), arm=arm).guesses("guess").answer > 0).mean()
        for arm in ("MD", "PL")
    ]
    assert truth.value == pytest.approx(5 * (says[0] - says[1]), abs=1e-9)


def test_direct_effect_and_belief_add_up(study, aim, beliefs, within):
    made = study(
        f"outcomes: [{{id: mood, direct: {{active: 2}}, belief: 5, {SPREAD}}}]\n"
        "noticing: {d_prime: {active: 1}}\nbelief: {criterion: 0.6}"
    )
    found = beliefs(made, aim())
    assert within(found["free"], 2 + 5 * float(ndtr(0.4) - ndtr(-0.6)))
    for held in BELIEFS[1:]:
        assert found[held].value == pytest.approx(2, abs=1e-9)


def test_alike_weighs_both_direct_effects_by_who_believes_at_each_occasion(study, aim, beliefs):
    """On a scale with a floor belief lifts people off it, so the two direct effects differ."""
    made = study(
        "outcomes: [{id: floored, direct: {active: 4}, belief: 8, mean: 0, sd_between: 5, "
        "sd_within: 5, trend_per_week: 1}]\n"
        "noticing: {d_prime: {active: 1}}\n"
        "belief: {criterion: 0.6, memory: 0.8, undecided: 0.3}"
    )
    found = beliefs(made, aim("floored"), seed=4, blocks=1, people=2400)
    assert found["active"].value - found["placebo"].value > 0.5

    def world(arm: str, belief: float | None = None):
        return draw(made, seed=4, keep=range(40), arm=arm, belief=belief)

    def direct(belief: float) -> np.ndarray:
        return (world("MD", belief).scores("floored") - world("PL", belief).scores("floored")).mean(
            axis=(0, 1)
        )

    days = made.timeline.dose_day
    leaning = [world(arm).course.leaning["arm"][:, :, days] for arm in ("MD", "PL")]
    shares = [((x > 0.3) + 0.5 * (np.abs(x) <= 0.3)).mean(axis=(0, 1)) for x in leaning]
    q = sum(shares) / 2
    assert np.ptp(q) > 0.02
    expected = (q * direct(1.0) + (1 - q) * direct(0.0)).mean()
    assert found["alike"].value == pytest.approx(float(expected), abs=1e-9)


def test_a_floor_takes_from_the_effect_what_it_hides(study, aim, beliefs, within):
    """Scores N(μ, σ²) cut at 0: E max(0, μ + d + σZ) − E max(0, μ + σZ), here exact."""
    made = study(
        "outcomes: [{id: floored, direct: {active: 4}, mean: 3, sd_between: 0, sd_within: 6}]"
    )

    def cut(mean: float) -> float:
        return float(mean * ndtr(mean / 6) + 6 * norm.pdf(mean / 6))

    assert within(beliefs(made, aim("floored"))["free"], cut(7.0) - cut(3.0))


def test_missed_doses_are_part_of_treatment_policy(study, aim, beliefs, within):
    made = study(
        f"outcomes: [{{id: mood, direct: {{active: 4}}, {SPREAD}}}]\n"
        "adherence: {missed_dose: 0.3, missed_entry: 0.5}\nleaving: {at_random_per_week: 0.1}"
    )
    days = np.array([1, 8, 15, 22])
    taken = [0.7 * np.mean(0.9 ** ((days[: k + 1] - 1) / 7)) for k in range(4)]
    assert within(beliefs(made, aim())["free"], 4 * float(np.mean(taken)))


def test_change_from_baseline_has_the_truth_of_the_score(study, aim, beliefs):
    made = study(f"outcomes: [{{id: change, direct: {{active: -2}}, {SPREAD}}}]")
    found = beliefs(made, aim("change"), people=6000)
    assert found["free"].value == pytest.approx(-2, abs=1e-9)
    spread = pytest.approx(np.sqrt(13), rel=4 / np.sqrt(2 * 6000))
    assert found["free"].sd == spread  # of scores, not of change


def test_change_from_an_occasion_after_the_first_dose_loses_what_both_have(study, aim, beliefs):
    """4 less on the day of a dose, from which change is taken, and 2 less on the day after."""
    made = study(
        f"outcomes: [{{id: change, direct: {{active: -4}}, by_lag: [1, 0.5], {SPREAD}}}]",
        design="self_blinded",
        days="[2, 9]",
        start="early",
    )
    base = aim("change", basis="administration")
    assert beliefs(made, base, people=1200)["free"].value == pytest.approx(-2 + 4)


def test_each_active_arm_has_its_own(study, aim):
    made = study(f"outcomes: [{{id: mood, direct: {{interventions: {{high: 3}}}}, {SPREAD}}}]")
    low, high, between = aim(), aim(active="HD"), aim(active="HD", reference="MD")
    found = truths(made, (low, high, between), seed=1, people=6000)
    assert found[low].zero
    assert found[high].value == pytest.approx(3)
    assert found[between].value == pytest.approx(3)


def test_a_lag_and_the_occasions_decide(study, aim, beliefs):
    text = f"outcomes: [{{id: mood, direct: {{active: 4}}, by_lag: [1, 0.5], {SPREAD}}}]"
    made = study(text, design="self_blinded", days="[1, 2, 8, 9, 10]")
    base = aim(basis="administration")
    assert beliefs(made, base, people=6000)["free"].value == pytest.approx(4 * 3 / 5)


def test_what_is_given_in_all_periods_carries_over(study, aim, beliefs):
    """First period 4, second 4 + half of the first: an effect of always against never."""
    text = f"outcomes: [{{id: mood, direct: {{active: 4}}, carry_over: 0.5, {SPREAD}}}]"
    made = study(text, design="crossover")
    assert beliefs(made, aim(basis="period"), people=6000)["free"].value == pytest.approx(5)
    by_arm = beliefs(made, aim(), people=6000)["free"].value  # low first against placebo first
    assert by_arm == pytest.approx((4 + 2 - 4) / 2)


def test_fillers_belong_to_a_period_and_not_to_an_administration(study, aim, within):
    made = study(
        f"outcomes: [{{id: mood, belief: 5, {SPREAD}}}]\nadherence: {{filler_share: 0.25}}\n"
        "noticing: {d_prime: {active: 1}}\nbelief: {criterion: 0.6}",
        design="self_blinded",
        exposure="period",
    )
    whole = 5 * float(ndtr(0.4) - ndtr(-0.6))
    period, administration = aim(basis="period"), aim(basis="administration")
    found = truths(made, (period, administration), seed=2)
    assert within(found[period], 0.75 * whole)
    assert within(found[administration], whole)


def test_those_who_choose_are_compared_as_if_they_had_not(study, aim, beliefs):
    made = study(
        f"outcomes: [{{id: mood, expectation: 3, {SPREAD}}}]\nself_selection: 1",
        design="observational",
    )
    drawn = draw(made, seed=1, keep=range(20))
    scores, arm = drawn.scores("mood"), drawn.arm
    assert scores[arm == 1].mean() - scores[arm == 0].mean() > 1
    assert beliefs(made, aim(), people=6000)["free"].zero
