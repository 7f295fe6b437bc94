"""True values of diary measures: by algebra, and by what the estimators find in many studies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from limen.analyse.resilience.comparison import difference_in_means
from limen.analyse.resilience.dynamics.inertia import inertia
from limen.analyse.resilience.dynamics.successive import dynamics
from limen.analyse.resilience.reactivity.effect import effect_on_reactivity
from limen.analyse.resilience.reactivity.normative_line import DiarySums
from limen.analyse.resilience.reactivity.slope import difference_in_slopes
from limen.rehearse.truth import MEASURES, truths
from limen.simulate.draw import draw

PEOPLE = 20_000
STRESS = (
    "stressors: {{outcome: burden, per_day: 1.5{more}}}\n"
    "outcomes: [{{id: distress, mean: 10, sd_between: 3, sd_within: 2, stress: 0.8, {effects}}}]"
)


def test_reactivity_by_algebra(study, aim, within):
    """P = u + 0.8 E + e, and with the drug −1 − 0.2 E more: the line is 10 + 0.8 E, s² = 9 + 4.

    A stressor weighs 2.5 on average, so E[E] = 3.75 a day.
    """
    made = study(
        STRESS.format(more="", effects="direct: {active: -1}, stress_change: {active: -0.2}")
    )
    lines = [aim("resilience", name) for name in ("reactivity", "reactivity_quadratic")]
    found = truths(made, lines, seed=1, people=PEOPLE)
    for line in lines:
        assert 0 < found[line].error < 0.01
        assert within(found[line], (-1 - 0.2 * 3.75) / np.sqrt(13))
        assert found[line].sd == 1.0
    exposure = aim("burden")
    assert truths(made, [exposure], seed=1, people=600)[exposure].zero


def test_more_stressors_are_no_reactivity(study, aim, within):
    """Twice as many stressors: problems rise along the line, and the slope stays."""
    made = study(
        STRESS.format(
            more=", exposure_change: {active: 0.6931471805599453}", effects="direct: {active: 0}"
        )
    )
    exposure, mean = aim("burden"), aim("resilience", "reactivity")
    slope = aim("resilience", "slope")
    found = truths(made, [exposure, mean, slope], seed=2, people=PEOPLE)
    treatment = 28 / 42  # of the diary's days
    assert within(found[exposure], 3.75 * treatment)
    assert within(found[mean], 0.0)
    assert within(found[slope], 0.0)
    assert not any(one.zero for one in found.values())


def test_the_slope_is_what_protection_changes(study, aim, within):
    made = study(STRESS.format(more="", effects="stress_change: {active: -0.2}"))
    slope = aim("resilience", "slope")
    assert within(truths(made, [slope], seed=3, people=PEOPLE)[slope], -0.2)


def test_variance_by_algebra(study, aim, within):
    """Var = b² Var(E) + σ² within people; Var(E) from those under placebo, by another stream.

    Without autocorrelation MSSD is twice the variance.
    """
    made = study(STRESS.format(more="", effects="stress_change: {active: -0.2}"))
    burden = draw(made, seed=99, keep=range(100)).scores_at("burden", "before.1", "before.2")
    spread = float(burden[:, :, 0].var())
    base = diary_target(aim, "distress", "variance")
    mssd = replace(base, measure="mssd")
    both = truths(made, [base, mssd], seed=4, people=PEOPLE)
    found, twice = both[base], both[mssd]
    error = np.sqrt(
        found.error**2 + ((0.36 - 0.64) * spread * np.sqrt(4 / burden[:, :, 0].size)) ** 2
    )
    assert abs(found.value - (0.36 - 0.64) * spread) < 4 * error
    assert abs(twice.value - 2 * found.value) < 4 * (twice.error + 2 * found.error)


@pytest.fixture
def trial(study):
    """64 studies of 60 people who answer every evening, with a drug that changes all measures."""
    made = study(
        STRESS.format(
            more=", half_life_days: 1, half_life_change: {active: -0.7}, "
            "exposure_change: {active: 0.2}",
            effects="autocorrelation: 0.3, stress_change: {active: -0.2}",
        )
    )
    drawn = draw(made, seed=7, keep=range(64))
    names = tuple(f"before.{k}" for k in range(1, 15)), tuple(f"diary.{k}" for k in range(1, 29))
    problems, stressors = (
        drawn.scores_at(name, *names[0], *names[1]) for name in ("distress", "burden")
    )
    return made, problems, stressors, drawn.arm


def diary_target(aim, outcome, measure):
    return replace(aim(outcome, measure), occasions=("diary",))


def agree(truth, estimates) -> bool:
    """Whether the mean estimate of many studies is the truth, within both Monte Carlo errors."""
    values = estimates.value[:, 0]
    error = np.hypot(values.std(ddof=1) / np.sqrt(len(values)), truth.error)
    return bool(abs(values.mean() - truth.value) < 4 * error)


def test_estimators_of_reactivity_find_it_on_average(trial, aim):
    made, problems, stressors, arm = trial
    before = np.broadcast_to(np.arange(42) < 14, problems.shape)
    sums = DiarySums.of(problems, stressors, before, ~before)
    mean, slope = aim("resilience", "reactivity"), aim("resilience", "slope")
    found = truths(made, [mean, slope], seed=8, people=PEOPLE)
    assert min(abs(one.value) for one in found.values()) > 0.05
    assert agree(found[mean], effect_on_reactivity(sums, arm, 3))
    assert agree(found[slope], difference_in_slopes(problems, stressors, ~before, arm, 3))


def test_estimators_of_dynamics_find_it_on_average(trial, aim):
    made, problems, _, arm = trial
    value = problems[:, :, 14:]
    pair, gap = np.ones((*value.shape[:2], 27), dtype=bool), np.ones((*value.shape[:2], 27))
    everybody = np.ones(arm.shape, dtype=bool)
    each = dynamics(value, np.ones(value.shape, dtype=bool), pair, gap)
    names = ("variance", "mssd", "mssd_per_time", "inertia")
    aims = {name: diary_target(aim, "distress", name) for name in names}
    found = truths(made, aims.values(), seed=8, people=PEOPLE)
    for name in names[:3]:
        estimates = difference_in_means(getattr(each, name), everybody, arm, 3)
        assert agree(found[aims[name]], estimates)
        assert found[aims[name]].sd > 0
    assert abs(found[aims["inertia"]].value) > 0.05
    assert agree(found[aims["inertia"]], inertia(value, pair, arm, 3))
    assert np.isnan(found[aims["inertia"]].sd)


def test_with_several_entries_a_day_nights_are_no_pairs(study, aim):
    """The estimator leaves the night out, and so does the truth: compared on the same scores."""
    made = study(
        "outcomes: [{id: distress, mean: 10, sd_between: 3, sd_within: 2, autocorrelation: 0.1,\n"
        "  direct: {active: 1}, by_lag: []}, {id: burden, mean: 0}]\nmood: {autocorrelation: 0.5}",
        entries="2",
        people=10,
    )
    base = diary_target(aim, "distress", "mssd")
    world = draw(made, seed=1, keep=range(2), arm="PL")
    names = made.protocol.occasion_ids("diary")
    scores = world.scores_at("distress", *names).reshape(2, 10, 28, 2)
    within_days = ((scores[..., 1] - scores[..., 0]) ** 2).mean(axis=(1, 2))
    seen = MEASURES["mssd"].see(world, base)
    assert seen.sums[:, 0, 0] == pytest.approx(10 * within_days)
    centred = scores - scores.mean(axis=2, keepdims=True)
    product = (centred[..., 0] * centred[..., 1]).sum(axis=(1, 2))
    pairs = MEASURES["inertia"].see(world, base)
    assert pairs.sums[:, 0, 1] == pytest.approx(product)
    assert np.all(pairs.sums[:, 0, 2] == 10 * 28)
