"""Divided differences of exponentials against high precision and against their limits."""

from __future__ import annotations

from decimal import Decimal, getcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limen.pharmacology.exponentials import bateman, bateman_three

getcontext().prec = 60


def exactly(hours: float, *rates: float) -> float:
    """The divided difference by its definition, in 60 digits; the rates must differ."""
    exact = [Decimal(rate) for rate in rates]
    total = Decimal(0)
    for i, rate in enumerate(exact):
        below = Decimal(1)
        for j, other in enumerate(exact):
            if i != j:
                below *= other - rate
        total += (-rate * Decimal(hours)).exp() / below
    return float(total)


@pytest.mark.parametrize("apart", [1.0, 1e-2, 1e-6, 1e-10])
@pytest.mark.parametrize("hours", [1e-3, 0.5, 3.0, 40.0])
def test_two_rates_are_accurate_however_near(apart, hours):
    first, second = 0.5, 0.5 + apart
    assert bateman(hours, first, second) == pytest.approx(exactly(hours, first, second), rel=1e-13)
    assert bateman(hours, first, second) == bateman(hours, second, first)


@pytest.mark.parametrize("apart", [1.0, 3e-2, 1e-3, 1e-8])
@pytest.mark.parametrize("hours", [1e-2, 0.5, 3.0, 40.0])
@pytest.mark.parametrize("middle", [0.1, 0.5, 0.99])
def test_three_rates_are_accurate_however_near(apart, hours, middle):
    rates = (0.5, 0.5 + middle * apart, 0.5 + apart)
    found = bateman_three(hours, *rates)
    assert found == pytest.approx(exactly(hours, *rates), rel=3e-13)
    assert found == pytest.approx(float(bateman_three(hours, *rates[::-1])), rel=1e-15)


def test_equal_rates_give_the_limits():
    t = np.linspace(0, 20, 7)
    assert bateman(t, 0.4, 0.4) == pytest.approx(t * np.exp(-0.4 * t), rel=1e-14)
    assert bateman_three(t, 0.4, 0.4, 0.4) == pytest.approx(t**2 / 2 * np.exp(-0.4 * t), rel=1e-14)


def test_series_and_formula_meet_without_a_step():
    spread = np.array([0.0999999, 0.1000001])
    values = bateman_three(1.0, 0.5, 0.5 + spread / 3, 0.5 + spread)
    assert values[0] == pytest.approx(values[1], rel=1e-7)


def test_nothing_before_time_zero_and_nothing_after_very_long():
    assert bateman([-1.0, 1e6], 0.2, 3.0).tolist() == [0.0, 0.0]
    assert bateman_three([-1.0, 1e6], 0.2, 3.0, 900.0).tolist() == [0.0, 0.0]


@given(
    hours=st.floats(0, 1e4),
    rates=st.tuples(*[st.floats(1e-6, 1e3)] * 3),
)
def test_any_rates_give_something_finite_and_not_negative(hours, rates):
    with np.errstate(divide="raise", over="raise", invalid="raise"):
        two, three = bateman(hours, *rates[:2]), bateman_three(hours, *rates)
    assert np.isfinite(two)
    assert np.isfinite(three)
    assert two >= 0
    assert three >= -1e-12 * hours**2
