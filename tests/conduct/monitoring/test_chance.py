"""Exact limits, against SciPy and against counting every case."""

from __future__ import annotations

from itertools import product
from math import comb

import pytest
from scipy import stats
from scipy.special import betainc

from limen.conduct.core.monitoring.chance import (
    allowed,
    at_least,
    at_most,
    count_limits,
    exceeds,
    share_limits,
)


@pytest.mark.parametrize(("count", "of"), [(0, 5), (1, 5), (5, 5), (3, 40), (39, 40), (200, 900)])
def test_the_limits_of_a_share_are_clopper_and_pearsons(count, of):
    exact = stats.binomtest(count, of).proportion_ci(0.95, method="exact")
    assert share_limits(count, of) == pytest.approx((exact.low, exact.high), abs=1e-9)


@pytest.mark.parametrize("count", [0, 1, 2, 7, 40, 1000])
def test_the_limits_of_a_count_are_garwoods(count):
    lower = stats.chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
    upper = stats.chi2.ppf(0.975, 2 * count + 2) / 2
    assert count_limits(count) == pytest.approx((lower, upper), rel=1e-9)


def test_tails_are_those_of_the_binomial():
    for count, of, p in product(range(-1, 9), (1, 7), (0.0, 0.03, 0.5, 0.97, 1.0)):
        assert at_most(count, of, p) == pytest.approx(stats.binom.cdf(count, of, p), abs=1e-12)
        assert at_least(count, of, p) == pytest.approx(stats.binom.sf(count - 1, of, p), abs=1e-12)


@pytest.mark.parametrize(("of", "overall"), [(1, 0.3), (8, 0.25), (30, 0.1), (60, 0.9)])
def test_what_chance_allows_leaves_at_most_the_tails_out(of, overall):
    low, high = allowed(of, overall)
    chances = [comb(of, k) * overall**k * (1 - overall) ** (of - k) for k in range(of + 1)]
    below = sum(chances[: round(low * of)])
    above = sum(chances[round(high * of) + 1 :])
    assert max(below, above) <= 0.025
    assert below + chances[round(low * of)] > 0.025
    assert above + chances[round(high * of)] > 0.025


@pytest.mark.parametrize(("count", "of"), [(0, 0), (0, 20), (3, 20), (20, 20)])
def test_a_posterior_tail_is_the_rehearsals(count, of):
    assert exceeds(count, of, 0.1) == pytest.approx(1 - betainc(1 + count, 1 + of - count, 0.1))
