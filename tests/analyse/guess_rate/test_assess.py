"""The door: one summary, the curve, its warnings, and what it refuses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import t

from limen.analyse.guess_rate import (
    AT_EQUAL,
    AT_HALF,
    OBSERVED,
    STANDARDISED,
    guess_rate_curve,
    strata,
    tipping_points,
    totals,
)
from limen.analyse.layout import DONT_KNOW, NOT_ASKED
from limen.errors import AnalysisError, EmptyStratumError, NoGuessesError


def table(answer, key):
    return next(found for found in answer.tables if found.key == key)


def estimate(answer, label):
    return next(e for e in answer.estimates if e.label == label)


def test_one_summary_table_says_it_all(study):
    answer = guess_rate_curve(study, seed=1, bootstrap=50)
    quantities = table(answer, "guess_rate_summary").values("quantity")
    assert quantities[:4] == (AT_HALF, AT_EQUAL, STANDARDISED, OBSERVED)
    assert [q.split(":")[0] for q in quantities[4:]] == ["c_obs"] * 3 + ["Smallest stratum"]
    assert "sensitivity analyses" in " ".join(table(answer, "guess_rate_summary").notes)
    assert answer.references
    assert "sensitivity" in answer.methods


def test_limits_are_those_of_t_with_a_degree_of_freedom_per_participant_less_one(study):
    half = estimate(guess_rate_curve(study, seed=1, bootstrap=0, level=0.9), AT_HALF)
    assert half.df == 79
    assert half.upper - half.value == pytest.approx(t.ppf(0.95, 79) * half.standard_error)
    assert half.p == pytest.approx(2 * t.sf(abs(half.value / half.standard_error), 79))
    assert half.unit == "points"


def test_rates_are_not_tested_against_a_null_that_nobody_named(study):
    answer = guess_rate_curve(study, seed=1, bootstrap=0)
    p = table(answer, "guess_rate_summary").values("p")
    assert all(found is not None for found in p[:4])
    assert p[4:] == (None,) * 4
    assert all(np.isnan(e.p) for e in answer.estimates[4:])


def test_dont_know_is_told_only_where_it_was_answered(study, binary):
    assert 'with "don\'t know" kept' in guess_rate_curve(study, seed=1, bootstrap=0).methods
    methods = guess_rate_curve(binary, seed=1, bootstrap=0, confidence_weighted=True).methods
    assert "don't know" not in methods
    assert "equal beliefs; 95% limits" in methods


def test_the_curve_meets_its_marks(study):
    """At the marked rates the curve has the values of the summary."""
    answer = guess_rate_curve(study, seed=1, bootstrap=0, grid_points=10_001)
    curve = table(answer, "guess_rate_curve")
    rates, values = np.array(curve.values("rate")), np.array(curve.values("estimate"))
    marks = {name: rate for rate, name in curve.picture.marks}
    for name, label in (("observed", OBSERVED), ("0.5", AT_HALF)):
        at_mark = np.interp(marks[name], rates, values)
        assert at_mark == pytest.approx(estimate(answer, label).value, abs=1e-6)
    at_equal = np.interp(marks["arms guess alike (c*)"], rates, values)
    assert at_equal == pytest.approx(estimate(answer, AT_EQUAL).value, abs=1e-6)


def test_self_blinding_summary(self_blinding, printed):
    """All weeks: with errors by participant, energy does not survive at one half."""
    answer = guess_rate_curve(self_blinding("energy"), seed=1, bootstrap=500)
    half = estimate(answer, AT_HALF)
    assert half.value == printed("2.019068")
    assert half.standard_error == printed("1.496642")
    assert half.p > 0.05
    assert estimate(answer, "c_obs: correct guess rate, placebo").value == printed("0.754")
    assert estimate(answer, "c_obs: correct guess rate, microdose").value == printed("0.493")
    assert (half.n, half.participants) == (847, 239)


def test_occasions_are_chosen_by_id_or_definition(study):
    week = guess_rate_curve(study, seed=1, bootstrap=0, occasions=("diary.1", "diary.2"))
    diary = guess_rate_curve(study, seed=1, bootstrap=0, occasions=("diary",))
    assert repr(week.estimates) == repr(diary.estimates)  # NaN is not equal to itself
    assert diary.details["occasions"] == "diary.1, diary.2"
    with pytest.raises(AnalysisError, match=r"'week'.*diary\.1"):
        guess_rate_curve(study, seed=1, occasions=("diary", "week"))


def test_a_thin_stratum_warns(study):
    few = replace(study, guess=np.where(np.arange(80)[None, :, None] < 20, study.guess, NOT_ASKED))
    answer = guess_rate_curve(few, seed=1, bootstrap=0)
    assert "smallest stratum" in answer.warnings[0]
    assert guess_rate_curve(study, seed=1, bootstrap=0).warnings == ()


def test_an_empty_stratum_is_refused(binary):
    guess = np.where(binary.intervention == 0, 0, binary.guess)
    with pytest.raises(EmptyStratumError, match="nobody took placebo, guessed microdose"):
        guess_rate_curve(replace(binary, guess=guess), seed=1)


def test_no_guesses_are_refused(study):
    with pytest.raises(NoGuessesError):
        guess_rate_curve(replace(study, guess=None), seed=1)


def test_one_arm_never_unsure_is_said(study):
    guess = np.where((study.guess == DONT_KNOW) & (study.intervention == 1), 1, study.guess)
    answer = guess_rate_curve(replace(study, guess=guess), seed=1, bootstrap=20)
    assert any("no standardised contrast" in warning for warning in answer.warnings)
    assert np.isnan(estimate(answer, STANDARDISED).value)


def test_the_published_mode_is_a_table_more(binary):
    plain = guess_rate_curve(binary, seed=1, bootstrap=0)
    more = guess_rate_curve(binary, seed=1, bootstrap=0, published=True)
    extra = {found.key for found in more.tables} - {found.key for found in plain.tables}
    assert extra == {"guess_rate_published"}


def test_the_published_mode_may_lack_a_stratum(binary):
    """Nobody on placebo says microdose at first; later some do: a warning, and the closed form."""
    first = np.arange(3)[None, None, :] == 0
    guess = np.where(first & (binary.intervention == 0), 0, binary.guess)
    observed = np.ones(guess.shape, dtype=bool)
    value = np.nan_to_num(binary.value, nan=50.0)
    layout = replace(binary, guess=guess, observed=observed, value=value)
    answer = guess_rate_curve(layout, seed=1, bootstrap=0, published=True)
    assert any("published procedure could not be run" in warning for warning in answer.warnings)
    assert np.isfinite(estimate(answer, AT_HALF).value)


def test_a_constant_outcome_has_no_contrast(study):
    value = np.where(study.observed, 5.0, np.nan)
    answer = guess_rate_curve(replace(study, value=value), seed=1, bootstrap=20)
    assert estimate(answer, AT_HALF).value == pytest.approx(0, abs=1e-12)
    assert table(answer, "tipping_points").values("value")[1] is None


def test_one_participant_cannot_fill_the_strata(study):
    one = replace(study, observed=study.observed & (np.arange(80)[None, :, None] == 0))
    with pytest.raises(EmptyStratumError, match="unadjusted contrast"):
        guess_rate_curve(one, seed=1)


def test_confidence_weights_have_no_errors_that_ignore_participants(study):
    answer = guess_rate_curve(study, seed=1, bootstrap=20, confidence_weighted=True)
    errors = table(answer, "guess_rate_summary").values("row_standard_error")
    assert set(errors) == {None}
    assert np.isfinite(estimate(answer, AT_HALF).standard_error)


def test_tipping_point_explains_the_raw_contrast(binary):
    """Taking δ* from everybody who says active leaves no difference; the limits touch at δ**."""
    points = tipping_points(totals(strata(binary)))
    told = binary.guess == 1
    without = replace(binary, value=binary.value - points.estimate[0] * told)
    answer = guess_rate_curve(without, seed=1, bootstrap=0)
    assert estimate(answer, OBSERVED).value == pytest.approx(0, abs=1e-12)


def test_tipping_point_of_the_limit(binary):
    raw = estimate(guess_rate_curve(binary, seed=1, bootstrap=0), OBSERVED)
    points = tipping_points(totals(strata(binary)))
    nearer = min(raw.lower, raw.upper, key=abs) if raw.lower * raw.upper > 0 else np.nan
    assert points.significance[0] * points.gap[0] == pytest.approx(nearer, nan_ok=True)


def test_nothing_tips_where_belief_is_alike(binary):
    intervention = np.tile(np.array([0, 1])[None, :, None], (1, 40, 3))
    guess = np.tile(np.array([0, 0, 1, 1])[None, :, None], (1, 20, 3))
    observed = np.ones((1, 80, 3), dtype=bool)
    value = np.nan_to_num(binary.value, nan=50.0)
    same = replace(binary, value=value, observed=observed, intervention=intervention, guess=guess)
    assert np.isnan(tipping_points(totals(strata(same))).estimate[0])
