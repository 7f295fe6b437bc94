"""The self-blinding study: its guesses, ratings and spreads as the fact tables have them."""

from __future__ import annotations

import numpy as np
import pytest

from limen.dataset import Allocations, Dataset, UnsealedDataset
from limen.dataset.adapters.self_blinding import import_self_blinding
from limen.rehearse.calibrate import Calibration, Learned, calibrate
from limen.simulate.dataset import dataset
from limen.simulate.draw import draw
from limen.simulate.study import Study


@pytest.fixture(scope="module")
def study(self_blinding_folder) -> UnsealedDataset:
    data, allocations = import_self_blinding(self_blinding_folder)
    return data.unseal(allocations)


@pytest.fixture(scope="module")
def found(study: UnsealedDataset) -> Calibration:
    return calibrate(study)


@pytest.fixture(scope="module")
def learned(found: Calibration) -> dict[str, Learned]:
    return {one.path: one for one in found.estimates}


def test_noticing_is_that_of_the_fact_tables(learned, printed) -> None:
    """0.67 and 0.69 are of the average guess; people's habits stretch both by √(1 + s²)."""
    stretch = np.hypot(1, learned["belief.criterion_sd"].value)
    d_prime = learned["noticing.d_prime.interventions.microdose"]
    assert d_prime.value / stretch == printed("0.67")
    assert learned["belief.criterion"].value / stretch == printed("0.69")
    assert d_prime.n == 339 + 508


def test_fillers_are_counted(learned, printed) -> None:
    """104 of 425 acute capsules of microdose weeks held placebo, 437 with those of mixed weeks."""
    one = learned["adherence.filler_share"]
    assert one.lower < 104 / 425 < one.upper


def test_what_published_files_leave_out_is_left_open(found: Calibration) -> None:
    open_ones = {one.path for one in found.not_identified}
    assert {
        "adherence.missed_entry",
        "leaving",
        "side_effects",
        "belief.confidence",
        "belief.memory",
        "outcomes.energy.placebo",
        "outcomes.energy.belief",
    } <= open_ones


def test_the_learned_study_guesses_and_rates_as_people_did(study, found) -> None:
    made = Study(study.protocol, found.scenario)
    drawn = draw(made, seed=4, keep=range(40))
    guess, rating = drawn.guesses("acute_guess").answer, drawn.scores("intensity")
    took = drawn.intervention("intensity")
    for given, share, means in ((0, 125 / 508, (0.6, 33.9)), (1, 167 / 339, (1.5, 42.2))):
        own = took == given
        assert (guess[own] == 1).mean() == pytest.approx(share, abs=0.02)
        for said, mean in enumerate(means):
            # the model has one line for both arms and guesses; it is within 6 points of each
            assert rating[own & (guess == said)].mean() == pytest.approx(mean, abs=6)


def test_a_dataset_of_the_learned_scenario_can_be_made(study, found) -> None:
    made: tuple[Dataset, Allocations] = dataset(study.protocol, found.scenario, seed=1, items=False)
    assert len(made[0].participants) == 245
