"""Spread between and within people, and its memory, from products of residuals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.errors import AnalysisError
from limen.rehearse.calibrate.fits.estimating import Solved, jackknifed, left_out
from limen.results import Bools, Floats

_FINEST = 0.25  # days: lags that differ by less count as one
_LONGEST = 21.0  # days: longer lags are pooled
_ROUNDS = 40


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Scores (N, T) of one series, terms (N, T, p), and which of them are there."""

    score: Floats
    terms: Floats
    seen: Bools
    days: Floats  # (T,)
    rounding: float = 0.0  # variance that the grid adds

    @property
    def people(self) -> int:
        """How many people have a score."""
        return int(self.seen.any(axis=1).sum())


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """Coefficients; then the variances between and within people, and φ per day if asked for."""

    coefficients: Solved
    variances: Solved | None  # None: nobody has two scores


@dataclass(frozen=True)
class _Lags:
    length: Floats  # (L,), days; the first is 0
    pairs: Bools  # (L, T, T)


def fit(sheet: Sheet, *, correlated: bool) -> Fitted:
    r"""Generalised least squares, then moments of the residuals; people left out one by one.

    $E[r_t r_s] = \tau^2 + \sigma^2 \varphi^{|d_t - d_s|}$. The working covariance is that of a
    first round. All parts are sums over people, so each leave-one-out is exact but for the working
    covariance; the jackknife gives standard errors and takes the bias of order 1/N out of the
    variances. Without `correlated`, φ is 0.
    """
    rows = np.where(sheet.seen[..., np.newaxis], sheet.terms, 0.0)
    score = np.where(sheet.seen, sheet.score, 0.0)
    z = np.concatenate([rows, score[..., np.newaxis]], axis=-1)
    lags = _lags(sheet, correlated)
    products = _by_lag(z, lags)
    counts = _by_lag(sheet.seen[..., np.newaxis].astype(float), lags)[..., 0, 0]
    within = np.broadcast_to(np.eye(len(sheet.days)), (len(z), *[len(sheet.days)] * 2))
    own: Bools = np.asarray(sheet.seen.any(axis=1))
    beta, _ = _coefficients(z, within)
    if lags.length.size < 2 or not np.all(counts.sum(axis=0) > 0):
        return Fitted(coefficients=jackknifed(*_coefficients(z, within), own), variances=None)
    sums = products.sum(0)[np.newaxis], counts.sum(0)[np.newaxis]
    first = _moments(*sums, beta=beta[np.newaxis], lags=lags, rounding=sheet.rounding)[0]
    working = _inverse(first, sheet)
    whole, each = _coefficients(z, working)
    at = np.concatenate([whole[np.newaxis], each])
    sums = left_out(products), left_out(counts)
    found = _moments(*sums, beta=at, lags=lags, rounding=sheet.rounding)
    return Fitted(
        coefficients=jackknifed(whole, each, own),
        variances=jackknifed(found[0], found[1:], own, corrected=True),
    )


def _lags(sheet: Sheet, correlated: bool) -> _Lags:
    apart = np.abs(np.subtract.outer(sheet.days, sheet.days))
    apart = np.maximum(np.round(apart / _FINEST) * _FINEST, _FINEST)
    np.fill_diagonal(apart, 0.0)
    if not correlated:
        apart = np.where(apart > 0, _LONGEST, 0.0)
    apart = np.where(apart > _LONGEST, _LONGEST + 7, apart)
    seen = sheet.seen.astype(float)
    there = seen.T @ seen > 0
    if correlated:  # φ to the power of a quarter of a day is too steep near 0 to be told
        there &= (apart == 0) | (apart >= 1)
    length = np.unique(apart[there])
    return _Lags(length, apart == length[:, np.newaxis, np.newaxis])


def _by_lag(z: Floats, lags: _Lags) -> Floats:
    """Σ z_t z_s′ over pairs of occasions, person by person and lag by lag, (N, L, p, p)."""
    n, t, p = z.shape
    across = np.tensordot(z, lags.pairs.astype(float), axes=([1], [1]))  # (N, p, L, T)
    found = np.reshape(across, (n, -1, t)) @ z
    return np.swapaxes(found.reshape(n, p, len(lags.length), p), 1, 2)


def _coefficients(z: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Coefficients (p,), and those without each person (N, p)."""
    weighed = np.swapaxes(z, 1, 2) @ (weight @ z)
    p = z.shape[-1] - 1
    sums = left_out(weighed)
    gram = sums[:, :p, :p]
    if p and np.max(np.linalg.cond(gram)) > 1e14:
        raise AnalysisError("The terms cannot be told apart when one person is left out.")
    found = np.linalg.solve(gram, sums[:, :p, p:])[..., 0]
    return np.asarray(found[0]), np.asarray(found[1:])


def _inverse(variances: Floats, sheet: Sheet) -> Floats:
    """The inverse of each person's working covariance, (N, T, T); 0 where nothing was seen."""
    between, within = max(float(variances[0]), 0.0), max(float(variances[1]), 1e-9)
    memory = float(np.clip(variances[2], 0.0, 0.95)) if len(variances) > 2 else 0.0
    apart = np.abs(np.subtract.outer(sheet.days, sheet.days))
    kept = memory ** np.maximum(apart, _FINEST) if memory else np.zeros_like(apart)
    np.fill_diagonal(kept, 1.0)
    covariance = between + within * kept + sheet.rounding * np.eye(len(sheet.days))
    both = sheet.seen[:, :, np.newaxis] & sheet.seen[:, np.newaxis, :]
    patterns, place = np.unique(sheet.seen, axis=0, return_inverse=True)
    inverse = np.zeros((len(patterns), *covariance.shape))
    for k, pattern in enumerate(patterns):
        inside = np.ix_(pattern, pattern)
        inverse[k][inside] = np.linalg.inv(covariance[inside])
    return np.where(both, inverse[place.reshape(-1)], 0.0)


def _moments(
    products: Floats, counts: Floats, *, beta: Floats, lags: _Lags, rounding: float
) -> Floats:
    """(rows, 2 or 3): variances and φ of each row of sums and coefficients."""
    e = np.concatenate([-beta, np.ones((len(beta), 1))], axis=1)
    mean = np.einsum("rp,rlpq,rq->rl", e, products, e, optimize=True) / np.maximum(counts, 1.0)
    mean[:, 0] -= rounding
    if lags.length.size == 2:
        return np.stack([mean[:, 1], mean[:, 0] - mean[:, 1]], axis=1)
    return _with_memory(mean, counts, lags.length)


def _with_memory(mean: Floats, counts: Floats, length: Floats) -> Floats:
    """Least squares over lags, weighed by pairs: the best φ of a grid, then Gauss–Newton."""
    grid = np.linspace(-0.3, 0.95, 126)
    best = _straight(grid, mean[0], counts[0], length)
    found = np.tile(best, (len(mean), 1))
    for _ in range(_ROUNDS):
        shape, slope = _kept(found[:, 2], length)
        residual = mean - found[:, :1] - found[:, 1:2] * shape
        jacobian = np.stack([np.ones_like(shape), shape, found[:, 1:2] * slope], axis=-1)
        gram = np.einsum("rlp,rl,rlq->rpq", jacobian, counts, jacobian)
        right = np.einsum("rlp,rl,rl->rp", jacobian, counts, residual)
        if np.max(np.linalg.cond(gram)) > 1e14:
            raise AnalysisError("The lags between occasions do not tell memory from spread.")
        step = np.linalg.solve(gram, right[..., np.newaxis])[..., 0]
        found = found + step
        found[:, 2] = np.clip(found[:, 2], -0.6, 0.97)
        if np.max(np.abs(step[:, 2])) < 1e-9:
            break
    return found


def _kept(phi: Floats, length: Floats) -> tuple[Floats, Floats]:
    """φ^lag with its derivative, (rows, L); below 0 odd whole lags change the sign."""
    size = np.maximum(np.abs(phi), 1e-6)[:, np.newaxis]
    sign = np.where(phi < 0, -1.0, 1.0)[:, np.newaxis]
    odd = np.where(np.round(length) % 2 == 1, sign, 1.0)
    power = odd * size**length
    slope = np.where(length > 0, power * length / (sign * size), 0.0)
    return power, slope


def _straight(grid: Floats, mean: Floats, counts: Floats, length: Floats) -> Floats:
    """The φ of a grid that fits best, with the variances that belong to it: (τ², σ², φ)."""
    shape = _kept(grid, length)[0]
    weight = counts / counts.sum()
    middle, level = shape @ weight, float(mean @ weight)
    away = shape - middle[:, np.newaxis]
    slope = (away * (mean - level)) @ weight / np.maximum(away**2 @ weight, 1e-12)
    between = level - slope * middle
    rest = mean - between[:, np.newaxis] - slope[:, np.newaxis] * shape
    place = int(np.argmin(rest**2 @ weight))
    return np.array([between[place], slope[place], grid[place]])
