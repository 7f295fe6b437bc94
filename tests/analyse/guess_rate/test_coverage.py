"""Coverage in worlds whose answer is known: the quick version of `validation/guess_rate.py`."""

from __future__ import annotations

import importlib
from dataclasses import replace
from math import hypot
from pathlib import Path

import numpy as np
import pytest

from limen.analyse.belief import Truth

ROOT = Path(__file__).parents[3]
REPLICATES = 1024
MONTE_CARLO = 4 * (0.05 * 0.95 / REPLICATES) ** 0.5  # four errors of a coverage of 95 %


@pytest.fixture
def validation(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    return importlib.import_module("validation.guess_rate")


@pytest.mark.parametrize(
    "case",
    [
        "240 participants, four rows",
        "240 participants, four rows, crossover",
        "240 participants, four rows, don't know",
    ],
)
def test_intervals_by_participant_cover(validation, case):
    for quantity, found in validation.cover(validation.CASES[case], REPLICATES, 7).items():
        assert found["coverage"] == pytest.approx(0.95, abs=MONTE_CARLO + 0.01), quantity
        assert abs(found["bias"]) < 4 * found["bias_error"] + 0.002, quantity
        assert found["standard_error"] == pytest.approx(
            found["spread"], rel=4 / np.sqrt(2 * REPLICATES) + 0.01
        ), quantity


def test_errors_that_ignore_participants_are_too_small(validation):
    found = validation.cover(validation.CASES["240 participants, four rows"], 512, 7)
    assert found["observed"]["row_standard_error"] < 0.8 * found["observed"]["spread"]


def test_confidence_weights_cover(validation):
    """The target is drawn once more: forty blocks would be slow here, so it comes from the mean."""
    world = replace(validation.CASES["240 participants, four rows, confidence"], participants=120)
    drawn = []
    for block in range(2):
        layout = validation.draw(world, 256, validation.stream(3, "test", block))
        added = validation.totals(validation.strata(layout, confidence=True))
        contrast = validation.at_rate(added, np.array([0.5]))
        error = np.sqrt(validation.clustered_variance(contrast, added)[:, 0])
        drawn.append(np.stack([contrast.value[:, 0], error]))
    value, error = np.concatenate(drawn, axis=1)
    assert error.mean() == pytest.approx(value.std(ddof=1), rel=4 / np.sqrt(2 * 512) + 0.01)
    covered = np.mean(np.abs(value - value.mean()) < 1.96 * error)
    assert covered == pytest.approx(0.95, abs=4 * (0.05 * 0.95 / 512) ** 0.5)


def test_truth_is_that_of_the_counterexamples(validation):
    """Mood and person together are one mood; two derivations of the same strata."""
    world = validation.CASES["240 participants, one row"]
    felt = hypot(world.mood, world.person)
    truth = Truth(
        direct=world.direct,
        belief=world.belief,
        leaning=world.leaning,
        noticing=world.noticing,
        mood_on_guess=felt,
        mood_on_outcome=felt,
    )
    ours = validation.true_cells(world)
    np.testing.assert_allclose(ours.n[0, :4], truth.cells().n[0], atol=1e-14)
    np.testing.assert_allclose(ours.mean[0, :4], truth.cells().mean[0], atol=1e-13)


def test_a_mean_of_p_values_is_not_a_p_value(validation):
    """Published: about .01 instead of .05 without any effect."""
    found = validation.published_size(300, 5)
    assert found["mean_p"] < 0.035
    assert found["wald"] == pytest.approx(0.05, abs=4 * (0.05 * 0.95 / 300) ** 0.5)
