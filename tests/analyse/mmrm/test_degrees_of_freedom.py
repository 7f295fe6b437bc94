"""Degrees of freedom with missing visits, by a second route: whole matrices, small differences."""

import numpy as np
import pytest
from scipy.linalg import block_diag

from limen.analyse.mmrm import adjusted_vcov, contrasts, fit_moments, joint_test, moments

VISITS = 3


@pytest.fixture(scope="module")
def fitted(gapped):
    X, y = gapped(np.random.default_rng(20261213), 26, VISITS)
    return X, y, fit_moments(moments(X, y))


def whole(X, y, sigma):
    """V, design and outcome of all observed values."""
    seen = np.isfinite(y[0])
    V = block_diag(*(sigma[np.ix_(row, row)] for row in seen if row.any()))
    return V, X[seen], y[0][seen]


def sigma_of(parameters):
    """From a log-Cholesky factor, the parameters that R's mmrm differentiates by."""
    factor = np.zeros((VISITS, VISITS))
    factor[np.tril_indices(VISITS)] = parameters
    factor[np.diag_indices(VISITS)] = np.exp(np.diagonal(factor))
    return factor @ factor.T


def parameters_of(sigma):
    factor = np.linalg.cholesky(sigma)
    factor[np.diag_indices(VISITS)] = np.log(np.diagonal(factor))
    return factor[np.tril_indices(VISITS)]


def half_deviance(X, y, parameters):
    V, design, outcome = whole(X, y, sigma_of(parameters))
    inverse = np.linalg.inv(V)
    A = design.T @ inverse @ design
    residual = outcome - design @ np.linalg.solve(A, design.T @ inverse @ outcome)
    logs = np.linalg.slogdet(V)[1] + np.linalg.slogdet(A)[1]
    return (logs + residual @ inverse @ residual) / 2


def variance(X, y, parameters, row):
    V, design, _ = whole(X, y, sigma_of(parameters))
    return row @ np.linalg.solve(design.T @ np.linalg.solve(V, design), row)


def test_satterthwaite_by_numerical_derivatives(fitted):
    """2v²/(g′Wg) with Hessian and gradient by central differences, as R's mmrm defines it."""
    X, y, fit = fitted
    at, h = parameters_of(fit.sigma[0]), 1e-3
    steps = h * np.eye(len(at))
    hessian = np.array(
        [
            [
                sum(
                    a * b * half_deviance(X, y, at + a * one + b * two)
                    for a in (1, -1)
                    for b in (1, -1)
                )
                / (4 * h**2)
                for two in steps
            ]
            for one in steps
        ]
    )
    W = np.linalg.inv(hessian)
    L = np.eye(X.shape[2])[[1, -1]]
    found = contrasts(fit, L, ("arm", "change"))
    for index, row in enumerate(L):
        sides = [variance(X, y, at + s, row) - variance(X, y, at - s, row) for s in steps]
        g = np.array(sides) / (2 * h)
        df = 2 * variance(X, y, at, row) ** 2 / (g @ W @ g)
        assert found.df[0, index] == pytest.approx(df, rel=1e-4)


@pytest.fixture(scope="module")
def kenward_roger_by_hand(fitted):
    """Φ, adjusted Φ, Φ P_a Φ per parameter and W, from matrices of all observed values."""
    X, y, fit = fitted
    V, design, _ = whole(X, y, fit.sigma[0])
    inverse, row, column = np.linalg.inv(V), *np.tril_indices(VISITS)
    slopes = []
    for r, c in zip(row, column, strict=True):
        unit = np.zeros((VISITS, VISITS))
        unit[r, c] = unit[c, r] = 1.0
        slopes.append(whole(X, y, unit)[0])
    phi = np.linalg.inv(design.T @ inverse @ design)
    turned = [inverse @ slope for slope in slopes]  # V⁻¹V_a
    P = [-design.T @ t @ inverse @ design for t in turned]
    m = range(len(slopes))
    Q = [[design.T @ turned[a] @ turned[b] @ inverse @ design for b in m] for a in m]
    information = [
        [
            np.trace(turned[a] @ turned[b]) / 2
            - np.trace(phi @ Q[a][b])
            + np.trace(phi @ P[a] @ phi @ P[b]) / 2
            for b in m
        ]
        for a in m
    ]
    W = np.linalg.inv(np.array(information))
    middle = sum(W[a, b] * (Q[a][b] - P[a] @ phi @ P[b]) for a in m for b in m)
    return phi, phi + 2 * phi @ middle @ phi, [phi @ p @ phi for p in P], W


def test_kenward_roger_by_whole_matrices(fitted, kenward_roger_by_hand):
    X, _, fit = fitted
    phi, adjusted, slopes, W = kenward_roger_by_hand
    L = np.eye(X.shape[2])
    found = contrasts(fit, L, tuple(map(str, range(len(L)))), df="kenward_roger")
    g = np.array([np.diagonal(slope) for slope in slopes])
    df = 2 * np.diagonal(phi) ** 2 / np.einsum("ap,ab,bp->p", g, W, g)

    assert adjusted_vcov(fit)[0] == pytest.approx(adjusted, rel=1e-6, abs=1e-9)
    assert found.standard_error[0] == pytest.approx(np.sqrt(np.diagonal(adjusted)), rel=1e-8)
    assert found.df[0] == pytest.approx(df, rel=1e-7)
    assert np.all(np.diagonal(adjusted) > np.diagonal(phi))


def test_joint_test_of_one_contrast_is_its_t_test(fitted):
    X, _, fit = fitted
    L = np.eye(X.shape[2])[[-1]]
    for df in ("satterthwaite", "kenward_roger", "residual", "wald"):
        single, joint = contrasts(fit, L, ("one",), df=df), joint_test(fit, L, df=df)
        t = single.value[0, 0] / single.standard_error[0, 0]
        assert joint.statistic[0] == pytest.approx(t**2, rel=1e-8)
        assert joint.denominator_df[0] == pytest.approx(single.df[0, 0], rel=1e-8)
