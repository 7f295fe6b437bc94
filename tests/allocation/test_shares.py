"""Chances written out by hand: the urn's second draw, remainders, weights and unequal ratios."""

from __future__ import annotations

import numpy as np
import pytest

from limen.allocation import Procedure
from limen.allocation.generate import allocations
from limen.allocation.minimise import imbalance_after
from limen.randomness import stream

ARMS = ("placebo", "microdose")


def draw(procedure: Procedure, n: int, replicates: int = 8000, factors=None) -> np.ndarray:
    rng = stream(20261124, procedure.kind)
    return allocations(procedure, replicates=replicates, rng=rng, participants=n, factors=factors)


def test_the_urn_prefers_the_arm_that_was_not_drawn() -> None:
    """One ball each, and one of the other arm added: the second draw repeats with chance 1/3."""
    drawn = draw(Procedure(kind="urn", arms=ARMS, ratio=(1, 1)), 2)
    same = float(np.mean(drawn[:, 0] == drawn[:, 1]))
    assert same == pytest.approx(1 / 3, abs=4 * np.sqrt(2 / 9 / 8000))


def test_the_larger_remainder_gets_the_last_place() -> None:
    """Five people at 3:1 are 3.75 and 1.25: four and one."""
    drawn = draw(Procedure(kind="fixed_totals", arms=ARMS, ratio=(3, 1)), 5, 50)
    assert set((drawn == 0).sum(axis=1)) == {4}


def test_imbalance_is_judged_relative_to_the_ratio() -> None:
    """Four and two at 2:1 are balanced; the next one leaves 2.5 and 2, or 2 and 3."""
    scores = imbalance_after(
        np.array([[[4.0, 2.0]]]), ratio=np.array([2.0, 1.0]), weights=np.ones(1), distance="range"
    )
    assert scores[0] == pytest.approx([0.5, 1.0])


@pytest.mark.parametrize(("weights", "arm"), [((3.0, 1.0), 1), ((1.0, 3.0), 0)])
def test_the_heavier_factor_decides(weights: tuple[float, float], arm: int) -> None:
    """Three people; the third shares one level with each of the others, who differ in arm."""
    procedure = Procedure(
        kind="minimisation", arms=ARMS, ratio=(1, 1), probability=1.0, weights=weights,
        allow_deterministic=True,
    )  # fmt: skip
    drawn = draw(procedure, 3, 400, factors=np.array([[0, 0], [1, 1], [0, 1]]))
    first_was_placebo = (drawn[:, 0] == 0) & (drawn[:, 1] == 1)
    assert first_was_placebo.sum() > 50
    assert set(drawn[first_was_placebo, 2]) == {arm}
