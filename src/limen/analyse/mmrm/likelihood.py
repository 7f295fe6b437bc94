"""The restricted (or full) likelihood of a covariance over visits, and its derivatives.

With Ω_P the inverse of the covariance at the visits of pattern P (zero elsewhere), A = X′ΩX and
r = y − Xβ̂, the deviance is Σ n_P log|Σ_P| + log|A| + r′Ωr + constant. Everything a fit or a
degree of freedom needs is a sum over rows of products of Ωr, ΩX and Ω.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.analyse.mmrm.covariance import Covariance
from limen.analyse.mmrm.moments import Moments
from limen.results import Floats


@dataclass(frozen=True, kw_only=True)
class State:
    """The likelihood at one covariance per replicate."""

    omega: Floats  # (R, K, T, T)
    root: Floats  # (R, p, p), L with LL′ = A⁻¹
    beta: Floats  # (R, p)
    deviance: Floats  # (R,), −2 log likelihood
    weighted_columns: Floats  # (R, G, T, p), ΩXL
    weighted_residual: Floats  # (R, G, T), Ωr


@dataclass(frozen=True, kw_only=True)
class Curvature:
    """Second derivatives of the deviance by the parameters of the covariance, (R, m, m)."""

    observed: Floats
    expected: Floats


def evaluate(moments: Moments, sigma: Floats, *, reml: bool) -> State:
    """The likelihood at `sigma` (R, T, T), which must be positive definite."""
    mask = moments.patterns[:, :, None] & moments.patterns[:, None, :]
    padded = np.where(mask, sigma[:, None], np.eye(sigma.shape[-1]))
    omega = np.where(mask, np.linalg.inv(padded), 0.0)
    log_determinant = np.linalg.slogdet(padded)[1] @ moments.counts
    of_row = omega[:, moments.pattern_of]
    weighted = of_row @ moments.X
    R, G, T, p = weighted.shape
    X = moments.X.reshape(moments.X.shape[0], G * T, p)
    flat = weighted.reshape(R, G * T, p)
    A = np.swapaxes(X, 1, 2) @ flat
    factor = np.linalg.cholesky((A + np.swapaxes(A, 1, 2)) / 2)
    root = np.swapaxes(np.linalg.inv(factor), 1, 2)
    score = np.swapaxes(flat, 1, 2) @ moments.y.reshape(R, G * T, 1)
    beta = root @ (np.swapaxes(root, 1, 2) @ score)
    residual = moments.y - (X @ beta).reshape(R, G, T)
    weighted_residual = (of_row @ residual[..., None])[..., 0]
    squares = np.sum(residual * weighted_residual, axis=(1, 2))
    squares += np.sum(omega * moments.rest, axis=(1, 2, 3))
    deviance = log_determinant + squares + moments.observations * np.log(2 * np.pi)
    deviance += 2 * moments.observations * np.log(moments.scale)
    if reml:
        log_A = 2 * np.log(np.diagonal(factor, axis1=1, axis2=2)).sum(axis=1)
        deviance += log_A + moments.log_volume
        deviance -= p * (np.log(2 * np.pi) + 2 * np.log(moments.scale))
    return State(
        omega=omega,
        root=root,
        beta=beta[..., 0],
        deviance=deviance,
        weighted_columns=weighted @ root[:, None],
        weighted_residual=weighted_residual,
    )


@dataclass(frozen=True, kw_only=True)
class Slope:
    """First derivative of the deviance by the matrix Σ, and what its pieces were."""

    by_sigma: Floats  # (R, T, T)
    residual: Floats  # (R, K, T, T), Ω(Σ rr′ + rest)Ω
    fixed: Floats  # (R, K, T, T), ΩXA⁻¹X′Ω


def slope(moments: Moments, state: State, *, reml: bool) -> Slope:
    """Differentiate the deviance by the elements of Σ."""
    z, Y = state.weighted_residual, state.weighted_columns
    start = moments.first_row
    residual = np.add.reduceat(z[..., :, None] * z[..., None, :], start, axis=1)
    residual += state.omega @ moments.rest @ state.omega
    fixed = np.add.reduceat(Y @ np.swapaxes(Y, 2, 3), start, axis=1)
    by_sigma = np.sum(moments.counts[:, None, None] * state.omega - residual, axis=1)
    if reml:
        by_sigma = by_sigma - fixed.sum(axis=1)
    return Slope(by_sigma=by_sigma, residual=residual, fixed=fixed)


def gradient(slope: Slope, first: Floats) -> Floats:
    """Derivatives of the deviance by the parameters, (R, m)."""
    R, T = slope.by_sigma.shape[:2]
    by_parameter = first.reshape(first.shape[0], -1, T * T)
    return (by_parameter @ slope.by_sigma.reshape(R, T * T, 1))[..., 0]


def scoring_matrix(moments: Moments, state: State, first: Floats) -> Floats:
    """Σ n_P tr(Ω_P Σ̇_a Ω_P Σ̇_b), (R, m, m): cheap, and never indefinite."""
    weight = moments.counts[:, None, None] * state.omega
    return _sandwich(_paired(weight, state.omega), first)


def curvature(
    moments: Moments,
    state: State,
    slope: Slope,
    *,
    covariance: Covariance,
    theta: Floats,
    reml: bool,
) -> Curvature:
    """Observed and expected second derivatives of the deviance at `theta` (R, m)."""
    first, second = covariance.first(theta), covariance.second(theta)
    determinant = scoring_matrix(moments, state, first)
    quadratic = _sandwich(_paired(slope.residual, state.omega), first)
    mean = fixed_slopes(state, first)
    shift = _coefficient_slopes(state, first)
    observed = -determinant + 2 * quadratic - 2 * shift @ np.swapaxes(shift, 1, 2)
    expected = determinant
    if reml:
        fixed = _sandwich(_paired(slope.fixed, state.omega), first)
        product = mean @ np.swapaxes(mean, 1, 2)
        observed = observed + 2 * fixed - product
        expected = expected - 2 * fixed + product
    if second is not None:
        observed = observed + np.einsum("rst,rabst->rab", slope.by_sigma, second)
    return Curvature(observed=_symmetric(observed), expected=_symmetric(expected))


def fixed_slopes(state: State, first: Floats) -> Floats:
    """L′X′ΩΣ̇_aΩXL (Kenward and Roger's −P_a, rotated), as (R, m, p·p)."""
    R, G, T, p = state.weighted_columns.shape
    flat = np.swapaxes(state.weighted_columns, 1, 2).swapaxes(2, 3).reshape(R, T * p, G)
    product = (flat @ np.swapaxes(flat, 1, 2)).reshape(R, T, p, T, p)
    by_visit = product.transpose(0, 1, 3, 2, 4).reshape(R, T * T, p * p)
    return first.reshape(first.shape[0], -1, T * T) @ by_visit


def _coefficient_slopes(state: State, first: Floats) -> Floats:
    """L′X′ΩΣ̇_aΩr, (R, m, p): what a parameter does to β̂."""
    R, G, T, p = state.weighted_columns.shape
    z = np.swapaxes(state.weighted_residual, 1, 2)
    product = (z @ state.weighted_columns.reshape(R, G, T * p)).reshape(R, T * T, p)
    return first.reshape(first.shape[0], -1, T * T) @ product


def _paired(left: Floats, right: Floats) -> Floats:
    """Σ_k left_k ⊗ right_k so that D_a · result · D_b = Σ_k tr(left Σ̇_a right Σ̇_b)."""
    R, K, T, _ = left.shape
    product = np.swapaxes(left.reshape(R, K, T * T), 1, 2) @ right.reshape(R, K, T * T)
    return product.reshape(R, T, T, T, T).transpose(0, 2, 3, 4, 1).reshape(R, T * T, T * T)


def _sandwich(middle: Floats, first: Floats) -> Floats:
    D = first.reshape(first.shape[0], -1, middle.shape[-1])
    return D @ middle @ np.swapaxes(D, 1, 2)


def _symmetric(matrix: Floats) -> Floats:
    return (matrix + np.swapaxes(matrix, 1, 2)) / 2
