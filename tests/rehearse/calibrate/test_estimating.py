"""Estimating equations against closed forms and other code."""

from __future__ import annotations

import numpy as np
import pytest

from limen.errors import AnalysisError
from limen.pharmacology.perceptibility import fit_probit
from limen.randomness import stream
from limen.rehearse.calibrate.fits.beliefs import mean_confidence
from limen.rehearse.calibrate.fits.components import Sheet, fit
from limen.rehearse.calibrate.fits.estimating import Solved, ratio, solve, solve_given
from limen.rehearse.calibrate.fits.felt import _Model, _orthant
from limen.rehearse.calibrate.items import learned_sd, learned_share, rounded


def test_a_mean_has_its_textbook_error() -> None:
    x = stream(1, "mean").standard_normal(30)
    found = solve(lambda at: (x - at[0])[:, np.newaxis], np.zeros(1))
    assert found.value[0] == pytest.approx(x.mean(), abs=1e-9)
    assert found.standard_error[0] == pytest.approx(x.std(ddof=1) / np.sqrt(30), rel=1e-6)


def test_a_probit_has_the_errors_of_the_sandwich() -> None:
    rng = stream(2, "probit")
    person = np.repeat(np.arange(80), 4)
    x = np.column_stack([np.ones(320), rng.integers(2, size=320)])
    yes = x @ [-0.4, 0.9] + np.repeat(rng.standard_normal(80), 4) + rng.standard_normal(320) > 0
    theirs = fit_probit(x, yes, person=person)

    def functions(at):
        from scipy.special import log_ndtr

        sign = np.where(yes, 1.0, -1.0)
        inside = sign * (x @ at)
        score = sign * np.exp(-0.5 * inside**2 - 0.5 * np.log(2 * np.pi) - log_ndtr(inside))
        rows = np.zeros((80, 2))
        np.add.at(rows, person, score[:, np.newaxis] * x)
        return rows

    found = solve(functions, np.zeros(2))
    assert found.value == pytest.approx(theirs.coefficients, abs=1e-5)
    # they divide by n − 1 and by Fisher's weights, we by n − p and by the observed slopes
    assert found.standard_error == pytest.approx(theirs.standard_errors, rel=0.03)


def test_an_earlier_fit_passes_its_error_on() -> None:
    """b = mean(y) − 2 mean(x), in two steps, has the error of the mean of y − 2x."""
    rng = stream(3, "steps")
    x, y = rng.standard_normal((2, 40))
    first = solve(lambda at: (x - at[0])[:, np.newaxis], np.zeros(1))
    second = solve_given(
        lambda own, at: (y - 2 * at[0] - own[0])[:, np.newaxis], np.zeros(1), first
    )
    assert second.standard_error[0] == pytest.approx((y - 2 * x).std(ddof=1) / 40**0.5, rel=1e-6)


def test_parameters_that_cannot_be_told_apart_are_refused() -> None:
    x = stream(4, "tied").standard_normal((20, 1))
    with pytest.raises(AnalysisError, match="tell the parameters apart"):
        solve(lambda at: (x - at[0] - at[1]) * np.array([1.0, 2.0]), np.zeros(2))


def test_nobody_at_risk_is_refused() -> None:
    with pytest.raises(AnalysisError, match="at risk"):
        ratio(np.zeros(3), np.zeros(3))


def test_a_balanced_study_has_the_variances_of_its_analysis_of_variance() -> None:
    y = stream(5, "anova").standard_normal((12, 5)) + 2 * stream(5, "who").standard_normal((12, 1))
    sheet = Sheet(
        score=y,
        terms=np.ones((12, 5, 1)),
        seen=np.ones((12, 5), dtype=bool),
        days=np.arange(5) * 7.0,
    )
    found = fit(sheet, correlated=False)
    between = 5 * y.mean(axis=1).var(ddof=1)
    within = ((y - y.mean(axis=1, keepdims=True)) ** 2).sum() / (12 * 4)
    assert found.coefficients.value[0] == pytest.approx(y.mean(), abs=1e-12)
    assert found.coefficients.standard_error[0] == pytest.approx(
        y.mean(axis=1).std(ddof=1) / np.sqrt(12), rel=1e-9
    )
    assert found.variances is not None
    # the jackknife takes the bias out exactly: quadratic in sums over people
    assert found.variances.value == pytest.approx([(between - within) / 5, within], rel=1e-9)


def test_confidence_is_the_integral_that_it_stands_for() -> None:
    from scipy.integrate import quad
    from scipy.special import ndtr

    def inside(z: float) -> float:
        leaning = abs(0.4 + 1.3 * z)
        return float((2 * ndtr(0.7 * leaning) - 1) * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi))

    wanted = quad(inside, -9, 9, points=[-0.4 / 1.3], limit=200)[0]
    assert mean_confidence(np.array(0.4), 1.3, 0.7) == pytest.approx(wanted, abs=1e-8)


def test_the_chance_of_two_normals_is_that_of_scipy() -> None:
    from scipy.stats import multivariate_normal

    for h, k, r in ((0.3, -1.2, 0.6), (-0.4, -0.7, -0.8), (1.5, 0.2, 0.1), (0.0, 0.9, 0.4)):
        theirs = multivariate_normal([0, 0], [[1, r], [r, 1]]).cdf([h, k])
        assert _orthant(np.array(h), np.array(k), r) == pytest.approx(theirs, abs=1e-6)


def test_ratings_and_guesses_have_chances_that_add_up() -> None:
    """Nothing, each rating on a fine grid, and the highest, over both guesses: 1."""
    model = _Model(level=10.0, slope=20.0, sigma=12.0, unsteady=0.5, spread=1.2)
    eta, ends = np.array([-0.3]), np.array([-np.inf, 0.0, np.inf])
    total = 0.0
    for lower, upper in ((ends[:1], ends[1:2]), (ends[1:2], ends[2:])):
        total += float(model.not_felt(eta, lower, upper)[0])
        total += float(model.beyond(0.0, -1, eta, lower, upper)[0])
        total += float(model.beyond(100.0, 1, eta, lower, upper)[0])
        for rating in np.arange(0.05, 100.0, 0.1):
            total += 0.1 * float(model.felt(np.array([rating]), eta, lower, upper)[0])
    assert total == pytest.approx(1.0, abs=1e-4)


def test_a_variance_below_nothing_is_an_sd_of_0_with_an_upper_limit() -> None:
    influence = np.tile([[0.01], [-0.01]], (50, 1))
    found = learned_sd("x", Solved(np.array([-0.05]), influence), n=200)
    assert found.value == 0 == found.lower
    assert 0.2 < found.upper < 0.6
    assert np.isnan(found.standard_error)


def test_a_share_of_nobody_still_has_an_upper_limit() -> None:
    found = learned_share("x", ratio(np.zeros(40), np.full(40, 5.0)), n=200)
    assert (found.value, found.lower, found.participants) == (0, 0, 40)
    assert found.upper == pytest.approx(1.972**2 / (200 + 1.972**2), rel=1e-3)  # Wilson, t(199)


def test_values_are_rounded_to_two_digits_of_their_error() -> None:
    assert rounded(12.34567, 0.123) == 12.35
    assert rounded(12.34567, 12.0) == 12
    assert rounded(0.00123456, float("nan")) == 0.001235
    assert rounded(0.0, float("nan")) == 0
