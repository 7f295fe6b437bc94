"""Data without an answer: the reason is the true one, and the remedy helps."""

from __future__ import annotations

import numpy as np
import pytest

from limen.analyse.layout import Layout
from limen.analyse.mixed_models import mixed_model

COVARIANCES = ("random_intercept", "compound_symmetry", "random_slope")


def layout_of(value, given) -> Layout:
    value = np.asarray(value, dtype=float)[None]
    people, occasions = value.shape[1:]
    return Layout(
        outcome="mood",
        value=value,
        observed=np.isfinite(value),
        participants=tuple(f"p{i}" for i in range(people)),
        occasions=tuple(f"diary.{t}" for t in range(occasions)),
        interventions=("placebo", "microdose"),
        intervention=np.broadcast_to(np.asarray(given), value.shape).copy(),
    )


def parallel(people: int) -> np.ndarray:
    return (np.arange(people) % 2)[None, :, None]


@pytest.mark.parametrize("covariance", COVARIANCES)
@pytest.mark.parametrize("effect", [0.0, 1.5])
def test_nothing_varies_within_participants(covariance, effect):
    people = np.random.default_rng(1).normal(size=(20, 1))
    given = np.array([0, 1, 0, 1])
    answer = mixed_model(
        layout_of(people + effect * given, given), terms=["intervention"], covariance=covariance
    )

    assert answer.failed
    assert not answer.estimates
    assert answer.details["status"] == "not_estimable"
    assert "nothing within participants is left" in answer.message
    assert "optimiser" not in answer.message


@pytest.mark.parametrize("covariance", COVARIANCES)
def test_two_people_in_two_arms(covariance):
    """The fixed effects fit both means: a standard error would be whatever the search left."""
    value = np.random.default_rng(2).normal(size=(2, 4))
    answer = mixed_model(
        layout_of(value, parallel(2)), terms=["intervention"], covariance=covariance
    )

    assert answer.failed
    assert "means of all 2 participants" in answer.message
    assert "(intervention)" in answer.message


def test_the_remedies_help():
    value = np.random.default_rng(3).normal(size=(8, 4))
    assert not mixed_model(layout_of(value, parallel(8)), terms=["intervention"]).failed
    crossed = layout_of(value[:2] + np.array([[0], [9]]), np.array([0, 1, 0, 1]))
    assert not mixed_model(crossed, terms=["intervention"]).failed
    once = layout_of(value[:, :1], parallel(8))
    assert not mixed_model(once, terms=["intervention"]).failed


def test_means_that_agree_too_well():
    value = np.random.default_rng(4).normal(size=(20, 4))
    value -= value.mean(axis=1, keepdims=True)
    layout = layout_of(value, np.array([0, 1, 0, 1]))
    answer = mixed_model(layout, terms=["intervention"], covariance="compound_symmetry")

    assert answer.failed
    assert "`covariance: random_intercept`" in answer.message
    assert not mixed_model(layout, terms=["intervention"], covariance="random_intercept").failed
