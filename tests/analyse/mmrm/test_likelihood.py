"""The likelihood by a second route: dense matrices, finite differences, a general optimiser."""

from importlib import import_module

import numpy as np
import pytest
from scipy.linalg import block_diag
from scipy.optimize import minimize

from limen.analyse.mmrm import COVARIANCES, covariance_named, fit_moments, moments
from limen.analyse.mmrm.likelihood import curvature, evaluate, gradient, scoring_matrix, slope

every_covariance = pytest.mark.parametrize("key", COVARIANCES)
both_methods = pytest.mark.parametrize("reml", [True, False])


def dense_deviance(X, y, sigma, *, reml):
    """−2 log likelihood from the whole N·T × N·T matrix."""
    seen = np.isfinite(y[0])
    V = block_diag(*(sigma[np.ix_(row, row)] for row in seen if row.any()))
    design, outcome = X[seen], y[0][seen]
    inverse = np.linalg.inv(V)
    A = design.T @ inverse @ design
    residual = outcome - design @ np.linalg.solve(A, design.T @ inverse @ outcome)
    n = len(outcome) - (design.shape[1] if reml else 0)
    deviance = np.linalg.slogdet(V)[1] + residual @ inverse @ residual + n * np.log(2 * np.pi)
    return deviance + (np.linalg.slogdet(A)[1] if reml else 0.0)


@every_covariance
@both_methods
def test_deviance_is_that_of_the_whole_matrix(gapped, key, reml):
    X, y = gapped(np.random.default_rng(20261123), 30, 4)
    fit = fit_moments(moments(X, y), key, reml=reml)

    assert fit.deviance[0] == pytest.approx(
        dense_deviance(X, y, fit.sigma[0], reml=reml), rel=1e-11
    )


@every_covariance
@both_methods
def test_derivatives_are_those_of_small_differences(small, key, reml):
    data, model = moments(small.X, small.y), covariance_named(key, 4)
    rng = np.random.default_rng(20261124)
    theta = fit_moments(data, key, reml=reml).theta
    theta = theta + 0.02 * rng.standard_normal(theta.shape)

    def state_at(point):
        return evaluate(data, model.matrix(point), reml=reml)

    def gradient_at(point):
        linear = model.second(point) is None
        directions = model.first(theta if linear else point)
        return gradient(slope(data, state_at(point), reml=reml), directions)[0]

    steps = 1e-5 * np.eye(theta.shape[1])[:, None]
    sides = [(model.move(theta, step), model.move(theta, -step)) for step in steps]
    by_difference = [state_at(up).deviance - state_at(down).deviance for up, down in sides]
    bend = [gradient_at(up) - gradient_at(down) for up, down in sides]
    state = state_at(theta)
    exact = curvature(
        data, state, slope(data, state, reml=reml), covariance=model, theta=theta, reml=reml
    )

    downhill = gradient_at(theta)
    assert downhill == pytest.approx(
        np.ravel(by_difference) / 2e-5, abs=1e-6 * np.abs(downhill).max()
    )
    size = np.abs(exact.observed).max()
    assert exact.observed[0] == pytest.approx(np.array(bend) / 2e-5, abs=1e-7 * size)


def test_expected_curvature_is_the_mean_of_the_observed(small):
    """Over responses drawn from the model, within four Monte Carlo errors."""
    rng = np.random.default_rng(20261125)
    sigma = fit_moments(moments(small.X, small.y)).sigma[0]
    noise = rng.multivariate_normal(np.zeros(4), sigma, size=(2_000, small.X.shape[0]))
    data = moments(small.X, np.where(np.isfinite(small.y), noise, np.nan))
    model = covariance_named("unstructured", 4)
    row, column = np.tril_indices(4)
    theta = sigma[row, column] / data.scale[:, None] ** 2
    state = evaluate(data, model.matrix(theta), reml=True)
    found = curvature(
        data, state, slope(data, state, reml=True), covariance=model, theta=theta, reml=True
    )
    observed, expected = found.observed, found.expected[0]  # along relative directions: no scale

    monte_carlo_error = observed.std(axis=0) / np.sqrt(len(observed))
    assert np.all(np.abs(observed.mean(axis=0) - expected) < 4.5 * monte_carlo_error)
    cheap = scoring_matrix(data, state, model.first(theta))[0]
    assert np.linalg.eigvalsh(cheap)[0] > 0


@pytest.mark.parametrize("seed", range(6))
def test_a_general_optimiser_finds_nothing_better(gapped, seed):
    """Nelder–Mead and BFGS on a log-Cholesky factor, from two starts."""
    X, y = gapped(np.random.default_rng(seed), 24, 3)
    fit = fit_moments(moments(X, y))
    row, column = np.tril_indices(3)

    def deviance(parameters):
        factor = np.zeros((3, 3))
        factor[row, column] = parameters
        factor[np.diag_indices(3)] = np.exp(np.clip(np.diagonal(factor), -8, 8))
        return dense_deviance(X, y, factor @ factor.T, reml=True)

    found = [
        minimize(deviance, np.full(6, start), method="BFGS", options={"gtol": 1e-6}).fun
        for start in (0.0, 0.5)
    ]
    assert fit.deviance[0] <= min(found) + 1e-8
    assert fit.deviance[0] == pytest.approx(min(found), abs=1e-5)


def test_compression_changes_nothing(gapped, monkeypatch):
    X, y = gapped(np.random.default_rng(7), 200, 4, missing=0.1)
    few = moments(X, y)
    monkeypatch.setattr(import_module("limen.analyse.mmrm.moments"), "_FEW", 10_000)
    all_rows = moments(X, y)

    assert few.X.shape[1] < all_rows.X.shape[1] / 3
    assert all_rows.X.shape[1] == np.isfinite(y[0]).any(axis=1).sum()
    small, large = fit_moments(few), fit_moments(all_rows)
    assert small.deviance[0] == pytest.approx(large.deviance[0], rel=1e-12)
    assert small.beta[0] == pytest.approx(large.beta[0], rel=1e-8)


def test_units_of_outcome_and_covariate_do_not_matter(small):
    fit = fit_moments(moments(small.X, small.y))
    stretched = small.X * np.where(np.array(small.terms) == "base", 1e4, 1.0)
    other = fit_moments(moments(stretched, 1e-5 * small.y))

    assert other.sigma[0] == pytest.approx(1e-10 * fit.sigma[0], rel=1e-8)
    assert other.beta[0, 1] == pytest.approx(1e-5 * fit.beta[0, 1], rel=1e-8)
