"""Standard errors by a second route, and three arms against one reference."""

import numpy as np
import pytest

from limen.analyse.resilience import effect_on_reactivity
from limen.analyse.resilience.change.index import cut_off
from limen.analyse.resilience.comparison import difference_in_means
from limen.analyse.resilience.dynamics.inertia import correct, inertia
from limen.analyse.resilience.reactivity.normative_line import DiarySums
from limen.analyse.resilience.reactivity.slope import difference_in_slopes


def diaries(people=60, days=20, seed=3):
    """Problems on stressors; the second half of the people meet more stressors throughout."""
    rng = np.random.default_rng(seed)
    arm = np.repeat([0, 1], people // 2)[None]
    exposure = rng.poisson(2 + 3 * arm[..., None], (1, people, days)).astype(float)
    slope = 0.5 + 0.3 * rng.standard_normal((1, people, 1))
    noise = rng.standard_normal((1, people, days)) + rng.standard_normal((1, people, 1))
    return slope * exposure + noise, exposure, arm


def test_the_slopes_error_is_that_of_participants_residuals():
    problems, exposure, arm = diaries()
    use = np.ones(problems.shape, dtype=bool)
    use[0, ::3, :4] = False
    found = difference_in_slopes(problems, exposure, use, arm, 2)
    slopes, variances = [], []
    for a in (0, 1):
        sums = []
        for i in np.flatnonzero(arm[0] == a):
            x, y = exposure[0, i][use[0, i]], problems[0, i][use[0, i]]
            sums.append((((x - x.mean()) ** 2).sum(), ((x - x.mean()) * y).sum()))
        xx, xy = np.array(sums).T
        slope, n = xy.sum() / xx.sum(), len(xx)
        slopes.append(slope)
        variances.append(((xy - slope * xx) ** 2).sum() / xx.sum() ** 2 * n / (n - 1))
    assert found.value[0, 0] == pytest.approx(slopes[1] - slopes[0])
    assert found.standard_error[0, 0] == pytest.approx(np.sqrt(sum(variances)))


def test_the_adjusted_error_agrees_with_a_jackknife():
    """Arms that differ in exposure before and after: the frozen line's error cancels in part."""
    problems, exposure, arm = diaries()
    run_in = np.arange(20) < 8
    sums = DiarySums.of(problems, exposure, *(np.broadcast_to(w, (1, 60, 20))
                                              for w in (run_in, ~run_in)))  # fmt: skip
    found = effect_on_reactivity(sums, arm, 2, adjusted=True)
    without = effect_on_reactivity(sums, arm, 2, adjusted=True, weights=1 - np.eye(60)).value[:, 0]
    jackknife = np.sqrt(59 / 60 * ((without - without.mean()) ** 2).sum())
    assert found.standard_error[0, 0] == pytest.approx(jackknife, rel=0.08)


def test_correcting_inertia_stretches_its_error():
    """By the slope of the correction: the corrected value moves more than the raw one."""
    rng = np.random.default_rng(8)
    value = np.zeros((1, 40, 10))
    for t in range(1, 10):
        value[..., t] = 0.4 * value[..., t - 1] + rng.standard_normal((1, 40))
    arm, pair = np.repeat([0, 1], 20)[None], np.ones((1, 40, 9), dtype=bool)
    found = inertia(value, pair, arm, 2)
    before, after = value[0, :, :-1], value[0, :, 1:]
    before = before - before.mean(axis=1, keepdims=True)
    after = after - after.mean(axis=1, keepdims=True)
    for a in (0, 1):
        own = arm[0] == a
        xx, xy = (before**2).sum(axis=1)[own], (before * after).sum(axis=1)[own]
        phi = xy.sum() / xx.sum()
        raw = np.sqrt(((xy - phi * xx) ** 2).sum() * 20 / 19) / xx.sum()
        ends = correct(np.array([phi - 0.01, phi + 0.01]), np.array([9.0, 9.0]))[0]
        stretch = (ends[1] - ends[0]) / 0.02
        assert stretch > 1.05
        assert found.extras["by_arm_error"][0, a] == pytest.approx(raw * stretch, rel=1e-3)


def test_each_of_three_arms_is_compared_with_the_first_alone():
    value = np.array([[1.0, 3.0, 10.0, 14.0, 100.0, 104.0]])
    arm = np.array([[0, 0, 1, 1, 2, 2]])
    found = difference_in_means(value, np.ones((1, 6), dtype=bool), arm, 3)
    assert found.value[0] == pytest.approx([10, 100])
    assert found.standard_error[0] == pytest.approx(np.sqrt([2 / 2 + 8 / 2, 2 / 2 + 8 / 2]))


def test_the_cut_off_lies_nearer_the_population_that_varies_less():
    """(s₀M₁ + s₁M₀)/(s₀ + s₁) with a functional 10 ± 2 and a clinical 30 ± 6: 15, not 25."""
    assert cut_off(mean=30, sd=6, functional_mean=10, functional_sd=2) == pytest.approx(15)
