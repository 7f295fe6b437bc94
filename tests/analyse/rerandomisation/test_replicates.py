"""Many replicates against the same lists, set beside the kernel that does them one by one."""

from __future__ import annotations

import numpy as np
import pytest

from limen.analyse.rerandomisation import contrast_statistics, p_value
from limen.analyse.rerandomisation.replicates import Outcomes

R, N, LISTS = 5, 30, 200


def drawn(arms: int, *, baseline: bool) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(20261125)
    y, keep = rng.normal(20, 3, (R, N)), rng.random((R, N)) < 0.8
    columns = [np.ones((R, N)), *([rng.normal(size=(R, N))] if baseline else [])]
    return (
        y,
        keep,
        np.stack(columns, axis=2),
        rng.integers(arms, size=(R, N)),
        rng.integers(arms, size=(LISTS, N)),
    )


@pytest.mark.parametrize("arms", [2, 3, 4])
@pytest.mark.parametrize("baseline", [False, True])
def test_gives_the_statistics_and_p_values_of_each_replicate_alone(arms, baseline):
    y, keep, covariates, arm, lists = drawn(arms, baseline=baseline)
    outcomes = Outcomes.of(y, keep, covariates, arms)
    estimate, t = outcomes.observed(arm)
    extreme, total = outcomes.as_extreme([lists[:77], lists[77:]], t)
    assert total == LISTS
    for r in range(R):
        own = keep[r]
        alone = contrast_statistics(y[r, own], arm[r : r + 1, own], arms, covariates[r, own])
        redrawn = contrast_statistics(y[r, own], lists[:, own], arms, covariates[r, own])[1]
        assert estimate[r] == pytest.approx(alone[0][0], rel=1e-10)
        assert t[r] == pytest.approx(alone[1][0], rel=1e-10)
        expected = p_value(alone[1][0], redrawn)
        assert (1 + extreme[r]) / (1 + total) == pytest.approx(expected, rel=1e-12)


def test_a_list_that_leaves_an_arm_empty_counts_as_extreme():
    y, keep, covariates, arm, lists = drawn(3, baseline=False)
    lists[:50] = np.where(lists[:50] == 2, 1, lists[:50])
    outcomes = Outcomes.of(y, keep, covariates, 3)
    t = outcomes.observed(arm)[1]
    extreme, _ = outcomes.as_extreme([lists[:50]], t)
    assert (extreme == 50).all()


def test_a_replicate_with_an_empty_arm_has_no_statistic():
    y, keep, covariates, arm, _ = drawn(2, baseline=False)
    arm[2] = 0
    estimate, t = Outcomes.of(y, keep, covariates, 2).observed(arm)
    assert np.isnan(estimate[2]).all()
    assert np.isnan(t[2]).all()
    assert np.isfinite(np.delete(t, 2, axis=0)).all()
