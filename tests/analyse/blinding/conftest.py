"""Guesses to assess: all acute guesses of the self-blinding study, and small invented ones."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from limen.analyse.blinding import GuessCounts
from limen.analyse.layout import NOT_ASKED, UNKNOWN, Layout


@pytest.fixture(scope="session")
def self_blinding(self_blinding_folder) -> Layout:
    """PANAS with the acute guesses, one occasion a week."""
    with (self_blinding_folder / "pacutes.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["test_name"] == "PANAS"]
    people = sorted({row["trial_id"] for row in rows}, key=int)
    weeks = ("w1s1", "w2s1", "w3s1", "w4s1")
    shape = (1, len(people), len(weeks))
    value, intervention = np.full(shape, np.nan), np.full(shape, UNKNOWN)
    guess = np.full(shape, NOT_ASKED)
    for row in rows:
        place = 0, people.index(row["trial_id"]), weeks.index(row["tp"])
        value[place] = float(row["value"])
        intervention[place] = row["condition"] == "MD"
        guess[place] = row["guess"] == "MD"
    return Layout(
        outcome="panas",
        value=value,
        observed=np.isfinite(value),
        participants=tuple(people),
        occasions=weeks,
        interventions=("placebo", "microdose"),
        intervention=intervention,
        guess=guess,
    )


@pytest.fixture
def counts():
    """`counts(placebo, active)`: answers (placebo, active, don't know) of each arm."""

    def build(placebo, active, **ratings) -> GuessCounts:
        answers = np.array([[placebo, active]], dtype=float)
        return GuessCounts(arms=("placebo", "active"), answers=answers, **ratings)

    return build


@pytest.fixture
def rated(counts):
    """Counts in which each guess has a confidence of 0.3 or 0.9, the same sum as the answers."""
    values = np.array([-0.9, -0.3, 0.0, 0.3, 0.9])

    def build(placebo, active) -> GuessCounts:
        def spread(p, a, d):
            return [p - p // 3, p // 3, d, a // 3, a - a // 3]

        ratings = np.array([[spread(*placebo), spread(*active)]], dtype=float)
        return counts(placebo, active, ratings=ratings, rating_values=values)

    return build
