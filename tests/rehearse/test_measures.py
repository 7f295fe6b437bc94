"""Operating characteristics: by hand, against their definition, and against bootstrapped errors."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hand_made import QUANTITIES, TARGET, answer, truth

from limen.rehearse.measures import performances
from limen.rehearse.tally.summing import summed

A, B = QUANTITIES


def measured(value, error, *, true=0.0, true_error=0.0, failed=(), alpha=0.05):
    truths = {
        TARGET: truth(true, error=true_error),
        TARGET.with_belief("placebo"): truth(true - 1.0),
    }
    sums = summed(answer(value, error, failed=failed), truths, alpha=alpha)["a"]
    return list(performances(A, sums, truths))


def test_measures_done_by_hand():
    """Estimates 1, 2, 3, 6 of a truth of 2, with standard errors 1, 1, 2, 2."""
    own, other = measured([1.0, 2.0, 3.0, 6.0], [1.0, 1.0, 2.0, 2.0], true=2.0)
    assert own.own
    assert (own.truth, own.truth_is_zero, own.replicates, own.failed) == (2.0, False, 4, 0)
    assert own.mean.value == 3.0
    assert own.bias.value == 1.0
    spread = sqrt(14 / 3)  # squares about the mean: 4 + 1 + 0 + 9
    assert own.empirical_se.value == pytest.approx(spread)
    assert own.empirical_se.error == pytest.approx(spread / sqrt(6))
    assert own.bias.error == own.mean.error == pytest.approx(spread / 2)
    assert own.model_se.value == pytest.approx(sqrt(10 / 4))
    assert own.model_se.error == pytest.approx(sqrt(3 / (4 * 4 * 2.5)))  # var of 1, 1, 4, 4 is 3
    assert own.mse.value == pytest.approx(18 / 4)
    squares = np.array([1.0, 0.0, 1.0, 16.0])
    assert own.mse.error == pytest.approx(squares.std(ddof=1) / 2)
    assert own.coverage.value == 0.75  # 6 ± 3.92 begins at 2.08
    assert own.coverage.error == pytest.approx(sqrt(0.75 * 0.25 / 4))
    assert own.rejection.value == 0.5  # z is 1, 2, 1.5, 3
    assert not other.own
    assert other.target.belief == "placebo"
    assert (other.truth, other.bias.value, other.mean.value) == (1.0, 2.0, 3.0)
    assert other.mse.value == pytest.approx((0 + 1 + 4 + 25) / 4)
    assert other.mse.error == pytest.approx(np.array([0.0, 1.0, 4.0, 25.0]).std(ddof=1) / 2)
    assert other.coverage.value == 0.75
    assert other.rejection == own.rejection


def test_the_truths_own_error_is_part_of_the_bias_and_of_the_squared_error():
    sure = measured([1.0, 2.0, 3.0, 6.0], [1.0] * 4, true=2.0)[0]
    unsure = measured([1.0, 2.0, 3.0, 6.0], [1.0] * 4, true=2.0, true_error=0.3)[0]
    assert unsure.bias.error == pytest.approx(sqrt(sure.bias.error**2 + 0.3**2))
    assert unsure.mse.error == pytest.approx(sqrt(sure.mse.error**2 + (2 * 1.0 * 0.3) ** 2))
    assert unsure.mean == sure.mean
    assert unsure.truth_error == 0.3


def test_failures_count_and_do_not_enter():
    with_failure = measured([1.0, 2.0, 99.0, 6.0], [1.0] * 4, true=2.0, failed=[2])[0]
    without = measured([1.0, 2.0, 6.0], [1.0] * 3, true=2.0)[0]
    assert (with_failure.replicates, with_failure.failed) == (4, 1)
    for name in ("mean", "bias", "empirical_se", "model_se", "mse", "coverage", "rejection"):
        assert getattr(with_failure, name) == getattr(without, name)


def test_nothing_estimated_is_not_a_number():
    one = measured([1.0, 2.0], [1.0, 1.0], failed=[0, 1])[0]
    assert one.failed == 2
    for name in ("mean", "bias", "empirical_se", "model_se", "mse", "coverage", "rejection"):
        assert np.isnan(getattr(one, name).value)
        assert np.isnan(getattr(one, name).error)


def test_numbers_without_a_target_have_no_performance():
    sums = summed(answer([1.0], [1.0]), {TARGET: truth(0.0)}, alpha=0.05)
    assert list(performances(B, sums["b"], {TARGET: truth(0.0)})) == []


def test_a_truth_that_is_not_known_is_left_out():
    sums = summed(answer([1.0, 2.0], [1.0, 1.0]), {}, alpha=0.05)["a"]
    assert list(performances(A, sums, {})) == []


def skewed(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Estimates of a truth of 0 that are biased and skewed, and standard errors that vary."""
    return 0.3 + rng.gamma(4.0, 0.5, n) - 2.0, rng.gamma(20.0, 0.06, n)


NAMES = ("mean", "bias", "empirical_se", "model_se", "mse", "coverage", "rejection")


def test_errors_are_those_of_bootstrapped_replicates():
    """The second route: resample the replicates and see how much each measure varies.

    The error of the empirical SE supposes normal estimates, so it is compared with those below.
    """
    rng = np.random.default_rng(20260502)
    value, error = skewed(rng, 400)
    own = measured(value, error)[0]
    again: dict[str, list[float]] = {name: [] for name in NAMES}
    repeats = 1000
    for _ in range(repeats):
        take = rng.integers(400, size=400)
        one = measured(value[take], error[take])[0]
        for name in NAMES:
            again[name].append(getattr(one, name).value)
    for name in NAMES:
        if name == "empirical_se":
            continue
        spread = float(np.std(again[name]))
        # bootstrap variance: n against n - 1, then its own Monte Carlo error
        assert getattr(own, name).error == pytest.approx(
            spread, rel=4 / sqrt(2 * repeats) + 1 / 400
        ), name


def test_measures_of_normal_estimates_are_those_of_the_closed_form():
    """x ~ N(θ + 0.1, 0.5²) with known standard errors: every measure, within 4 of its errors."""
    rng = np.random.default_rng(20260503)
    n, theta, sd, bias = 20_000, 0.4, 0.5, 0.1
    own = measured(theta + bias + sd * rng.standard_normal(n), np.full(n, sd), true=theta)[0]
    from scipy.stats import norm

    z = norm.ppf(0.975)
    expected = {
        "mean": theta + bias,
        "bias": bias,
        "empirical_se": sd,
        "mse": sd**2 + bias**2,
        "coverage": norm.cdf(z - bias / sd) - norm.cdf(-z - bias / sd),
        "rejection": norm.sf(z - (theta + bias) / sd) + norm.cdf(-z - (theta + bias) / sd),
    }
    for name, value in expected.items():
        found = getattr(own, name)
        assert abs(found.value - value) < 4 * found.error, name
    assert own.model_se.value == pytest.approx(sd)
    assert own.model_se.error == pytest.approx(0.0, abs=1e-9)


def test_the_error_of_the_empirical_se_is_its_spread_over_rehearsals():
    rng = np.random.default_rng(20260504)
    found = [measured(rng.normal(0, 2, 50), np.ones(50))[0].empirical_se for _ in range(2000)]
    spread = np.std([one.value for one in found])
    assert np.mean([one.error for one in found]) == pytest.approx(
        spread, rel=4 / sqrt(2 * 2000) + 1 / 50
    )


def test_a_large_truth_costs_no_digits():
    """Values near a million with an SD of 0.001: sums are centred on the truth."""
    rng = np.random.default_rng(20260505)
    off = 0.001 * rng.standard_normal(1000)
    far = measured(1e6 + off, np.full(1000, 0.001), true=1e6)[0]
    near = measured(off, np.full(1000, 0.001), true=0.0)[0]
    assert far.empirical_se.value == pytest.approx(near.empirical_se.value, rel=1e-6)
    assert far.mse.value == pytest.approx(near.mse.value, rel=1e-6)
    assert far.coverage.value == pytest.approx(near.coverage.value, abs=0.002)
