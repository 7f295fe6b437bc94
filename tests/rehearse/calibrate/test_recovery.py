"""What a calibration reports comes back: the quick version of `validation/calibrate.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from limen.rehearse.calibrate.recovery import Recovered, recover
from limen.simulate.study import Study

REPLICATES = 128
AT_A_LIMIT = {"code_break.after_side_effect"}  # truly 0: an interval cannot miss on one side


def nominal(found: Mapping[str, Recovered], *, errors: float = 4.0) -> None:
    """Coverage of 95 % within its Monte Carlo error, and no bias beyond that of the mean."""
    for path, one in found.items():
        if one.reported < 20:
            continue
        reach = errors * one.monte_carlo_error
        assert one.coverage >= 0.95 - reach, (path, one)
        if path not in AT_A_LIMIT:
            bias = abs(one.mean - one.truth)
            assert bias <= errors * one.spread / np.sqrt(one.reported) + 0.15 * one.spread, path


@pytest.fixture(scope="module")
def dosed(study: Callable[..., Study]) -> Mapping[str, Recovered]:
    return recover(
        study("dosed", rating=False),
        replicates=REPLICATES,
        seed=5,
        assume="belief_causes_outcome",
    )


def test_what_is_reported_of_a_study_with_guesses_comes_back(dosed) -> None:
    nominal(dosed)
    assert {
        "outcomes.wellbeing.mean",
        "outcomes.wellbeing.sd_between",
        "outcomes.wellbeing.sd_within",
        "outcomes.wellbeing.trend_per_week",
        "outcomes.wellbeing.placebo",
        "outcomes.wellbeing.expectation",
        "outcomes.wellbeing.belief",
        "outcomes.wellbeing.direct.interventions.low",
        "noticing.d_prime.interventions.low",
        "belief.criterion",
        "belief.criterion_sd",
        "belief.undecided",
        "belief.confidence",
        "belief.expectation",
        "belief.side_effects",
        "adherence.missed_dose",
        "adherence.missed_entry",
        "adherence.filler_share",
        "leaving.at_random_per_week",
        "leaving.after_side_effect",
        "leaving.stays_without_dosing",
        "rescue.per_week",
        "side_effects.headache.share",
        "side_effects.headache.added.interventions.low",
        "expectation.mean",
        "expectation.sd",
        "covariates.age.mean",
        "covariates.age.sd",
        "covariates.habit.shares[0]",
    } <= {path for path, one in dosed.items() if one.reported > 0.9 * REPLICATES}


def test_standard_errors_are_the_spread_of_what_is_reported(dosed) -> None:
    for path, one in dosed.items():
        if one.reported > 0.9 * REPLICATES and path not in AT_A_LIMIT:
            four = 4 / np.sqrt(2 * one.reported)
            assert one.standard_error == pytest.approx(one.spread, rel=four + 0.1), path


def test_scores_at_a_floor_are_not_reported(dosed) -> None:
    assert not any(path.startswith("outcomes.strain") for path in dosed)


def test_what_is_reported_of_a_diary_comes_back(study) -> None:
    found = recover(
        study("diary", people=60), replicates=64, seed=6, assume="guess_follows_outcome"
    )
    nominal(found)
    assert {
        "outcomes.wellbeing.autocorrelation",
        "outcomes.wellbeing.stress",
        "outcomes.wellbeing.direct.interventions.low",
        "stressors.per_day",
        "stressors.person_sd",
        "stressors.exposure_change.interventions.low",
    } <= set(found)


def test_a_rating_of_what_is_felt_comes_back(study) -> None:
    found = recover(study("dosed", people=80), replicates=24, seed=7)
    felt = {path: one for path, one in found.items() if path.startswith("outcomes.intensity")}
    nominal(felt)
    assert {path.rpartition(".")[2] for path in felt} == {"level", "slope", "unsteady", "sd_within"}


def test_the_assumption_that_is_wrong_gives_the_wrong_answer(study) -> None:
    """Mood moves both guess and outcome and belief does nothing: all of it is taken for belief."""
    truth = """\
outcomes: [{id: wellbeing, mean: 10, sd_between: 1, sd_within: 2, mood: 2}]
belief: {mood: 1}
noticing: {d_prime: {active: 1}}
"""
    made = study("dosed", truth=truth, rating=False)
    wrong = recover(made, replicates=24, seed=8, assume="belief_causes_outcome")
    right = recover(made, replicates=24, seed=8, assume="guess_follows_outcome")
    assert wrong["outcomes.wellbeing.belief"].mean > 1
    assert wrong["outcomes.wellbeing.belief"].coverage == 0
    assert right["outcomes.wellbeing.direct.interventions.low"].coverage > 0.75
