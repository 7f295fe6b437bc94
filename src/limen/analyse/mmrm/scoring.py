"""Fit the covariance over visits: Fisher scoring first, Newton's method at the end."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from limen.analyse.mmrm.covariance import Covariance, covariance_named
from limen.analyse.mmrm.likelihood import (
    Curvature,
    State,
    curvature,
    evaluate,
    gradient,
    scoring_matrix,
    slope,
)
from limen.analyse.mmrm.moments import Moments
from limen.results import Bools, FitStatus, Floats, Ints

_NEAR = 0.5  # promised fall of the deviance below which Newton's method takes over from scoring
_PATIENCE = 8  # steps of scoring, after which Newton's method is tried wherever it goes downhill
_DONE = 1e-10  # promised fall below which a step is the last: the next would be its square
_ROUNDING = 1e-11  # relative noise of the deviance: a rise within it is not a rise
_BORROW = 12  # steps with the Hessian of a similar fit, before making our own
_CONSTANT = 1e-18  # residual variance of a visit that is rounding, where the mean is one
_SINGULAR = 1e-7  # smallest eigenvalue of the correlation matrix that counts as positive


@dataclass(frozen=True, kw_only=True)
class Fit:
    """A fitted MMRM of R replicates, in the units of the data.

    `status` holds codes of `FitStatus`: singular (a correlation over visits is ±1 or a variance
    zero), not converged, not estimable (two visits never observed together, or no variation).
    """

    covariance: Covariance
    reml: bool
    beta: Floats  # (R, p)
    vcov: Floats  # (R, p, p), model-based
    sigma: Floats  # (R, T, T)
    deviance: Floats  # (R,), −2 (restricted) log likelihood
    iterations: Ints  # (R,)
    status: Ints  # (R,)
    moments: Moments
    theta: Floats  # (R, m), scaled
    state: State

    @property
    def log_likelihood(self) -> Floats:
        """The (restricted) log likelihood, constants included, (R,)."""
        return -self.deviance / 2

    @cached_property
    def curvature(self) -> Curvature:
        """Second derivatives of the deviance by the parameters."""
        pieces = slope(self.moments, self.state, reml=self.reml)
        return curvature(
            self.moments,
            self.state,
            pieces,
            covariance=self.covariance,
            theta=self.theta,
            reml=self.reml,
        )


def fit_moments(
    moments: Moments,
    covariance: str = "unstructured",
    *,
    reml: bool = True,
    max_iterations: int = 200,
    like: Fit | None = None,
) -> Fit:
    """Maximise the (restricted) likelihood of every replicate.

    From uncorrelated visits, steps by the scoring matrix are halved until the covariance is
    positive definite and the deviance does not rise; once a step promises less than half a unit
    of deviance, or scoring takes long, the observed Hessian is used where it is positive definite.
    With `like`, a fit of nearly the same data (one replicate), start from its parameters and keep
    its Hessian.
    """
    R, T = moments.y.shape[0], moments.y.shape[2]
    model = covariance_named(covariance, T)
    constant = moments.visit_variance < _CONSTANT
    variance = np.where(constant, 1.0, moments.visit_variance)
    theta = model.start(variance) if like is None else np.repeat(like.theta, R, axis=0)
    borrowed = None if like is None else inverse(like.curvature.observed)
    iterations = np.zeros(R, dtype=np.int64)
    status = np.full(R, FitStatus.NOT_CONVERGED.code, dtype=np.int64)
    status[moments.flat | (not _estimable(moments, covariance))] = FitStatus.NOT_ESTIMABLE.code
    hopeless = constant.any(axis=1) & _by_visit(covariance)
    status[hopeless & (status == FitStatus.NOT_CONVERGED.code)] = FitStatus.SINGULAR.code
    active = np.flatnonzero(status == FitStatus.NOT_CONVERGED.code)
    for iteration in range(max_iterations):
        if not active.size:
            break
        part = moments.take(active)
        known = borrowed if iteration < _BORROW else None
        near = np.inf if iteration >= _PATIENCE else _NEAR
        theta[active], done, stuck = _advance(part, model, theta[active], reml, known, near)
        iterations[active] += 1
        status[active[done]] = FitStatus.CONVERGED.code
        if iteration < max(_PATIENCE, _BORROW):
            stuck &= False  # another kind of step is still to be tried
        active = active[~(done | stuck)]
    singular = _smallest_eigenvalue(model.matrix(theta)) < _SINGULAR
    status[singular & (status != FitStatus.NOT_ESTIMABLE.code)] = FitStatus.SINGULAR.code
    return _finish(moments, model, theta, iterations, status, reml=reml)


def _advance(
    moments: Moments,
    model: Covariance,
    theta: Floats,
    reml: bool,
    borrowed: Floats | None,
    near: float,
) -> tuple[Floats, Bools, Bools]:
    """One accepted step per replicate: new parameters, who has arrived, and who cannot move."""
    state = evaluate(moments, model.matrix(theta), reml=reml)
    pieces, first = slope(moments, state, reml=reml), model.first(theta)
    downhill = gradient(pieces, first)
    if borrowed is not None:
        step = downhill @ borrowed[0]
    else:
        step = _solve(scoring_matrix(moments, state, first), downhill)
    promise = np.sum(step * downhill, axis=1)
    if borrowed is None and np.any(promise < near):
        bend = curvature(moments, state, pieces, covariance=model, theta=theta, reml=reml).observed
        newton = (promise < near) & (np.linalg.eigvalsh(bend)[:, 0] > 0)
        if newton.any():
            step[newton] = _solve(bend[newton], downhill[newton])
            promise = np.sum(step * downhill, axis=1)
    taken, stuck = _halve(moments, model, theta, step, state.deviance, reml)
    return taken, (promise < _DONE) | (stuck & (promise < 1e-6)), stuck


def _halve(
    moments: Moments,
    model: Covariance,
    theta: Floats,
    step: Floats,
    deviance: Floats,
    reml: bool,
) -> tuple[Floats, Bools]:
    """Shorten each step until it is allowed and the deviance does not rise; else stay (stuck)."""
    best = theta.copy()
    limit = deviance + _ROUNDING * (1 + np.abs(deviance))
    waiting, share = np.arange(len(theta)), 1.0
    for _ in range(40):
        trial = model.move(theta[waiting], -share * step[waiting])
        sigma = model.matrix(trial)
        inside = _smallest_eigenvalue(sigma) > _SINGULAR / 100
        value = np.full(len(waiting), np.inf)
        if inside.any():
            part = moments.take(waiting[inside])
            # a matrix beyond what floating point can invert is a step too far as well
            with suppress(np.linalg.LinAlgError):
                value[inside] = evaluate(part, sigma[inside], reml=reml).deviance
        good = value <= limit[waiting]
        best[waiting[good]] = trial[good]
        waiting, share = waiting[~good], share / 2
        if not waiting.size:
            break
    return best, np.isin(np.arange(len(theta)), waiting)


def _solve(matrix: Floats, vector: Floats) -> Floats:
    """Solve per replicate."""
    return (inverse(matrix) @ vector[..., None])[..., 0]


def inverse(matrix: Floats) -> Floats:
    """Inverses of symmetric matrices (R, m, m) whose rows may differ much in size.

    A singular one gets its pseudo-inverse: parameters that the data cannot tell apart stay put.
    """
    size = np.sqrt(np.abs(np.diagonal(matrix, axis1=1, axis2=2)))
    size = np.where(size > 0, size, 1.0)
    frame = size[:, :, None] * size[:, None, :]
    try:
        return np.asarray(np.linalg.inv(matrix / frame) / frame)
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.pinv(matrix / frame, hermitian=True) / frame)


def _smallest_eigenvalue(sigma: Floats) -> Floats:
    """Of the correlation matrix; −1 where a variance is not positive."""
    variance = np.diagonal(sigma, axis1=1, axis2=2)
    positive = np.all(np.isfinite(sigma), axis=(1, 2)) & np.all(variance > 1e-12, axis=1)
    safe = np.where(positive[:, None, None], sigma, np.eye(sigma.shape[1]))
    sd = np.sqrt(np.diagonal(safe, axis1=1, axis2=2))
    smallest = np.linalg.eigvalsh(safe / (sd[:, :, None] * sd[:, None, :]))[:, 0]
    return np.where(positive, smallest, -1.0)


def _by_visit(covariance: str) -> bool:
    """Whether every visit has a variance of its own."""
    return covariance == "unstructured" or covariance.startswith("heterogeneous")


def _estimable(moments: Moments, covariance: str) -> bool:
    """Whether every covariance that is a parameter was observed at least twice."""
    together = np.einsum("k,ks,kt->st", moments.counts, moments.patterns, moments.patterns)
    if covariance == "unstructured":
        return bool(together.min() >= 2)
    return bool(np.diagonal(together).min() >= (2 if _by_visit(covariance) else 1))


def _finish(
    moments: Moments,
    model: Covariance,
    theta: Floats,
    iterations: Ints,
    status: Ints,
    *,
    reml: bool,
) -> Fit:
    """Collect a fit, back in the units of the data."""
    state = evaluate(moments, model.matrix(theta), reml=reml)
    root = moments.rotation @ state.root * moments.scale[:, None, None]
    return Fit(
        covariance=model,
        reml=reml,
        beta=np.einsum("rpq,rq->rp", _each(moments.rotation, len(theta)), state.beta)
        * moments.scale[:, None],
        vcov=root @ np.swapaxes(root, 1, 2),
        sigma=model.matrix(theta) * (moments.scale**2)[:, None, None],
        deviance=state.deviance,
        iterations=iterations,
        status=status,
        moments=moments,
        theta=theta,
        state=state,
    )


def _each(array: Floats, replicates: int) -> Floats:
    return np.broadcast_to(array, (replicates, *array.shape[1:]))
