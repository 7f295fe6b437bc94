"""Identities: complete balanced data with treatment × visit have exact distributions."""

import numpy as np
import pytest

from limen.analyse.mmrm import contrasts, fit_moments, joint_test, moments

ARMS, EACH, VISITS = 3, 9, 4


@pytest.fixture(scope="module")
def balanced():
    """Two replicates of three arms × nine people × four visits, cell-means coding."""
    rng = np.random.default_rng(20261126)
    arm = np.repeat(np.arange(ARMS), EACH)
    X = np.zeros((len(arm), VISITS, ARMS * VISITS))
    for visit in range(VISITS):
        X[np.arange(len(arm)), visit, arm * VISITS + visit] = 1.0
    y = rng.standard_normal((2, len(arm), VISITS)) @ rng.standard_normal((VISITS, VISITS))
    y += rng.standard_normal(y.shape)
    L = np.hstack([-np.eye(VISITS), np.eye(VISITS), np.zeros((VISITS, VISITS))])
    return arm, moments(X, y), y, L


@pytest.fixture(scope="module")
def pooled(balanced):
    """Pooled covariance within arms, with n − arms degrees of freedom."""
    arm, _, y, _ = balanced
    own = np.stack([[np.cov(one[arm == a].T) for a in range(ARMS)] for one in y])
    return own.mean(axis=1)


def test_unstructured_covariance_is_the_pooled_one(balanced, pooled):
    assert fit_moments(balanced[1]).sigma == pytest.approx(pooled, rel=1e-9)


@pytest.mark.parametrize("df", ["satterthwaite", "kenward_roger"])
def test_each_visit_is_the_two_sample_t_test(balanced, pooled, df):
    """df = n − arms exactly, and the standard error of pooled means."""
    found = contrasts(fit_moments(balanced[1]), balanced[3], tuple("abcd"), df=df)
    error = np.sqrt(np.diagonal(pooled, axis1=1, axis2=2) * 2 / EACH)

    assert found.df == pytest.approx(np.full((2, VISITS), ARMS * EACH - ARMS), rel=1e-9)
    assert found.standard_error == pytest.approx(error, rel=1e-9)


def test_kenward_roger_of_all_visits_is_hotellings_test(balanced, pooled):
    arm, data, y, L = balanced
    found = joint_test(fit_moments(data), L, df="kenward_roger")
    nu = ARMS * EACH - ARMS
    difference = y[:, arm == 1].mean(axis=1) - y[:, arm == 0].mean(axis=1)
    solved = np.linalg.solve(pooled * 2 / EACH, difference[..., None])[..., 0]
    hotelling = np.sum(difference * solved, axis=1) * (nu - VISITS + 1) / (nu * VISITS)

    assert found.statistic == pytest.approx(hotelling, rel=1e-9)
    assert found.denominator_df == pytest.approx(np.full(2, nu - VISITS + 1), rel=1e-9)


def test_compound_symmetry_of_two_visits_is_the_paired_comparison():
    """Within-person change of one arm: mean, standard error and n − 1 degrees of freedom."""
    rng = np.random.default_rng(20261127)
    y = rng.standard_normal((1, 15, 2)) + rng.standard_normal((1, 15, 1))
    X = np.broadcast_to(np.array([[1.0, 0.0], [1.0, 1.0]]), (15, 2, 2)).copy()
    found = contrasts(
        fit_moments(moments(X, y), "compound_symmetry"), np.array([[0.0, 1.0]]), ("change",)
    )
    change = y[0, :, 1] - y[0, :, 0]

    assert found.value[0, 0] == pytest.approx(change.mean(), rel=1e-9)
    assert found.standard_error[0, 0] == pytest.approx(change.std(ddof=1) / np.sqrt(15), rel=1e-8)
    assert found.df[0, 0] == pytest.approx(14, rel=1e-8)


def test_negative_correlation_is_fitted():
    """What a random intercept cannot hold: within-person values that repel each other."""
    rng = np.random.default_rng(20261128)
    y = rng.standard_normal((1, 40, 3))
    y -= 0.8 * y.mean(axis=2, keepdims=True)
    X = np.broadcast_to(np.eye(3), (40, 3, 3)).copy()
    sigma = fit_moments(moments(X, y), "compound_symmetry").sigma[0]

    assert sigma[0, 1] < -0.1


def test_residual_and_wald_degrees_of_freedom(balanced):
    fit = fit_moments(balanced[1])
    residual = contrasts(fit, balanced[3], tuple("abcd"), df="residual").df
    assert np.all(residual == ARMS * EACH * VISITS - ARMS * VISITS)
    assert np.all(np.isinf(contrasts(fit, balanced[3], tuple("abcd"), df="wald").df))
