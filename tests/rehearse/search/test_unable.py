"""A design is only called unable where Monte Carlo error cannot be the reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from limen.rehearse.performance import Measure
from limen.rehearse.search.unable import never


@pytest.mark.parametrize(
    ("truth", "truth_error", "mean", "wrong"),
    [
        (0.4, 0.01, -0.4, True),
        (-0.4, 0.01, 0.4, True),
        (0.4, 0.01, 0.4, False),
        (0.4, 0.01, -0.02, False),  # the mean cannot be told from zero
        (0.02, 0.01, -0.4, False),  # nor can the truth
    ],
)
def test_only_a_clear_mean_against_a_clear_truth_points_the_wrong_way(
    trials, cell, truth, truth_error, mean, wrong
):
    [made] = trials()([cell], 1000)
    one = replace(
        made.performance[0],
        truth=truth,
        truth_error=truth_error,
        mean=Measure(value=mean, error=0.01),
    )
    assert ("point the wrong way" in never(one)) == wrong
