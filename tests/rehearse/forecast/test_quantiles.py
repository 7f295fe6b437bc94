"""CRPS, PIT and pinball loss of a forecast by quantiles, against closed forms and quadrature."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from limen.rehearse.forecast.document import LEVELS
from limen.rehearse.forecast.scoring.quantiles import crps, pinball, pit, within

AT = np.array(LEVELS)
NORMAL = norm.ppf(AT)


def normal_crps(y):
    """Closed form for N(0, 1)."""
    return y * (2 * norm.cdf(y) - 1) + 2 * norm.pdf(y) - 1 / np.sqrt(np.pi)


def straight(x, quantiles=NORMAL, levels=AT):
    """F as the score has it: straight between quantiles, 0 below and 1 above them."""
    return np.interp(x, quantiles, levels, left=0.0, right=1.0)


@pytest.mark.parametrize("y", [-4.0, -1.3, 0.0, 0.4, 2.2, 5.0])
def test_crps_is_the_integral_that_defines_it(y):
    low, high = min(y, -3.0), max(y, 3.0)
    points = sorted({y, *NORMAL})
    found, _ = quad(lambda x: (straight(x) - (x >= y)) ** 2, low, high, points=points, limit=200)
    assert crps(y, NORMAL, AT) == pytest.approx(found, abs=1e-7)


@pytest.mark.parametrize("y", [-4.0, -1.3, 0.0, 0.4, 2.2, 5.0])
def test_crps_is_that_of_the_normal_as_far_as_quantiles_tell(y):
    # |∫(G−1)² − (F−1)²| ≤ ∫ |G − F| · |G + F − 2·1| ≤ 2 ∫ |G − F|
    grid = np.linspace(-8, 8, 200_001)
    bound = 2 * np.trapezoid(np.abs(straight(grid) - norm.cdf(grid)), grid)
    assert bound < 0.03
    assert crps(y, NORMAL, AT) == pytest.approx(normal_crps(y), abs=bound)


def test_crps_comes_nearer_to_the_normal_with_more_quantiles():
    errors = []
    for count in (20, 200, 2000):
        levels = (np.arange(count) + 0.5) / count
        errors.append(abs(crps(0.7, norm.ppf(levels), levels) - normal_crps(0.7)))
    assert errors[0] > 5 * errors[1] > 25 * errors[2]


def test_crps_is_twice_the_mean_pinball_over_many_levels():
    levels = (np.arange(20_000) + 0.5) / 20_000
    quantiles = norm.ppf(levels)
    twice = 2 * pinball(0.7, quantiles, levels)
    assert twice == pytest.approx(normal_crps(0.7), abs=1 / 20_000)


def test_crps_of_a_forecast_without_spread_is_the_absolute_error():
    assert crps(5.0, np.full(23, 3.0), AT) == pytest.approx(2.0)
    assert crps(1.0, np.full(23, 3.0), AT) == pytest.approx(2.0)
    assert crps(3.0, np.full(23, 3.0), AT) == 0.0


def test_crps_of_a_jump_counts_the_jump():
    # Half of the mass at 0, the rest even up to 1: F(x) = 0.5 + x / 2 there.
    levels, quantiles = np.array([0.25, 0.5, 1.0]), np.array([0.0, 0.0, 1.0])
    assert crps(1.0, quantiles, levels) == pytest.approx(7 / 12)
    assert crps(0.0, quantiles, levels) == pytest.approx(1 / 12)


@pytest.mark.parametrize(("y", "expected"), [(0.0, 0.5), (1.0, norm.cdf(1.0)), (-0.3, 0.3821)])
def test_pit_of_a_normal_is_its_distribution(y, expected):
    assert pit(y, NORMAL, AT) == pytest.approx(expected, abs=0.005)


def test_pit_is_in_the_middle_of_a_jump_and_of_what_is_left_outside():
    share = np.array([0.0] * 12 + list(np.linspace(0.1, 0.5, 11)))
    assert pit(0.0, share, AT) == pytest.approx(AT[11] / 2)
    assert pit(-9.0, NORMAL, AT) == pytest.approx(0.005)
    assert pit(9.0, NORMAL, AT) == pytest.approx(0.995)


def test_an_interval_holds_its_limits():
    assert within(NORMAL[2], 0.9, NORMAL, AT)
    assert within(float(f"{NORMAL[2]:.6g}"), 0.9, NORMAL, AT)
    assert not within(NORMAL[2] - 0.01, 0.9, NORMAL, AT)
    assert within(0.6, 0.5, NORMAL, AT)
    assert not within(0.7, 0.5, NORMAL, AT)
