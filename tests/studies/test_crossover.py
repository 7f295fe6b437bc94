"""A balanced crossover: simple means, and carry-over that biases them until it is in the model."""

from __future__ import annotations

import numpy as np
import pytest

from limen.results import Result, Results, Table
from studies import CARRIED, EFFECT_10, PERIODS, Study


def result(results: Results, key: str) -> Result:
    (found,) = [each for each in results.results if each.key == key]
    return found


def table(result: Result, key: str) -> Table:
    (found,) = [each for each in result.tables if each.key == key]
    return found


def given(study: Study) -> np.ndarray:
    """What each person had in each period, shape (N, 3), from the arms' sequences."""
    protocol, arm_of = study.dataset.protocol, study.unsealed.arm_of
    return np.array([protocol.arm(arm_of[p]).periods for p in study.dataset.participants])


def scores(study: Study) -> np.ndarray:
    return study.scores("limen_daily", "mood", [f"session.{i}" for i in (1, 2, 3)])


def test_balance_makes_the_estimate_a_difference_of_means(
    crossover_study: Study, crossover_results: Results
) -> None:
    y, held = scores(crossover_study), given(crossover_study)
    estimate = result(crossover_results, "plain.mood").estimates[0]
    assert estimate.label.startswith("LSD 10 − Placebo")
    assert estimate.value == pytest.approx(
        y[held == "lsd_10"].mean() - y[held == "placebo"].mean(), rel=1e-9
    )
    assert estimate.df == pytest.approx(12 * 3 - 12 - 2 - 2, rel=1e-3)


def test_the_standard_error_is_that_of_least_squares_within_people(
    crossover_study: Study, crossover_results: Results
) -> None:
    y, held = scores(crossover_study), given(crossover_study)
    columns = [np.kron(np.eye(12), np.ones((3, 1)))]
    columns += [(held == name).reshape(-1, 1).astype(float) for name in ("lsd_5", "lsd_10")]
    columns += [np.tile(np.arange(3) == k, 12)[:, None].astype(float) for k in (1, 2)]
    x = np.hstack(columns)
    beta, left, _, _ = np.linalg.lstsq(x, y.ravel(), rcond=None)
    error = np.sqrt(left[0] / (36 - 16) * np.linalg.inv(x.T @ x)[13, 13])
    estimate = result(crossover_results, "plain.mood").estimates[0]
    assert estimate.value == pytest.approx(beta[13], rel=1e-9)
    assert estimate.standard_error == pytest.approx(error, rel=1e-5)


def test_carry_over_in_the_model_finds_the_truth(crossover_results: Results) -> None:
    found = result(crossover_results, "carried.mood")
    effect = found.estimates[0]
    assert abs(effect.value - EFFECT_10) < 3 * effect.standard_error
    coefficients = table(found, "coefficients")
    by_term = {row[0]: (row[1], row[2]) for row in coefficients.rows}
    value, error = by_term["carry_over[LSD 10]"]
    assert abs(value - CARRIED) < 3 * error
    value, error = by_term["period[2]"]
    assert abs(value - PERIODS[1]) < 3 * error


def test_all_three_contrasts_are_there(crossover_results: Results) -> None:
    labels = [e.label for e in result(crossover_results, "plain.mood").estimates]
    assert len(labels) == len(set(labels)) >= 2


def test_guesses_of_three_options_are_counted(
    crossover_study: Study, crossover_results: Results
) -> None:
    counts = table(result(crossover_results, "blinding"), "guess_counts")
    asked = {row[1]: row[-2] for row in counts.rows if row[0] == "all occasions"}
    assert sum(asked.values()) == crossover_study.dataset.count("guesses") == 36
