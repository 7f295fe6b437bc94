"""Constructed worlds: exact against simulated, and wrong in the way they are said to be."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest

from limen.analyse.belief import COUNTEREXAMPLES, Truth, counterexample_table, found
from limen.analyse.guess_rate import cells, strata
from limen.analyse.layout import Layout
from limen.references import references

every_example = pytest.mark.parametrize("example", COUNTEREXAMPLES, ids=lambda e: e.key)
EXAMPLES = {example.key: example for example in COUNTEREXAMPLES}


def draw(truth: Truth, participants: int, seed: int) -> Layout:
    """A study in this world, one row per participant."""
    rng = np.random.default_rng(seed)
    arm = np.arange(participants) % 2
    mood, noise, urge = rng.standard_normal((3, participants))
    guess = truth.leaning + truth.noticing * arm + truth.mood_on_guess * mood + urge > 0
    value = truth.direct * arm + truth.belief * guess + truth.mood_on_outcome * mood
    value = value + np.sqrt(1 - truth.mood_on_outcome**2) * noise
    shape = (1, participants, 1)
    return Layout(
        outcome="score",
        value=value.reshape(shape),
        observed=np.ones(shape, dtype=bool),
        participants=tuple(map(str, range(participants))),
        occasions=("end",),
        interventions=("placebo", "active"),
        intervention=arm.reshape(shape),
        guess=guess.astype(int).reshape(shape),
    )


@every_example
def test_formula_is_what_a_large_study_finds(example):
    """Two million people: Monte Carlo error of each contrast below 0.0025; four of them allowed."""
    rows = strata(draw(example.truth, 2_000_000, 20261123))
    simulated = found(cells(rows.counts.sum(axis=1), rows.sums.sum(axis=1)))
    exact = found(example.truth.cells())
    np.testing.assert_allclose(astuple(simulated), astuple(exact), atol=0.01)


def test_guess_adjusted_is_least_squares():
    layout = draw(EXAMPLES["wrong_sign"].truth, 500, 1)
    rows = strata(layout)
    arm, guess = layout.intervention[0, :, 0], layout.guess[0, :, 0]
    design = np.column_stack([np.ones(500), arm, guess])
    coefficient = np.linalg.lstsq(design, layout.value[0, :, 0], rcond=None)[0][1]
    ours = found(cells(rows.counts.sum(axis=1), rows.sums.sum(axis=1))).guess_adjusted
    assert ours == pytest.approx(coefficient, abs=1e-12)


@every_example
def test_the_outcome_has_variance_one_and_shares_add_up(example):
    assert abs(example.truth.mood_on_outcome) < 1
    assert example.truth.cells().n.sum() == pytest.approx(1, abs=1e-15)


def test_belief_alone_fools_the_unadjusted_contrast():
    at = found(EXAMPLES["belief_alone"].truth.cells())
    assert at.unadjusted > 0.15
    assert np.all(np.abs(at.adjusted) < 0.002)


def test_a_collider_makes_harm_out_of_nothing(printed):
    at = found(EXAMPLES["collider"].truth.cells())
    assert at.unadjusted == pytest.approx(0, abs=1e-12)
    assert at.at_half == printed("-0.20")
    assert np.all(np.array(at.adjusted) < -0.19)


def test_a_true_effect_is_removed():
    at = found(EXAMPLES["true_effect_removed"].truth.cells())
    assert EXAMPLES["true_effect_removed"].truth.direct == 0.3
    assert at.unadjusted == pytest.approx(0.41, abs=0.005)
    assert np.all(np.abs(at.adjusted) < 0.03)


def test_harm_becomes_benefit():
    example = EXAMPLES["wrong_sign"]
    at = found(example.truth.cells())
    assert example.truth.direct < 0
    assert at.unadjusted < 0
    assert np.all(np.array(at.adjusted) > 0.1)


def test_the_table_ranks_nothing():
    table = counterexample_table()
    assert len(table.rows) == len(COUNTEREXAMPLES)
    words = " ".join(map(str, table.notes + tuple(c for row in table.rows for c in row))).lower()
    assert "none is ranked" in words
    assert "honest" not in words
    assert references(counterexample_table)
