"""Estimates and their errors, by closed forms and by doing it all again."""

import numpy as np
import pytest

from limen.analyse.imputation import STRATEGIES, jackknife, reference_based
from limen.analyse.imputation.conditional_mean import completed
from limen.analyse.imputation.jackknife import first_fit
from limen.analyse.imputation.study import study_of
from limen.analyse.mmrm import fit_moments, mmrm, moments


@pytest.fixture(scope="module")
def all_strategies(study):
    laid = study_of(study, baseline=True, covariates=(), visit=None)
    return laid, jackknife(laid, first_fit(laid, ["unstructured"]), list(STRATEGIES.values()))


def test_missing_at_random_is_the_mmrm(study):
    """With every effect by visit the two estimates are one; the errors differ by the method."""
    imputed = reference_based(study, strategies=["missing_at_random"], baseline=True)
    fitted = mmrm(study, baseline="by_visit", df="kenward_roger")

    assert imputed.estimates[0].value == pytest.approx(fitted.estimates[0].value, rel=1e-8)
    ratio = imputed.estimates[0].standard_error / fitted.estimates[0].standard_error
    assert 0.85 < ratio < 1.15


def test_with_one_visit_jump_to_reference_dilutes_by_the_share_observed(layout_of):
    """Difference of observed means times n_observed / n of the active arm, exactly."""
    rng = np.random.default_rng(20261207)
    y, arm = rng.standard_normal((30, 1)) + 2 * (np.arange(30) % 2)[:, None], np.arange(30) % 2
    y[[1, 3, 5, 8], 0] = np.nan
    found = reference_based(layout_of(y, arm), strategies=["jump_to_reference"])
    difference = np.nanmean(y[arm == 1]) - np.nanmean(y[arm == 0])

    assert found.estimates[0].value == pytest.approx(difference * 12 / 15, rel=1e-10)


def test_leaving_out_is_the_same_as_starting_again(all_strategies):
    """Each leave-one-out value, from a fit that never saw the participant."""
    laid, found = all_strategies
    assert found.failed == 0
    for participant in (0, 7, 31, 49):
        others = np.arange(50) != participant
        fit = fit_moments(moments(laid.X[others], laid.y[others][None]))
        means = laid.X[others] @ fit.beta[0], laid.reference_columns[others] @ fit.beta[0]
        for index, how in enumerate(STRATEGIES.values()):
            last = completed(laid.y[others], *means, fit.sigma[0], [how])[0][:, -1]
            by_hand = np.linalg.lstsq(laid.C[others], last, rcond=None)[0] @ laid.contrast[0]
            assert found.without[participant, index, 0] == pytest.approx(by_hand, rel=1e-6)


def test_standard_error_is_that_of_the_jackknife(all_strategies):
    _, found = all_strategies
    values = found.without[:, 1, 0]
    by_hand = np.sqrt(49 / 50 * np.sum((values - values.mean()) ** 2))
    assert found.standard_error[1, 0] == pytest.approx(by_hand, rel=1e-12)


def test_reference_based_strategies_pull_towards_the_reference(all_strategies):
    """A positive effect that grows: missing at random > increments > jump, and all positive."""
    _, found = all_strategies
    value = dict(zip(STRATEGIES, found.value[:, 0], strict=True))
    order = ["missing_at_random", "copy_increments", "jump_to_reference"]
    assert sorted(order, key=value.__getitem__, reverse=True) == order
    assert min(value.values()) > 0


def test_jackknife_error_is_the_spread_over_repeated_studies(layout_of):
    """Jump to reference, 40 people × 2 visits, 60 studies: within four Monte Carlo errors."""
    rng = np.random.default_rng(20261208)
    arm = np.arange(40) % 2
    values, variances = [], []
    for _ in range(60):
        y = rng.standard_normal((40, 2)) + rng.standard_normal((40, 1))
        y += arm[:, None] * np.array([0.5, 1.0])
        y[rng.random(40) < 0.3, 1] = np.nan
        laid = study_of(layout_of(y, arm), baseline=False, covariates=(), visit=None)
        found = jackknife(
            laid, first_fit(laid, ["unstructured"]), [STRATEGIES["jump_to_reference"]]
        )
        values.append(found.value[0, 0])
        variances.append(found.standard_error[0, 0] ** 2)

    spread = np.std(values, ddof=1)
    assert abs(np.sqrt(np.mean(variances)) - spread) < 4 * spread / np.sqrt(2 * 60)


def test_an_outlier_does_not_spoil_the_fits_without_it(data, layout_of):
    """Leaving it out is far from the whole fit; the fit then starts from nothing."""
    y, arm, baseline = data
    y = y.copy()
    y[np.flatnonzero(np.isfinite(y[:, 1]))[0], 1] = 1e3
    answer = reference_based(layout_of(y, arm, baseline), strategies=["jump_to_reference"])

    assert answer.details["jackknife_failures"] == 0
