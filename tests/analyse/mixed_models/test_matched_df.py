"""Denominator df of a joint test from those of its uncorrelated parts."""

import numpy as np
import pytest

from limen.analyse.mixed_models.inference import matched_df


def test_equal_parts_keep_their_df():
    assert matched_df(np.array([[12.5, 12.5, 12.5]]))[0] == pytest.approx(12.5)


def test_the_mean_of_f_is_matched():
    """E = Σ ν/(ν−2) = 10/8 + 20/18; df = 2E/(E − 2)."""
    mean = 10 / 8 + 20 / 18
    assert matched_df(np.array([[10.0, 20.0]]))[0] == pytest.approx(2 * mean / (mean - 2))


def test_a_part_without_a_mean_leaves_two():
    assert matched_df(np.array([[1.5, 40.0]]))[0] == 2.0
