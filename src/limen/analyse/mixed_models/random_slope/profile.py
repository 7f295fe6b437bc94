"""The profile likelihood in D, the 2 × 2 covariance of intercept and slope divided by σ².

With G = Z′Z and S = Z′[X r] of a participant (r the least-squares residual), H = (I+GD)⁻¹,
J = HG, U = HS, and E_a the basis of symmetric 2 × 2 matrices (11, 12+21, 22):

    M = diag(I, rss) − Σ S′DU,  M_a = −Σ U′E_aU,  M_ab = Σ U′(E_bJE_a + E_aJE_b)U
    ℓ = Σ log|I+GD|,            ℓ_a = Σ tr(JE_a), ℓ_ab = −Σ tr(JE_bJE_a)

A is M without its last row and column, γ̂ and r² follow from M, and the deviance is
d = ℓ + log|A| + κ log r² (without log|A| by ML).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.analyse.mixed_models.random_slope.statistics import SlopeStatistics
from limen.results import Floats

BASIS = np.array([[[1.0, 0], [0, 0]], [[0, 1.0], [1.0, 0]], [[0, 0], [0, 1.0]]])
# K[a, b, m] = E_b E_m E_a + E_a E_m E_b: what J's entry m does to M_ab
_SECOND = np.einsum("bij,mjk,akl->abmil", BASIS, BASIS, BASIS)
_SECOND = _SECOND + np.einsum("aij,mjk,bkl->abmil", BASIS, BASIS, BASIS)
# tr(JE_bJE_a) = Σ J_m J_n · W[a, b, m, n]
_TRACE = np.einsum("mij,bjk,nkl,ali->abmn", BASIS, BASIS, BASIS, BASIS)


@dataclass(frozen=True, kw_only=True)
class SlopeProfile:
    """The likelihood's pieces at one D per replicate; a and b number 11, 21, 22."""

    deviance: Floats  # (R,) profiled, without constants
    gradient: Floats  # (R, 3)
    hessian: Floats  # (R, 3, 3)
    open_hessian: Floats  # (R, 3, 3) of −2 log-likelihood with σ² held at its estimate
    log_det: Floats  # (R,) log|A|
    spread: Floats  # (R,) ℓ
    quadratic: Floats  # (R,) r²
    quadratic1: Floats  # (R, 3) its gradient
    gamma: Floats  # (R, p)
    inverse: Floats  # (R, p, p) A⁻¹
    slopes: Floats  # (R, 3, p, p) A_a


def slope_profile(s: SlopeStatistics, D: Floats, *, restricted: bool) -> SlopeProfile:
    """The profile at D, shape (R, 3): its entries 11, 21, 22."""
    R, p = s.replicates, s.columns
    J, U, S, spread = _participants(s, D)
    M = -_gram(S, _weighted(U, D), 1.0)
    M = M[:, 0, :, 0] + M[:, 1, :, 1]
    M[:, np.arange(p), np.arange(p)] += 1.0
    M[:, p, p] += s.rss
    first = _gram(U, U, 1.0)
    M1 = -np.einsum("aij,riqjs->raqs", BASIS, first)
    weighted = np.stack([_gram(U, U, J[:, :, m]) for m in range(3)], axis=1)
    M2 = np.einsum("abmij,rmiqjs->rabqs", _SECOND, weighted, optimize=True)
    log1 = np.stack([J[:, :, 0], 2 * J[:, :, 1], J[:, :, 2]], axis=2).sum(axis=1)
    log2 = -np.einsum("abmn,rmn->rab", _TRACE, np.swapaxes(J, 1, 2) @ J)

    A, A1, A2 = M[:, :p, :p], M1[:, :, :p, :p], M2[:, :, :, :p, :p]
    inverse = np.asarray(np.linalg.inv(A))
    log_det = np.linalg.slogdet(A)[1]
    gamma = (inverse @ M[:, :p, p, None])[:, :, 0]
    e = np.concatenate([-gamma, np.ones((R, 1))], axis=1)
    quadratic = M[:, p, p] - (M[:, :p, p] * gamma).sum(axis=1)
    M1e = (M1 @ e[:, None, :, None])[..., 0]
    quadratic1 = (M1e * e[:, None]).sum(axis=2)
    t = M1e[:, :, :p]
    quadratic2 = np.einsum("rabqs,rq,rs->rab", M2, e, e, optimize=True)
    quadratic2 = quadratic2 - 2 * t @ inverse @ np.swapaxes(t, 1, 2)

    kappa = s.rows - (p if restricted else 0)
    relative = quadratic1 / quadratic[:, None]
    gradient = log1 + kappa[:, None] * relative
    open_hessian = log2 + (kappa / quadratic)[:, None, None] * quadratic2
    deviance = spread + kappa * np.log(quadratic)
    if restricted:
        product = inverse[:, None] @ A1
        gradient = gradient + product.trace(axis1=2, axis2=3)
        open_hessian = open_hessian + np.einsum("rpq,rabpq->rab", inverse, A2)
        open_hessian = open_hessian - np.einsum("rapq,rbqp->rab", product, product)
        deviance = deviance + log_det
    hessian = open_hessian - kappa[:, None, None] * relative[:, :, None] * relative[:, None]
    return SlopeProfile(
        deviance=deviance,
        gradient=gradient,
        hessian=hessian,
        open_hessian=open_hessian,
        log_det=log_det,
        spread=spread,
        quadratic=quadratic,
        quadratic1=quadratic1,
        gamma=gamma,
        inverse=inverse,
        slopes=A1,
    )


def participant_effects(s: SlopeStatistics, D: Floats, gamma: Floats) -> Floats:
    """Predicted intercepts and slopes Ĝ: D H Z′(y − Xβ̂), shape (R, groups, 2)."""
    _, U, _, _ = _participants(s, D)
    e = np.concatenate([-gamma, np.ones((len(gamma), 1))], axis=1)
    return _weighted((U @ e[:, None, :, None]), D)[..., 0]


def _participants(s: SlopeStatistics, D: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """J (R, groups, 3), U and S (R, groups, 2, p+1), and ℓ (R,)."""
    d11, d21, d22 = (D[:, None, m] for m in range(3))
    g11, g12, g22 = (s.inner[:, :, m] for m in range(3))
    k11, k12 = 1 + g11 * d11 + g12 * d21, g11 * d21 + g12 * d22  # K = I + GD
    k21, k22 = g12 * d11 + g22 * d21, 1 + g12 * d21 + g22 * d22
    determinant = k11 * k22 - k12 * k21
    H = np.stack([np.stack([k22, -k12], axis=2), np.stack([-k21, k11], axis=2)], axis=2)
    H = H / determinant[:, :, None, None]
    J = np.stack(
        [
            H[:, :, 0, 0] * g11 + H[:, :, 0, 1] * g12,
            H[:, :, 0, 0] * g12 + H[:, :, 0, 1] * g22,
            H[:, :, 1, 0] * g12 + H[:, :, 1, 1] * g22,
        ],
        axis=2,
    )
    zx = np.broadcast_to(s.zx, (s.replicates, *s.zx.shape[1:]))
    S = np.concatenate([zx, s.zy[:, :, :, None]], axis=3)
    return J, H @ S, S, np.log(determinant).sum(axis=1)


def _weighted(U: Floats, D: Floats) -> Floats:
    matrix = np.stack([np.stack([D[:, 0], D[:, 1]], 1), np.stack([D[:, 1], D[:, 2]], 1)], 1)
    return np.asarray(matrix[:, None] @ U)


def _gram(left: Floats, right: Floats, weight: Floats | float) -> Floats:
    """Σ over participants of weight · left_iq right_js, shape (R, 2, q, 2, q)."""
    R, groups, two, q = left.shape
    flat = right.reshape(R, groups, two * q)
    scaled = flat if isinstance(weight, float) else flat * weight[:, :, None]
    product = np.swapaxes(left.reshape(R, groups, two * q), 1, 2) @ scaled
    return np.asarray(product.reshape(R, two, q, two, q))
