"""The first participants: every array of a layout is cut, and nothing else changes."""

from __future__ import annotations

import numpy as np
import pytest

from limen.analyse.layout import Layout
from limen.rehearse.looks import FirstPeople
from limen.rehearse.reading import DrawReader
from limen.simulate.draw import draw


@pytest.fixture
def readers(study):
    """Of all 80, and of the first 30."""
    made = study("outcomes: [{id: mood, belief: 1}]\nadherence: {missed_entry: 0.2}")
    whole = DrawReader(draw(made, seed=1, keep=range(3)))
    return whole, FirstPeople(whole, 30)


def by_person(layout: Layout) -> dict[str, np.ndarray]:
    """The arrays of a layout that have an axis of participants."""
    found = {name: one for name, one in vars(layout).items() if isinstance(one, np.ndarray)}
    return found | {name: one.values for name, one in layout.covariates.items()}


def test_every_array_of_a_layout_is_cut(readers):
    whole, first = (
        one.layout("mood", guess="guess", covariates=("age",), basis="period") for one in readers
    )
    assert {"value", "observed", "arm", "intervention", "guess", "age"} <= by_person(whole).keys()
    for name, array in by_person(whole).items():
        assert np.array_equal(by_person(first)[name], array[:, :30], equal_nan=True), name
    assert first.participants == whole.participants[:30]
    assert (first.occasions, first.arms, first.unit) == (whole.occasions, whole.arms, whole.unit)


def test_guesses_and_recorded_scores_are_cut_too(readers):
    for ask in (
        lambda one: one.guesses("guess"),
        lambda one: one.scores_as_recorded("mood", occasions=("day.1",)),
    ):
        whole, first = (ask(one) for one in readers)
        for name, array in by_person(whole).items():
            assert np.array_equal(by_person(first)[name], array[:, :30], equal_nan=True), name


def test_more_people_than_there_are_is_all_of_them(readers):
    whole, _ = readers
    assert FirstPeople(whole, 500).layout("mood").value.shape == whole.layout("mood").value.shape
    assert FirstPeople(whole, 30).strata.shape[0] == 30
    assert FirstPeople(whole, 30).protocol is whole.protocol
