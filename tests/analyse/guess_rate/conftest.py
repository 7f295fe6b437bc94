"""Outcomes with guesses: the self-blinding study's, and small invented ones."""

from __future__ import annotations

import csv
from dataclasses import replace

import numpy as np
import pytest

from limen.analyse.layout import DONT_KNOW, NOT_ASKED, UNKNOWN, Layout


@pytest.fixture(scope="session")
def self_blinding(self_blinding_folder):
    """`self_blinding("PANAS")`: an acute outcome in the four weeks."""
    with (self_blinding_folder / "pacutes.csv").open() as file:
        table = list(csv.DictReader(file))

    def layout(test: str) -> Layout:
        rows = [row for row in table if row["test_name"] == test]
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
            outcome=test,
            value=value,
            observed=np.isfinite(value),
            participants=tuple(people),
            occasions=weeks,
            interventions=("placebo", "microdose"),
            intervention=intervention,
            guess=guess,
        )

    return layout


@pytest.fixture
def study() -> Layout:
    """Eighty people, three diary days, a third answer, some gaps; nothing about it is special."""
    rng = np.random.default_rng(20261101)
    shape = (1, 80, 3)
    intervention = rng.integers(2, size=shape)
    person = rng.standard_normal((1, 80, 1))
    latent = 0.7 * intervention - 0.4 + 0.6 * person + rng.standard_normal(shape)
    guess = np.where(np.abs(latent) < 0.25, DONT_KNOW, (latent > 0).astype(int))
    value = 50 + 3 * intervention + 4 * (guess == 1) + 5 * person + 6 * rng.standard_normal(shape)
    observed = rng.random(shape) < 0.9
    return Layout(
        outcome="mood",
        value=np.where(observed, value, np.nan),
        observed=observed,
        participants=tuple(f"P{i:02}" for i in range(80)),
        occasions=("diary.1", "diary.2", "visit"),
        interventions=("placebo", "microdose"),
        intervention=intervention,
        guess=guess,
        confidence=np.clip(np.abs(latent) / 2, 0.05, 1.0),
        unit="points",
    )


@pytest.fixture
def binary(study) -> Layout:
    """The same study when "don't know" was not offered."""
    guess = np.where(study.guess == DONT_KNOW, study.intervention, study.guess)
    return replace(study, guess=guess)
