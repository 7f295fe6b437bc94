"""Draws against closed forms: what belief, noticing and time do to guesses and scores."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtr

from limen.protocol import load_protocol, shipped
from limen.simulate.draw import DONT_KNOW, NOT_ASKED, draw
from limen.simulate.draw.mood import autoregressive
from limen.simulate.scenario import parse_scenario
from limen.simulate.study import Study

FLAT = "sd_between: 0, sd_within: 0, mean: 0"


def near(values: np.ndarray, expected: float) -> bool:
    """Whether a mean over replicates (R,) lies within four Monte Carlo errors of a number."""
    error = values.std(ddof=1) / np.sqrt(len(values))
    return bool(abs(values.mean() - expected) < 4 * error + 1e-12)


def contrast(scores: np.ndarray, arm: np.ndarray) -> np.ndarray:
    """Active − placebo per replicate, shape (R,); scores (R, N)."""
    active = arm == 1
    means = [np.where(m, scores, 0).sum(1) / m.sum(1) for m in (active, ~active)]
    return means[0] - means[1]


@pytest.mark.parametrize(("d_prime", "criterion", "sd"), [(0.67, 0.69, 0.0), (1.5, 0.3, 0.8)])
def test_guesses_follow_signal_detection(study, d_prime, criterion, sd):
    made = study(
        f"noticing: {{d_prime: {{active: {d_prime}}}}}\n"
        f"belief: {{criterion: {criterion}, criterion_sd: {sd}}}",
    )
    drawn = draw(made, seed=1)
    says_active = drawn.guesses("guess").answer == 1
    for arm, shift in ((0, 0.0), (1, d_prime)):
        who = drawn.arm == arm
        shares = np.where(who, says_active[:, :, 0], 0).sum(1) / who.sum(1)
        assert near(shares, float(ndtr((shift - criterion) / np.sqrt(1 + sd**2))))


def test_bias_under_belief_only_is_belief_times_both_rates_less_one(study):
    """E[Y | active] − E[Y | placebo] = belief × (p_A + p_P − 1), exactly in each replicate."""
    made = study(
        f"outcomes: [{{id: mood, belief: 7.7, {FLAT}}}]\n"
        "noticing: {d_prime: {active: 1}}\nbelief: {criterion: 0.69}",
        people=200,
    )
    drawn = draw(made, seed=2)
    right = drawn.guesses("guess").answer[:, :, 1] == drawn.arm
    rate = [np.where(drawn.arm == a, right, 0).sum(1) / (drawn.arm == a).sum(1) for a in (0, 1)]
    found = contrast(drawn.scores("mood")[:, :, 1], drawn.arm)
    assert found == pytest.approx(7.7 * (rate[0] + rate[1] - 1))
    assert near(found, 7.7 * float(ndtr(1 - 0.69) + ndtr(0.69) - 1))


def test_direct_effect_by_dose_lag_and_adherence(study):
    text = f"outcomes: [{{id: mood, direct: {{active: 4}}, by_lag: [1, 0.5], {FLAT}}}]\n"
    whole = draw(study(text, design="self_blinded"), seed=3, keep=range(8))
    low = whole.intervention("mood") == 1
    assert np.array_equal(whole.scores("mood"), 4.0 * low)
    part = draw(
        study(text + "adherence: {filler_share: 0.25, missed_dose: 0.2}", design="self_blinded"),
        seed=3,
    )
    in_weeks = part.people.given[:, :, 0] == 1
    share = np.where(in_weeks, part.scores("mood")[:, :, 0], 0).sum(1) / in_weeks.sum(1)
    assert near(share, 4 * 0.75 * 0.8)


def test_an_arm_counts_by_the_doses_taken(study):
    text = (
        f"outcomes: [{{id: mood, direct: {{active: 4}}, {FLAT}}}]\nadherence: {{missed_dose: 0.3}}"
    )
    drawn = draw(study(text), seed=4, keep=range(4))
    taken = np.cumsum(drawn.course.doses.taken, axis=2) / np.arange(1, 5)
    expected = 4 * taken * (drawn.arm == 1)[:, :, np.newaxis]
    assert drawn.scores("mood") == pytest.approx(expected)


def test_periods_carry_over(study):
    text = (
        f"outcomes: [{{id: mood, direct: {{active: 4}}, carry_over: 0.5, periods: [0, 1], {FLAT}}}]"
    )
    drawn = draw(study(text, design="crossover"), seed=5, keep=[0])
    first_low = drawn.arm[0] == drawn.study.arms.index("MD")
    scores = drawn.scores("mood")[0]
    assert np.array_equal(np.unique(scores[first_low], axis=0), [[4, 4, 3, 3]])
    assert np.array_equal(np.unique(scores[~first_low], axis=0), [[0, 0, 5, 5]])


def test_variances_and_autocorrelation(study):
    text = (
        "outcomes: [{id: mood, mean: 10, sd_between: 3, sd_within: 2, autocorrelation: 0.9, "
        "trend_per_week: 0.5, trend_sd_per_week: 0}]"
    )
    drawn = draw(study(text, people=100), seed=6)
    scores = drawn.scores("mood") - 10 - 0.5 * np.arange(4)
    assert near(scores[:, :, 0].mean(1), 0)
    covariance = (scores[:, :, :1] * scores).mean(1)  # (R, T)
    for t in range(4):
        assert near(covariance[:, t], 9 + 4 * 0.9 ** (7 * t))


def test_mood_moves_guess_and_outcome(study):
    """The mean outcome of those who say active is λγ/√(1+γ²) · φ(h)/Φ(h)."""
    made = study(
        f"outcomes: [{{id: mood, mood: 2, {FLAT}}}]\nbelief: {{criterion: 0.5, mood: 1.5}}",
        people=200,
    )
    drawn = draw(made, seed=7)
    yes = drawn.guesses("guess").answer[:, :, 0] == 1
    scale = np.sqrt(1 + 1.5**2)
    h = -0.5 / scale
    expected = 2 * 1.5 / scale * np.exp(-(h**2) / 2) / np.sqrt(2 * np.pi) / ndtr(h)
    scores = drawn.scores("mood")[:, :, 0]
    assert near(np.where(yes, scores, 0).sum(1) / yes.sum(1), float(expected))
    assert near(contrast(scores, drawn.arm), 0.0)


def test_who_is_undecided_says_so_and_has_half_the_effect(study):
    made = study(f"outcomes: [{{id: mood, belief: 2, {FLAT}}}]\nbelief: {{undecided: 0.4}}")
    drawn = draw(made, seed=8)
    unsure = drawn.guesses("guess").answer[:, :, 0] == DONT_KNOW
    assert near(unsure.mean(1), float(ndtr(0.4) - ndtr(-0.4)))
    assert np.all(drawn.scores("mood")[:, :, 0][unsure] == 1.0)


def test_confidence_is_how_far_one_leans(study):
    drawn = draw(study("belief: {confidence: 0.5}"), seed=9, keep=[3])
    leaning = drawn.course.leaning["arm"][:, :, drawn.study.timeline.dose_day]
    expected = 2 * ndtr(0.5 * np.abs(leaning)) - 1
    assert drawn.guesses("guess").confidence == pytest.approx(expected)


def test_memory_adds_evidence_up(study):
    """Over four doses in one arm: E ~ N(d′ Σ m^k, Σ m^2k)."""
    made = study(
        "noticing: {d_prime: {active: 0.5}}\nbelief: {criterion: 0.6, memory: 0.8}", people=240
    )
    drawn = draw(made, seed=10)
    weights = 0.8 ** np.arange(4)
    expected = ndtr((0.5 * weights.sum() - 0.6) / np.sqrt((weights**2).sum()))
    who = drawn.arm == 1
    says = drawn.guesses("guess").answer[:, :, 3] == 1
    assert near(np.where(who, says, 0).sum(1) / who.sum(1), float(expected))


def test_side_effects_tell_and_make_leave(study):
    made = study(
        "side_effects: [{term: headache, share: 0.1, added: {active: 0.3}}]\n"
        "belief: {side_effects: 50, criterion: 20}\nleaving: {after_side_effect: 0.5}"
    )
    drawn = draw(made, seed=11)
    happened = drawn.course.side_effects[:, :, 0, 0]
    for arm, share in ((0, 0.1), (1, 0.4)):
        who = drawn.arm == arm
        assert near(np.where(who, happened, 0).sum(1) / who.sum(1), share)
    answers = drawn.guesses("guess").answer[:, :, 0]
    assert np.array_equal(answers == 1, happened)
    gone = ~drawn.submitted[:, :, drawn.study.timeline.occasion_index["day.2"]]
    assert near(gone.mean(1), 0.5 * 0.25)


def test_dropout_and_missed_entries_have_their_rates(study):
    made = study("leaving: {at_random_per_week: 0.1}\nadherence: {missed_entry: 0.2}")
    drawn = draw(made, seed=12)
    index = drawn.study.timeline.occasion_index
    for week in range(4):
        there = drawn.submitted[:, :, index[f"day.{week + 1}"]]
        assert near(there.mean(1), 0.8 * 0.9**week)
    assert np.all(drawn.guesses("guess").answer[~drawn.observed("mood")] == NOT_ASKED)


def test_lack_of_benefit_makes_leave_and_some_only_stop(study):
    made = study(
        f"outcomes: [{{id: mood, direct: {{active: 3}}, {FLAT}}}]\n"
        "belief: {benefit_outcome: mood}\n"
        "leaving: {lack_of_benefit_per_week: 0.3, stays_without_dosing: 0.25}"
    )
    drawn = draw(made, seed=13)
    never = len(drawn.study.timeline.days)
    stopped, left = drawn.course.stopped < never, drawn.course.left < never
    assert not np.any(stopped & (drawn.arm == 1))
    placebo = drawn.arm == 0
    weeks = 5  # from day 1 to the follow-up on day 42
    share = np.where(placebo, stopped, 0).sum(1) / placebo.sum(1)
    assert near(share, 1 - 0.7 ** (41 / 7)), weeks
    assert near(np.where(placebo, left, 0).sum(1) / np.where(placebo, stopped, 0).sum(1), 0.75)


def test_benefit_feeds_back_into_belief(study):
    """Who believed before feels better at the next dose, and so believes again."""
    made = study(
        "outcomes: [{id: mood, belief: 3, sd_between: 0, sd_within: 1, mean: 0}]\n"
        "belief: {benefit: 1, benefit_outcome: mood}"
    )
    says = draw(made, seed=14).guesses("guess").answer
    before, now = says[:, :, 0] == 1, says[:, :, 1] == 1
    for said, lean in ((True, 3.0), (False, 0.0)):
        who = before == said
        assert near(np.where(who, now, 0).sum(1) / who.sum(1), float(ndtr(lean)))


def test_ratings_are_zero_unless_something_is_felt(study):
    made = study(
        "noticing: {d_prime: {active: 1}}\nbelief: {criterion: 0.7}\n"
        "positive_controls: {mean: 0, sd_within: 5, felt: {level: 30, slope: 10}}"
    )
    drawn = draw(made, seed=15, keep=range(16))
    says, felt = drawn.guesses("guess").answer == 1, drawn.scores("intensity")
    assert np.all(felt[~says] == 0)
    assert felt[says].mean() > 30


def test_raters_hear_what_participants_believe(study):
    made = study(
        "raters: {hears_belief: 1.5, criterion: 0.4}\nnoticing: {d_prime: {active: 9}}\n"
        "belief: {criterion: 4.5}"
    )
    drawn = draw(made, seed=16)
    says = drawn.guesses("rated").answer[:, :, 0] == 1
    for arm, lean in ((0, -0.4), (1, 1.1)):
        who = drawn.arm == arm
        assert near(np.where(who, says, 0).sum(1) / who.sum(1), float(ndtr(lean)))


def test_rescue_and_broken_codes(study):
    made = study(
        f"outcomes: [{{id: mood, rescue: 5, {FLAT}}}]\nrescue: {{per_week: 0.2}}\n"
        "side_effects: [{term: anxiety, share: 0.3}]\ncode_break: {after_side_effect: 0.5}"
    )
    drawn = draw(made, seed=17)
    assert near(drawn.scores("mood")[:, :, 2].mean(1), 5 * (1 - 0.8**2))
    broken = drawn.course.unblinded <= drawn.study.timeline.dose_day[0]
    assert near(broken.mean(1), 0.15)
    assert np.array_equal(drawn.guesses("guess").answer[:, :, 1][broken], drawn.arm[broken])


def test_expectation_drives_selection_and_answers(study):
    drawn = draw(
        study("self_selection: 1", design="observational", people=400), seed=18, keep=range(64)
    )
    z = drawn.people.expectation
    expected = 1 / (1 + np.exp(-z))
    assert near((drawn.arm - expected).mean(1), 0.0)
    assert near(((drawn.arm - expected) * z).mean(1), 0.0)
    assert drawn.covariate("benefit") == pytest.approx(np.clip(np.rint(50 + 20 * z), 0, 100))


@pytest.mark.parametrize(
    ("supposed", "week", "expected"),
    [
        ("trend_sd_per_week: 2", 3, (0, 36)),
        ("direct: {active: 1}, direct_sd: 2", 0, (1, 4)),
        ("expectation: 3", 0, (0, 9)),
        ("placebo: 1.5", 0, (1.5, 0)),
        ("trend_per_week: 0.5", 2, (1, 0)),
    ],
)
def test_people_differ_as_supposed(study, supposed, week, expected):
    """Mean and variance between people in the active arm, week by week."""
    drawn = draw(study(f"outcomes: [{{id: mood, {supposed}, {FLAT}}}]", people=100), seed=20)
    scores, who = drawn.scores("mood")[:, :, week], drawn.arm == 1
    mean = np.where(who, scores, 0).sum(1) / who.sum(1)
    square = np.where(who, (scores - expected[0]) ** 2, 0).sum(1) / who.sum(1)
    assert near(mean, expected[0])
    assert near(square, expected[1])


def test_tolerance_wears_with_active_doses(study):
    made = study(
        "noticing: {d_prime: {active: 2}, tolerance_per_dose: 0.4}\nbelief: {criterion: 1}"
    )
    drawn = draw(made, seed=21)
    says, who = drawn.guesses("guess").answer == 1, drawn.arm == 1
    for dose in range(4):
        share = np.where(who, says[:, :, dose], 0).sum(1) / who.sum(1)
        assert near(share, float(ndtr(2 * 0.6**dose - 1)))


def test_prior_expectation_moves_the_guess(study):
    drawn = draw(study("belief: {expectation: 1.5, criterion: 0.3}"), seed=22)
    says = drawn.guesses("guess").answer[:, :, 0] == 1
    expected = ndtr(1.5 * drawn.people.expectation - 0.3)
    assert near((says - expected).mean(1), 0.0)


def test_several_doses_are_told_apart_by_steps():
    """Placebo below k, 5 µg up to k + step, 10 µg above; d′ by dose."""
    protocol = load_protocol(Path(__file__).parents[1] / "studies" / "crossover.yaml")
    scenario = parse_scenario(
        "limen: 1\nid: made\ntitle: Three doses\nparticipants: 60\n"
        "noticing: {d_prime: {interventions: {lsd_5: 0.6, lsd_10: 1.6}}}\n"
        "belief: {criterion: 0.5, criterion_step: 0.8}\n"
    )
    drawn = draw(Study(protocol, scenario), seed=23)
    given, answer = drawn.intervention("mood")[:, :, 1], drawn.guesses("guess").answer[:, :, 1]
    for code, d_prime in enumerate((0.0, 0.6, 1.6)):
        who = given == code
        limits = ndtr(np.array([0.5, 1.3]) - d_prime)
        for option, expected in enumerate(np.diff([0, *limits, 1])):
            shares = np.where(who, answer == option, 0).sum(1) / who.sum(1)
            assert near(shares, float(expected))


def test_recovery_from_stressors_can_be_faster():
    """The logarithm of the half-life changes: what is left after a day squares when it halves."""
    text = (
        "limen: 1\nid: made\ntitle: Recovery\nparticipants: 40\nstressors: {{per_day: 1, "
        "half_life_days: 1, half_life_change: {{active: {change}}}}}\n"
        "outcomes: [{{id: distress, mean: 0, sd_between: 0, sd_within: 0, stress: 1}}]\n"
    )
    protocol = load_protocol(shipped()["resilience"])
    plain, faster = (
        draw(Study(protocol, parse_scenario(text.format(change=change))), seed=24, keep=[0])
        for change in (0, float(np.log(0.5)))
    )
    assert np.array_equal(plain.scores("stressors"), faster.scores("stressors"))
    burden = faster.scores("stressors")[0, :, -2:]
    felt = faster.latent("distress")[0, :, -2:]
    left = np.where(faster.arm[0] == 1, 0.25, 0.5)
    assert felt[:, 1] == pytest.approx(left * felt[:, 0] + burden[:, 1])


def test_autoregression_is_stationary_whatever_the_gaps():
    days, n = np.array([1.0, 2.0, 5.0, 5.0]), 200_000
    innovations = np.random.default_rng(1).standard_normal((n, 4))
    series = autoregressive(innovations, days, 0.6)
    lags = np.abs(days[:, None] - days[None, :])
    lags[2, 3] = lags[3, 2] = 0.25  # two entries of one day
    lags[[0, 1], 3] += 0.25
    lags[3, [0, 1]] += 0.25
    assert np.abs(series.T @ series / n - 0.6**lags).max() < 4 * np.sqrt(2 / n)
