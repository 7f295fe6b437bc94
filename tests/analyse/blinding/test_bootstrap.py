"""Percentiles of bootstrap samples, at the level that was asked for."""

import numpy as np
import pytest

from limen.analyse.blinding.bootstrap import percentile_limits
from limen.analyse.blinding.indices.share_difference import share_difference


@pytest.mark.parametrize(("level", "limits"), [(0.95, (2.5, 97.5)), (0.8, (10, 90))])
def test_the_limits_are_the_percentiles_of_the_level(level, limits):
    values = np.arange(101.0)[:, None]
    lower, upper, spread = percentile_limits(values, level)
    assert (lower[0], upper[0]) == pytest.approx(limits)
    assert spread[0] == pytest.approx(np.std(values, ddof=1))


def test_undefined_samples_are_ignored():
    values = np.concatenate([np.arange(101.0), [np.nan, np.nan]])[:, None]
    assert percentile_limits(values, 0.9)[0][0] == pytest.approx(5)


def test_the_difference_is_of_those_who_say_active(counts):
    """35 of 60 after something active less 10 of 50 after placebo, "don't know" asked too."""
    found = share_difference(counts((35, 10, 5), (20, 35, 5)))
    assert found.value[0, 0] == pytest.approx(35 / 60 - 10 / 50)
    assert found.lower[0, 0] < found.value[0, 0] < found.upper[0, 0]
