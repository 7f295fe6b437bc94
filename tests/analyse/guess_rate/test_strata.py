"""Sorting rows into strata: every row once, with its weight."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from limen.analyse.guess_rate import at_observed_rate, at_rate, standardised, strata, totals
from limen.analyse.layout import DONT_KNOW, NOT_ASKED
from limen.errors import AnalysisError, NoGuessesError

HALF = np.array([0.5])


def test_every_row_is_counted_once(study):
    rows = strata(study)
    assert rows.counts.sum() == study.observed.sum()
    assert rows.sums.sum() == pytest.approx(study.value[study.observed].sum())
    assert rows.counts.shape == (1, 80, 6)
    np.testing.assert_array_equal(rows.rows, rows.counts.sum(axis=1))


def test_without_dont_know_there_are_four_strata(binary):
    assert strata(binary).counts.shape == (1, 80, 4)


def test_a_row_without_an_answer_is_left_out(study):
    guess = study.guess.copy()
    guess[0, :7] = NOT_ASKED
    assert strata(replace(study, guess=guess)).counts.sum() == study.observed[0, 7:].sum()


def test_means_and_variances_are_those_of_the_rows(study):
    added = totals(strata(study))
    keep = study.observed & (study.intervention == 1) & (study.guess == 0)
    assert added.mean[0, 1] == pytest.approx(study.value[keep].mean())
    assert added.variance[0, 1] == pytest.approx(study.value[keep].var(ddof=1))


def test_full_confidence_changes_nothing(study):
    sure = replace(study, confidence=np.ones(study.value.shape))
    plain, weighted = totals(strata(study)), totals(strata(sure, confidence=True))
    np.testing.assert_allclose(weighted.n, plain.n)
    np.testing.assert_allclose(weighted.cross, plain.cross)


def test_no_confidence_is_dont_know(study):
    """A guess without any confidence weighs as "don't know"."""
    blank = np.zeros(80, dtype=bool)
    blank[:20] = True
    confidence = np.where(blank[None, :, None], 0.0, np.ones(study.value.shape))
    unsure = replace(study, guess=np.where(blank[None, :, None], DONT_KNOW, study.guess))
    weighted = totals(strata(replace(study, confidence=confidence), confidence=True))
    plain = totals(strata(unsure))
    np.testing.assert_allclose(weighted.n, plain.n)
    np.testing.assert_allclose(weighted.mean, plain.mean)


def test_confidence_keeps_the_raw_difference(study):
    """A row's weights add up to one, so the arm means stay what they were."""
    weighted, plain = totals(strata(study, confidence=True)), totals(strata(study))
    for of in (at_observed_rate,):
        np.testing.assert_allclose(of(weighted).value, of(plain).value, rtol=1e-12)
    assert not np.allclose(at_rate(weighted, HALF).value, at_rate(plain, HALF).value)


def test_a_row_of_missing_confidence_is_left_out(study):
    confidence = study.confidence.copy()
    confidence[0, 0] = np.nan
    guess = np.where(study.guess == DONT_KNOW, 0, study.guess)
    layout = replace(study, confidence=confidence, guess=guess)
    assert strata(layout, confidence=True).counts.sum() == pytest.approx(
        study.observed[0, 1:].sum()
    )


def test_one_arm_never_unsure_has_no_standardised_contrast(study):
    guess = np.where((study.guess == DONT_KNOW) & (study.intervention == 1), 1, study.guess)
    assert np.isnan(standardised(totals(strata(replace(study, guess=guess)))).value[0, 0])


def test_without_guesses_it_is_refused(study):
    with pytest.raises(NoGuessesError, match="guess_from"):
        strata(replace(study, guess=None))


def test_weights_without_confidence_are_refused(study):
    with pytest.raises(AnalysisError, match="confidence"):
        strata(replace(study, confidence=None), confidence=True)
