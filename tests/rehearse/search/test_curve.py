"""The power curve: what it was made from comes back, with the errors it says."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from limen.rehearse.search.curve import Point, power_curve, smoothed

SIZES = (40, 80, 120, 160)


def points(shares, replicates, sizes=SIZES):
    return [
        Point(people=n, power=float(p), error=0.0, replicates=replicates)
        for n, p in zip(sizes, shares, strict=True)
    ]


def test_a_curve_that_is_a_curve_is_found_again():
    """With so many replicates the half rejection that is added does not show."""
    true = ndtr(-1.9 + 0.22 * np.sqrt(SIZES))
    curve = power_curve(points(true, 10**9), near=0.7)
    assert curve.intercept == pytest.approx(-1.9, abs=1e-6)
    assert curve.slope == pytest.approx(0.22, abs=1e-6)
    assert curve.people(0.8) == pytest.approx(((ndtri(0.8) + 1.9) / 0.22) ** 2, rel=1e-6)
    assert curve.power(curve.people(0.8)) == pytest.approx(0.8)


def test_its_covariance_and_its_limits_are_those_of_repeated_draws():
    rng = np.random.default_rng(5)
    true, n, repeats = ndtr(-1.9 + 0.25 * np.sqrt(SIZES)), 1000, 400
    wanted = ((ndtri(0.8) + 1.9) / 0.25) ** 2
    fits = [power_curve(points(rng.binomial(n, true) / n, n), near=0.8) for _ in range(repeats)]
    found = np.array([[fit.intercept, fit.slope] for fit in fits])
    said = np.mean([fit.covariance for fit in fits], axis=0)
    assert np.diag(np.cov(found.T)) == pytest.approx(np.diag(said), rel=4 * np.sqrt(2 / repeats))
    inside = np.mean([low <= wanted <= high for low, high in (f.limits(0.8) for f in fits)])
    assert abs(inside - 0.95) < 4 * np.sqrt(0.95 * 0.05 / repeats)


def test_points_far_from_the_wanted_power_do_not_bend_it():
    """At 10 and 20 people power is above the line of the others: that is the floor at 5 %."""
    true = ndtr(-1.9 + 0.2 * np.sqrt(SIZES))
    far = points([0.3, 0.3], 10**6, sizes=(1, 4))
    alone = power_curve(points(true, 10**6), near=0.95)
    both = power_curve([*far, *points(true, 10**6)], near=0.95)
    assert both.people(0.95) == pytest.approx(alone.people(0.95))


@pytest.mark.parametrize("shares", [[0, 0, 0, 0], [1, 1, 1, 1], [0, 0, 1, 1]])
def test_powers_of_nothing_and_all_can_be_placed(shares):
    curve = power_curve(points(shares, 256), near=0.8)
    assert np.isfinite([curve.intercept, curve.slope]).all()
    assert 0 <= curve.power(100) <= 1


def test_a_curve_that_does_not_rise_reaches_nothing():
    curve = power_curve(points([0.5, 0.45, 0.4, 0.35], 1000), near=0.8)
    assert not curve.rises
    assert curve.people(0.8) == np.inf
    assert curve.limits(0.8) == (0.0, np.inf)


def test_one_size_makes_no_curve():
    assert power_curve(points([0.4], 256, sizes=(40,)), near=0.8) is None


def test_smoothing_pools_neighbours_that_fall():
    """Hand: 0.5 (300 replicates) and 0.3 (100) are pooled to 0.45; the others stay."""
    made = [
        Point(people=10, power=0.2, error=0.0, replicates=100),
        Point(people=20, power=0.5, error=0.0, replicates=300),
        Point(people=30, power=0.3, error=0.0, replicates=100),
        Point(people=40, power=0.9, error=0.0, replicates=100),
    ]
    assert smoothed(made) == pytest.approx((0.2, 0.45, 0.45, 0.9))
