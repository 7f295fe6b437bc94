"""Re-randomisation: every possible list, the t test beside it, and its size."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from limen.allocation import Procedure
from limen.allocation.generate import allocations
from limen.analyse.layout import Layout
from limen.analyse.rerandomisation import contrast_statistics, p_value, rerandomisation_test
from limen.errors import NotIdentifiedError
from limen.randomness import stream

TOTALS = Procedure(kind="fixed_totals", arms=("placebo", "microdose"), ratio=(1, 1))


def layout(y: np.ndarray, arm: np.ndarray, baseline: np.ndarray | None = None) -> Layout:
    return Layout(
        outcome="mood",
        value=y[np.newaxis, :, np.newaxis],
        observed=np.isfinite(y)[np.newaxis, :, np.newaxis],
        participants=tuple(str(i) for i in range(len(y))),
        occasions=("end",),
        arms=("placebo", "microdose"),
        arm=arm[np.newaxis],
        baseline=None if baseline is None else baseline[np.newaxis],
    )


def test_statistics_are_least_squares():
    rng = np.random.default_rng(5)
    arm, x = rng.integers(3, size=40), rng.standard_normal(40)
    y = rng.standard_normal(40) + 0.4 * x
    design = np.column_stack([np.ones(40), x, arm == 1, arm == 2])
    covariance = np.linalg.inv(design.T @ design)
    beta = covariance @ design.T @ y
    sigma2 = np.sum((y - design @ beta) ** 2) / 36
    estimate, t = contrast_statistics(y, arm[np.newaxis], 3, design[:, :2])
    np.testing.assert_allclose(estimate[0], beta[2:], rtol=1e-10)
    np.testing.assert_allclose(
        t[0], beta[2:] / np.sqrt(sigma2 * np.diag(covariance)[2:]), rtol=1e-10
    )


def test_agrees_with_every_possible_list():
    y = np.array([1.2, 3.1, 0.4, 2.2, 5.0, 4.1, 1.9, 6.3])
    arm = np.array([0, 0, 0, 1, 1, 1, 0, 1])
    every = np.array([[int(i in chosen) for i in range(8)] for chosen in combinations(range(8), 4)])
    _, all_t = contrast_statistics(y, every, 2, np.ones((8, 1)))
    _, observed = contrast_statistics(y, arm[np.newaxis], 2, np.ones((8, 1)))
    exact = np.mean(np.abs(all_t[:, 0]) >= abs(observed[0, 0]) - 1e-9)

    answer = rerandomisation_test(layout(y, arm), procedure=TOTALS, seed=3, redraws=20_000)

    assert answer.estimates[0].value == pytest.approx(y[arm == 1].mean() - y[arm == 0].mean())
    assert abs(answer.estimates[0].p - exact) < 4 * np.sqrt(exact * (1 - exact) / 20_000) + 1e-4


def test_agrees_with_the_t_test_in_a_large_study():
    rng = np.random.default_rng(8)
    arm = np.repeat([0, 1], 100)
    y = rng.standard_normal(200) + 0.25 * arm
    answer = rerandomisation_test(layout(y, arm), procedure=TOTALS, seed=1, redraws=9999)
    p = stats.ttest_ind(y[arm == 1], y[arm == 0]).pvalue
    assert abs(answer.estimates[0].p - p) < 4 * np.sqrt(p * (1 - p) / 9999) + 0.004


def test_size_is_at_most_nominal():
    """1,000 null studies; outcomes heavy-tailed, blocks of varying size, some values missing."""
    blocks = Procedure(
        kind="permuted_blocks", arms=("placebo", "microdose"), ratio=(1, 1), block_sizes=(2, 4)
    )
    rng = stream(20261123, "size")
    rejected = 0
    for _ in range(1000):
        y = rng.standard_t(2, size=18)
        lists = allocations(blocks, replicates=100, rng=rng, participants=18)
        _, t = contrast_statistics(y, lists, 2, np.ones((18, 1)))
        rejected += p_value(t[0], t[1:])[0] <= 0.05
    assert rejected / 1000 < 0.05 + 4 * np.sqrt(0.05 * 0.95 / 1000)
    assert rejected / 1000 > 0.05 - 4 * np.sqrt(0.05 * 0.95 / 1000)


def test_people_without_an_outcome_are_redrawn_too():
    y = np.array([1.0, 2.0, np.nan, 4.0, 3.0, 1.5, 2.5, 0.5])
    arm = np.array([0, 1, 1, 1, 0, 0, 1, 0])
    answer = rerandomisation_test(layout(y, arm), procedure=TOTALS, seed=1, redraws=200)
    assert answer.estimates[0].n == 7


def test_an_empty_arm_is_refused():
    y, arm = np.array([1.0, 2.0, 3.0, np.nan]), np.array([0, 0, 0, 1])
    with pytest.raises(NotIdentifiedError, match="holds nobody"):
        rerandomisation_test(layout(y, arm), procedure=TOTALS, seed=1, redraws=50)
