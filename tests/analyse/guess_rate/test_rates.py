"""Guess rates and tipping points against counts done by hand: whose rate, which limit, which n."""

import numpy as np
import pytest
from scipy import stats

from limen.analyse.guess_rate.contrast import contrast_estimates
from limen.analyse.guess_rate.rates import belief_difference, guess_rates, says_active_gap
from limen.analyse.guess_rate.strata import Cells, Strata, Totals, totals
from limen.analyse.guess_rate.tipping import tipping_points

COUNTS = (30, 10, 12, 28)  # active said active, said placebo; placebo said active, said placebo


def one_row_each(counts=COUNTS, means=(9.0, 5.0, 8.0, 4.0), sd=2.0) -> Totals:
    """A participant per row; within a stratum half lie `sd` above the mean and half below."""
    people = sum(counts)
    members, sums, k = np.zeros((1, people, 4)), np.zeros((1, people, 4)), 0
    for stratum, (n, mean) in enumerate(zip(counts, means, strict=True)):
        for i in range(n):
            members[0, k, stratum] = 1
            sums[0, k, stratum] = mean + (sd if i % 2 else -sd)
            k += 1
    squares = (sums**2).sum(axis=1)
    return totals(Strata(counts=members, sums=sums, squares=squares, rows=members.sum(axis=1)))


def test_the_first_rate_is_the_active_arms():
    rates = guess_rates(one_row_each())
    assert rates.value[0] == pytest.approx([30 / 40, 28 / 40, 58 / 80])


@pytest.mark.parametrize(("clustered", "factor"), [(False, 1.0), (True, 80 / 79)])
def test_a_rates_error_is_that_of_a_share(clustered, factor):
    found = contrast_estimates(
        ("active", "placebo", "both"), guess_rates(one_row_each()), one_row_each(),
        clustered=clustered,
    )  # fmt: skip
    p, n = np.array([30 / 40, 28 / 40, 58 / 80]), np.array([40, 40, 80])
    assert found.standard_error[0] == pytest.approx(np.sqrt(factor * p * (1 - p) / n))


def test_dont_know_counts_in_both_arms_of_the_gap():
    """Bang's indices are shares of everyone asked: (30 − 10)/50 and (28 − 12)/60."""
    at = Cells(n=np.array([[30.0, 10, 12, 28, 10, 20]]), mean=np.zeros((1, 6)))
    assert says_active_gap(at)[0] == pytest.approx((20 / 50 + 16 / 60) / 2)


def test_belief_is_weighted_by_those_who_guess():
    at = Cells(n=np.array([[30.0, 10, 12, 48]]), mean=np.array([[9.0, 5.0, 8.0, 2.0]]))
    assert belief_difference(at)[0] == pytest.approx((40 * 4 + 60 * 6) / 100)


def _limits(found: Totals, counts, means, sd):
    """The raw difference and its interval, from values written out."""
    rows = [
        [mean + (sd if i % 2 else -sd) for i in range(n)]
        for n, mean in zip(counts, means, strict=True)
    ]
    active, placebo = np.array(rows[0] + rows[1]), np.array(rows[2] + rows[3])
    raw, m = active.mean() - placebo.mean(), sum(counts)
    spread = active.var() / len(active) + placebo.var() / len(placebo)
    half = stats.t.ppf(0.975, m - 1) * np.sqrt(spread * m / (m - 1))
    return raw, half


@pytest.mark.parametrize("means", [(9.0, 5.0, 6.0, 2.0), (1.0, 5.0, 4.0, 8.0)])
def test_the_tipping_point_of_significance_uses_the_limit_nearer_zero(means):
    """Also where the active arm is lower: there it is the upper limit."""
    found = one_row_each(means=means)
    raw, half = _limits(found, COUNTS, means, 2.0)
    assert abs(raw) > half
    tipping, gap = tipping_points(found), 30 / 40 - 12 / 40
    assert tipping.estimate[0] == pytest.approx(raw / gap)
    nearer = min(raw - half, raw + half, key=abs)
    assert tipping.significance[0] == pytest.approx(nearer / gap)


def test_guessing_worse_than_chance_has_tipping_points_too():
    """The active arm says active less often: the δ that explains a benefit is negative."""
    counts, means = (12, 28, 30, 10), (9.0, 7.0, 4.0, 3.0)
    found = one_row_each(counts, means)
    raw, _ = _limits(found, counts, means, 2.0)
    assert tipping_points(found).estimate[0] == pytest.approx(raw / (12 / 40 - 30 / 40))


def test_nothing_tips_where_both_arms_believe_alike():
    tipping = tipping_points(one_row_each((20, 20, 20, 20)))
    assert np.isnan(tipping.estimate[0])
    assert np.isnan(tipping.significance[0])
