"""The filled-in values, one person at a time and by hand."""

import numpy as np
import pytest

from limen.analyse.imputation.conditional_mean import completed, last_observed
from limen.analyse.imputation.strategies import STRATEGIES, strategy_named
from limen.errors import AnalysisError

NAN = np.nan
OWN = np.array([[1.0, 2.0, 4.0, 7.0]])
REFERENCE = np.array([[1.5, 1.0, 0.5, 0.25]])
EXPECTED_MEANS = {  # of somebody last seen at the second visit
    "missing_at_random": [1.0, 2.0, 4.0, 7.0],
    "jump_to_reference": [1.0, 2.0, 0.5, 0.25],
    "copy_reference": [1.5, 1.0, 0.5, 0.25],
    "copy_increments": [1.0, 2.0, 1.5, 1.25],
    "last_mean_carried_forward": [1.0, 2.0, 2.0, 2.0],
}


@pytest.fixture(scope="module")
def sigma():
    root = np.random.default_rng(20261206).standard_normal((4, 4))
    return root @ root.T + np.eye(4)


def test_every_strategy_is_listed_here():
    assert EXPECTED_MEANS.keys() == STRATEGIES.keys()


@pytest.mark.parametrize("key", EXPECTED_MEANS)
def test_means_after_dropout(key):
    means = STRATEGIES[key].means(OWN, REFERENCE, np.array([1]))
    assert means[0] == pytest.approx(EXPECTED_MEANS[key], abs=1e-12)


@pytest.mark.parametrize("key", EXPECTED_MEANS)
def test_values_are_conditional_expectations(key, sigma):
    y = np.array([[3.0, NAN, NAN, NAN]])
    y[0, 1] = 0.5
    mean = np.array(EXPECTED_MEANS[key])
    slope = sigma[2:, :2] @ np.linalg.inv(sigma[:2, :2])
    filled = completed(y, OWN, REFERENCE, sigma, [STRATEGIES[key]])[0]

    assert filled[0, :2] == pytest.approx([3.0, 0.5], abs=0)
    assert filled[0, 2:] == pytest.approx(mean[2:] + slope @ (y[0, :2] - mean[:2]), rel=1e-12)


@pytest.mark.parametrize("key", EXPECTED_MEANS)
def test_a_gap_of_somebody_who_stayed_is_filled_from_the_own_arm(key, sigma):
    y = np.array([[3.0, NAN, 1.0, 2.0]])
    seen = [0, 2, 3]
    slope = sigma[1, seen] @ np.linalg.inv(sigma[np.ix_(seen, seen)])
    filled = completed(y, OWN, REFERENCE, sigma, [STRATEGIES[key]])[0]

    assert filled[0, 1] == pytest.approx(OWN[0, 1] + slope @ (y - OWN)[0, seen], rel=1e-12)


@pytest.mark.parametrize("key", sorted(set(EXPECTED_MEANS) - {"missing_at_random"}))
def test_somebody_never_seen_gets_the_reference_means(key, sigma):
    filled = completed(np.full((1, 4), NAN), OWN, REFERENCE, sigma, [STRATEGIES[key]])[0]
    assert filled[0] == pytest.approx(REFERENCE[0], abs=1e-12)


def test_last_observed_counts_from_zero():
    seen = np.array([[1, 0, 1, 0], [1, 1, 1, 1], [0, 0, 0, 0]], dtype=bool)
    assert last_observed(seen).tolist() == [2, 3, -1]


def test_an_unknown_strategy_is_refused_with_the_list():
    with pytest.raises(AnalysisError, match="jump_to_reference"):
        strategy_named("locf")
