"""The door: the self-blinding study's guesses, repeated guesses, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from limen.analyse.blinding import blinding, guesses_by_participant
from limen.analyse.layout import DONT_KNOW, NOT_ASKED, Layout
from limen.errors import AnalysisError, NoGuessesError


def layout_of(intervention, guess, **rest) -> Layout:
    intervention = np.asarray(intervention)
    _, n, t = intervention.shape
    value = np.zeros(intervention.shape)
    return Layout(
        outcome="mood",
        value=value,
        observed=np.isfinite(value),
        participants=tuple(f"P{i}" for i in range(n)),
        occasions=tuple(f"diary.{i}" for i in range(t)),
        interventions=("placebo", "microdose"),
        intervention=intervention,
        guess=np.asarray(guess),
        **rest,
    )


@pytest.fixture
def repeated() -> Layout:
    """Sixty people guess the same thing on each of five days: one person, one opinion."""
    rng = np.random.default_rng(5)
    intervention = np.repeat(np.arange(60)[None, :, None] % 2, 5, axis=2)
    opinion = (rng.random((1, 60, 1)) < 0.4 + 0.2 * intervention[:, :, :1]).astype(int)
    return layout_of(intervention, np.repeat(opinion, 5, axis=2))


def estimate(answer, label):
    return next(e for e in answer.estimates if e.label == label)


def test_self_blinding_study(self_blinding, printed):
    """Published indices of all acute guesses; d′ and k from the public files."""
    answer = blinding(self_blinding, seed=1, bootstrap=500)
    assert estimate(answer, "Sensitivity d′").value == printed("0.67")
    assert estimate(answer, "Threshold k, placebo").value == printed("0.69")
    assert estimate(answer, "Bang index, placebo").value == printed("0.508")
    assert estimate(answer, "Bang index, microdose").value == printed("-0.015")
    assert estimate(answer, "James index").value == printed("0.374")
    assert estimate(answer, "Correct guess rate, placebo").value == printed("0.754")
    assert estimate(answer, "Correct guess rate, microdose").value == printed("0.493")
    assert estimate(answer, "Correct guess rate, all").value == printed("0.649")
    assert (answer.details["guesses"], answer.details["participants"]) == (847, 239)


def test_self_blinding_analytic_limits(self_blinding, printed):
    table = _table(blinding(self_blinding, seed=1, bootstrap=0), "indices")
    limits = {row[1]: (row[4], row[5]) for row in table.rows}
    assert limits["James index"] == (printed("0.341"), printed("0.407"))
    assert limits["Bang index, microdose"] == (printed("-0.121"), printed("0.092"))
    assert limits["Bang index, placebo"] == (printed("0.433"), printed("0.583"))


def _table(answer, key):
    return next(table for table in answer.tables if table.key == key)


def test_guess_counts_of_the_self_blinding_study(self_blinding):
    table = _table(blinding(self_blinding, seed=1, bootstrap=0), "guess_counts")
    rows = {(row[0], row[1]): row[2:4] for row in table.rows}
    assert rows["all occasions", "microdose"] == (172, 167)
    assert rows["all occasions", "placebo"] == (383, 125)
    assert rows["w1s1", "microdose"] == (43, 48)
    assert rows["w1s1", "placebo"] == (102, 39)


def test_repeated_guesses_widen_the_limits(repeated):
    """Five copies of one opinion: the standard error of a mean of 60 opinions, not of 300."""
    answer = blinding(repeated, seed=3, bootstrap=4000)
    once = blinding(repeated.at("diary.0"), seed=3, bootstrap=0)
    for label in ("Bang index, placebo", "Difference of the shares who say active"):
        expected = estimate(once, label).standard_error
        assert estimate(answer, label).standard_error == pytest.approx(expected, rel=0.06)


def test_the_seed_decides_the_bootstrap(repeated):
    first, again, other = (blinding(repeated, seed=s, bootstrap=50) for s in (1, 1, 2))
    assert repr(first) == repr(again)  # NaN is not equal to itself
    assert first.estimates != other.estimates


def test_dont_know_is_an_answer(repeated):
    guess = repeated.guess.copy()
    guess[0, :10] = DONT_KNOW
    guess[0, 10:14] = NOT_ASKED
    counts = guesses_by_participant(replace(repeated, guess=guess)).pooled()
    assert counts.unsure.sum() == 50
    assert counts.total.sum() == 280
    table = _table(blinding(replace(repeated, guess=guess), seed=1, bootstrap=0), "guess_shares")
    assert "don't know" in table.values("answer")


def test_confidence_adds_its_indices(repeated):
    confidence = np.full(repeated.value.shape, 0.7)
    answer = blinding(replace(repeated, confidence=confidence), seed=1, bootstrap=20)
    plain = blinding(repeated, seed=1, bootstrap=20)
    more = {e.label for e in answer.estimates} - {e.label for e in plain.estimates}
    assert more == {
        "Bang index with confidence, placebo",
        "Bang index with confidence, microdose",
        "Area under the curve",
    }


def test_with_everybody_sure_the_five_answers_are_three(repeated):
    confidence = np.full(repeated.value.shape, 1.0)
    answer = blinding(replace(repeated, confidence=confidence), seed=1, bootstrap=0)
    plain, rated = (
        estimate(answer, f"Bang index{extra}, microdose") for extra in ("", " with confidence")
    )
    assert rated.value == pytest.approx(plain.value)
    assert rated.standard_error == pytest.approx(plain.standard_error)


def test_an_empty_cell_is_said(repeated):
    guess = np.where(repeated.intervention == 0, 0, repeated.guess)
    answer = blinding(replace(repeated, guess=guess), seed=1, bootstrap=100)
    assert "log-linear" in answer.warnings[0]
    assert np.isfinite(estimate(answer, "Sensitivity d′").value)


def test_when_nobody_guesses_the_reason_is_said(repeated):
    guess = np.full(repeated.guess.shape, DONT_KNOW)
    answer = blinding(replace(repeated, guess=guess), seed=1, bootstrap=50)
    assert not any("log-linear" in warning for warning in answer.warnings)
    assert answer.warnings[0].startswith("Nobody guessed: every answer was")
    james = estimate(answer, "James index")
    assert (james.value, james.standard_error, james.lower, james.upper) == (1.0, 0.0, 1.0, 1.0)
    assert all(np.isfinite(e.value) for e in answer.estimates)
    assert estimate(answer, "Bang index, placebo").value == 0.0
    assert "Sensitivity d′" in _table(answer, "indices").values("quantity")


def test_when_one_arm_does_not_guess_it_is_named(repeated):
    guess = np.where(repeated.intervention == 1, DONT_KNOW, repeated.guess)
    answer = blinding(replace(repeated, guess=guess), seed=1, bootstrap=50)
    assert answer.warnings[0].startswith("Nobody guessed after microdose:")
    assert not any("log-linear" in warning for warning in answer.warnings)
    assert "Sensitivity d′" not in {e.label for e in answer.estimates}
    assert estimate(answer, "Correct guess rate, placebo").value == pytest.approx(0.6, abs=0.2)


def test_the_table_says_why_signal_detection_stands_beside_bang(repeated):
    notes = " ".join(_table(blinding(repeated, seed=1, bootstrap=0), "indices").notes)
    assert "d′" in notes
    assert "criterion" in notes
    assert "leaning" in notes or "lean to" in notes


def test_an_arm_that_was_never_asked_is_refused(repeated):
    guess = np.where(repeated.intervention == 1, NOT_ASKED, repeated.guess)
    with pytest.raises(NoGuessesError, match="'microdose'"):
        blinding(replace(repeated, guess=guess), seed=1)


def test_without_guesses_it_is_refused(repeated):
    with pytest.raises(NoGuessesError, match="no treatment guesses"):
        blinding(replace(repeated, guess=None), seed=1)


def test_one_intervention_is_refused(repeated):
    with pytest.raises(AnalysisError, match="two interventions"):
        blinding(replace(repeated, interventions=("placebo",)), seed=1)


def test_three_interventions_are_said_to_be_pooled(repeated):
    layout = replace(repeated, interventions=("placebo", "low", "high"))
    intervention = repeated.intervention * (1 + np.arange(60)[None, :, None] // 2 % 2)
    answer = blinding(
        replace(layout, intervention=intervention, guess=intervention.copy()), seed=1, bootstrap=50
    )
    assert any("together as active" in warning for warning in answer.warnings)
    assert estimate(answer, "Bang index, high").value == 1.0
