"""What is redrawn and what is compared: strata, people without an outcome, repeated answers."""

from __future__ import annotations

import numpy as np
import pytest

from limen.allocation import Procedure
from limen.analyse.layout import UNKNOWN, Layout
from limen.analyse.rerandomisation import contrast_statistics, p_value, rerandomisation_test

ARMS = ("placebo", "microdose")
PAIRS = Procedure(kind="permuted_blocks", arms=ARMS, ratio=(1, 1), block_sizes=(2,))


def layout(value: np.ndarray, arm: list[int], baseline: np.ndarray | None = None) -> Layout:
    """People × occasions."""
    return Layout(
        outcome="mood",
        value=value[np.newaxis],
        observed=np.isfinite(value)[np.newaxis],
        participants=tuple(str(i) for i in range(len(value))),
        occasions=tuple(f"day.{t + 1}" for t in range(value.shape[1])),
        arms=ARMS,
        arm=np.array(arm)[np.newaxis],
        baseline=None if baseline is None else baseline[np.newaxis],
    )


def test_p_counts_the_list_that_was_drawn_and_lists_that_leave_an_arm_empty() -> None:
    """Ten lists: three as extreme either way, one without an answer: (1 + 4)/(1 + 10)."""
    redrawn = np.array([[2.0], [-2.5], [-2.0], [np.nan], *[[0.5]] * 6])
    assert p_value(np.array([2.0]), redrawn)[0] == pytest.approx(5 / 11)


def test_no_list_as_extreme_is_not_a_p_of_zero() -> None:
    assert p_value(np.array([-9.0]), np.zeros((99, 1)))[0] == pytest.approx(1 / 100)


def test_repeated_answers_count_as_their_mean_beside_the_baseline() -> None:
    rng = np.random.default_rng(2)
    value, start = rng.normal(size=(30, 3)), rng.normal(size=30)
    arm = rng.integers(2, size=30)
    value += start[:, None] + 2 * arm[:, None]
    value[::4, 1:] = np.nan
    means = np.nanmean(value, axis=1)
    design = np.column_stack([np.ones(30), arm, start])
    beta = np.linalg.lstsq(design, means, rcond=None)[0]
    answer = rerandomisation_test(
        layout(value, arm.tolist(), start), procedure=PAIRS, seed=1, redraws=50
    )
    assert answer.estimates[0].value == pytest.approx(beta[1])


def test_pairs_that_lost_somebody_are_redrawn_whole() -> None:
    """Blocks of two, one of each pair without an outcome: 2⁶ lists, none of them with fixed sums.

    Redrawing the remaining six as three pairs would leave only 2³ lists.
    """
    y = np.array([3.0, np.nan, 1.0, np.nan, 4.0, np.nan, 1.5, np.nan, 5.0, np.nan, 9.0, np.nan])
    arm = [1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 1, 0]
    every = np.array([[k >> i & 1 for i in range(6)] for k in range(64)])
    _, t = contrast_statistics(y[::2], every, 2, np.ones((6, 1)))
    _, seen = contrast_statistics(y[::2], np.array([arm[::2]]), 2, np.ones((6, 1)))
    exact = np.mean(np.isnan(t[:, 0]) | (np.abs(t[:, 0]) >= abs(seen[0, 0]) - 1e-9))
    answer = rerandomisation_test(layout(y[:, None], arm), procedure=PAIRS, seed=5, redraws=20_000)
    assert answer.estimates[0].p == pytest.approx(exact, abs=4 * np.sqrt(0.25 / 20_000))
    assert any("left an arm without an outcome" in text for text in answer.warnings)


def test_strata_are_redrawn_apart_and_strangers_not_at_all() -> None:
    """Two strata of one pair, entered in turn: four lists, of which two separate 1, 2 from 8, 9."""
    y = np.array([1.0, 2.0, 50.0, 8.0, 9.0])
    arm, strata = [0, 0, UNKNOWN, 1, 1], np.array([0, 1, 0, 0, 1])
    answer = rerandomisation_test(
        layout(y[:, None], arm), procedure=PAIRS, seed=4, redraws=20_000, strata=strata
    )
    assert answer.estimates[0].value == pytest.approx(7)
    assert answer.estimates[0].p == pytest.approx(0.5, abs=4 * np.sqrt(0.25 / 20_000))
    assert any("no recorded arm" in text for text in answer.warnings)
