"""Blinding indices of many replicates are those of each replicate alone."""

from __future__ import annotations

import numpy as np
import pytest
from twice import ASKED_IN_PART, parallel, resilience

from limen.analyse.blinding.counts import guesses_by_participant, pooled_ratings

UNSAID = "\n       bootstrap: 50}"
TINY = (
    ("planned: 40", "planned: 6"),
    ("dont_know: true\n", "dont_know: true\n    share_asked: 0.5\n"),
)


def test_indices_are_those_of_the_door_whose_error_is_a_bootstrap() -> None:
    assert resilience(1).compare("blinding", own_error=[""]) == 3 * 13
    assert parallel(0, 1, changes=ASKED_IN_PART).compare("blinding", own_error=[""]) == 2 * 13


def test_without_a_bootstrap_errors_and_limits_are_those_of_the_door_too() -> None:
    plain = parallel(0, 1, changes=((UNSAID, "\n       bootstrap: 0}"),))
    assert plain.compare("blinding") == 2 * 13


def test_a_silent_arm_is_no_estimate_and_does_not_spoil_the_others() -> None:
    tiny = parallel(*range(8), changes=TINY)
    assert tiny.compare("blinding", own_error=[""]) > 25
    found = tiny.batch("blinding")["blinding"].estimates
    silent = np.isnan(found.value).all(axis=1)
    assert 0 < silent.sum() < 8
    partly = np.isnan(found.value).any(axis=1) & ~silent
    assert (found.status[partly] == 0).all()


def test_indices_describe_and_aim_at_nothing() -> None:
    quantities = parallel(0).batch("blinding")["blinding"].quantities
    assert all(one.target is None for one in quantities)
    assert [one.key for one in quantities[:3]] == ["blinding", "blinding.criterion.0",
                                                   "blinding.criterion.1"]  # fmt: skip
    assert quantities[0].answers
    assert len({one.key for one in quantities}) == len(quantities)


def test_without_confidence_there_is_no_index_that_needs_it() -> None:
    unsure = parallel(0, changes=(("    confidence: true\n", ""),))
    labels = [one.label for one in unsure.batch("blinding")["blinding"].quantities]
    assert not [label for label in labels if "confidence" in label or "Area" in label]
    assert unsure.compare("blinding", own_error=[""]) == len(labels)


def test_ratings_pooled_at_once_are_those_of_the_participants_together() -> None:
    layout = parallel(0, 1, changes=ASKED_IN_PART).source.guesses("guess")
    pooled = guesses_by_participant(layout).pooled()
    found = pooled_ratings(layout)
    assert found is not None
    assert pooled.ratings == pytest.approx(found[0])
    assert pooled.rating_values == pytest.approx(found[1])
