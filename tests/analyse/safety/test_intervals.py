"""Exact and score intervals against R 4.2.2 and published examples, and by second routes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from limen.analyse.safety import (
    clopper_pearson,
    exact_rate,
    miettinen_nurminen,
    newcombe,
    rate_ratio,
    wilson,
)
from limen.analyse.safety.difference import score
from limen.analyse.safety.rate import rate_ratio_p
from limen.errors import AnalysisError


@pytest.mark.parametrize(
    ("x", "n", "lower", "upper"),
    [
        (0, 40, "0.00000000", "0.08809730"),
        (4, 40, "0.02792542", "0.23663740"),
        (7, 13, "0.25134548", "0.80776756"),
        (40, 40, "0.91190270", "1.00000000"),
    ],
)
def test_exact_limits_match_r(printed, x, n, lower, upper):
    """R: binom.test(x, n)$conf.int"""
    limits = clopper_pearson(x, n)

    assert limits.lower == printed(lower)
    assert limits.upper == printed(upper)


@pytest.mark.parametrize(
    ("x", "n", "lower", "upper"),
    [
        (0, 40, "0.00000000", "0.08762160"),
        (4, 40, "0.03957953", "0.23051775"),
        (81, 263, "0.25528852", "0.36620958"),
    ],
)
def test_wilson_limits_match_r(printed, x, n, lower, upper):
    """R: prop.test(x, n, correct = FALSE)$conf.int"""
    limits = wilson(x, n)

    assert limits.lower == printed(lower)
    assert limits.upper == printed(upper)


@given(st.integers(0, 30), st.integers(1, 30))
def test_exact_limits_leave_half_of_alpha_in_each_tail(x, more):
    n = x + more
    limits = clopper_pearson(x, n)

    assert stats.binom.cdf(x, n, limits.upper) == pytest.approx(0.025, abs=1e-9)
    if x:
        assert stats.binom.sf(x - 1, n, limits.lower) == pytest.approx(0.025, abs=1e-9)


@pytest.mark.parametrize(
    ("counts", "score_limits", "mn_limits"),
    [
        ((56, 70, 48, 80), ("0.0524", "0.3339"), ("0.0528", "0.3382")),
        ((9, 10, 3, 10), ("0.1705", "0.8090"), ("0.1700", "0.8406")),
        ((6, 7, 2, 7), ("0.0582", "0.8062"), ("0.0342", "0.8534")),
        ((5, 56, 0, 29), ("-0.0381", "0.1926"), ("-0.0326", "0.1933")),
        ((0, 10, 0, 20), ("-0.1611", "0.2775"), ("-0.1658", "0.2844")),
        ((0, 10, 0, 10), ("-0.2775", "0.2775"), ("-0.2879", "0.2879")),
        ((10, 10, 0, 20), ("0.6791", "1.0000"), ("0.7156", "1.0000")),
        ((10, 10, 0, 10), ("0.6075", "1.0000"), ("0.6636", "1.0000")),
    ],
)
def test_differences_match_newcombe_table_ii(printed, counts, score_limits, mn_limits):
    """Newcombe 1998, Stat Med 17:873, table II: methods 10 and 6 (Miettinen-Nurminen)."""
    assert tuple(newcombe(*counts)) == tuple(map(printed, score_limits))
    assert tuple(miettinen_nurminen(*counts)) == tuple(map(printed, mn_limits))


@pytest.mark.parametrize("delta", [-0.3, -0.05, 0.0, 0.1, 0.4])
def test_score_uses_the_restricted_maximum_likelihood(delta):
    x1, n1, x0, n0 = 4, 40, 1, 35

    def deviance(p0):
        return -stats.binom.logpmf(x1, n1, p0 + delta) - stats.binom.logpmf(x0, n0, p0)

    ends = (max(0.0, -delta) + 1e-12, min(1.0, 1 - delta) - 1e-12)
    p0 = optimize.minimize_scalar(deviance, bounds=ends, method="bounded", options={"xatol": 1e-12})
    p1 = p0.x + delta
    variance = (p1 * (1 - p1) / n1 + p0.x * (1 - p0.x) / n0) * 75 / 74

    expected = (x1 / n1 - x0 / n0 - delta) / np.sqrt(variance)
    assert score(*map(np.float64, (x1, n1, x0, n0, delta))) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(
    ("events", "time", "lower", "upper"),
    [(0, 1120, "0.0000000000", "0.0032936424"), (124, 2268, "0.0454747727", "0.0651870873")],
)
def test_exact_rates_match_r(printed, events, time, lower, upper):
    """R: poisson.test(events, time)$conf.int"""
    assert tuple(exact_rate(events, time)) == (printed(lower), printed(upper))


@pytest.mark.parametrize(
    ("events", "times", "lower", "upper"),
    [
        ((124, 64), (2268, 2184), "1.369045157", "2.563837752"),
        ((11, 6), (800, 1083), "0.841343465", "8.173160473"),
        ((4, 0), (1100, 1120), "0.672126274", "inf"),
    ],
)
def test_rate_ratios_match_r(printed, events, times, lower, upper):
    """R: poisson.test(events, times)$conf.int"""
    limits = rate_ratio(events[0], times[0], events[1], times[1])

    assert limits.lower == printed(lower)
    assert limits.upper == (np.inf if upper == "inf" else printed(upper))


@pytest.mark.parametrize(("x1", "x0"), [(11, 6), (4, 0), (0, 4), (0, 0), (3, 3)])
def test_p_of_a_rate_ratio_is_twice_the_smaller_binomial_tail(x1, x0):
    share = 800 / (800 + 1083)
    tails = (stats.binom.sf(x1 - 1, x1 + x0, share), stats.binom.cdf(x1, x1 + x0, share))

    assert rate_ratio_p(x1, 800, x0, 1083) == pytest.approx(min(1, 2 * min(tails)), rel=1e-9)


def test_intervals_take_replicates_first():
    x1, x0 = np.array([4.0, 0.0, 9.0]), np.array([0.0, 0.0, 2.0])
    together = miettinen_nurminen(x1, 40, x0, 40)

    for r in range(3):
        alone = miettinen_nurminen(x1[r], 40, x0[r], 40)
        assert together.lower[r] == pytest.approx(float(alone.lower), abs=1e-14)
        assert together.upper[r] == pytest.approx(float(alone.upper), abs=1e-14)


def test_miettinen_nurminen_covers_rare_events():
    """Exact coverage by enumeration of both binomials, not simulation."""
    n, p1, p0 = 40, 0.10, 0.03
    x1, x0 = np.meshgrid(np.arange(n + 1.0), np.arange(n + 1.0), indexing="ij")
    limits = miettinen_nurminen(x1, n, x0, n)
    inside = (limits.lower <= p1 - p0) & (p1 - p0 <= limits.upper)
    weight = stats.binom.pmf(x1, n, p1) * stats.binom.pmf(x0, n, p0)

    assert 0.94 < np.sum(weight[inside]) < 0.97


def test_refuses_impossible_counts():
    with pytest.raises(AnalysisError, match="larger than the number"):
        clopper_pearson(5, 4)
    with pytest.raises(AnalysisError, match="person-time"):
        exact_rate(1, 0)
