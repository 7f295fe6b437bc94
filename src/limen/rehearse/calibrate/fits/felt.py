"""A rating of what is felt, with many ratings at nothing: level, slope, spread, unsteadiness."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from limen.errors import AnalysisError
from limen.rehearse.calibrate.fits.estimating import Solved, scores_of, solve_given
from limen.results import Bools, Floats

_NODES = 40
_REACH = 7.0  # SDs of leaning over which it is integrated
_TINY = 1e-12
_DISCORDANT = 5  # ratings above nothing by people who say placebo, needed for unsteadiness


@dataclass(frozen=True, kw_only=True)
class Ratings:
    """Ratings (N, T), what was said at the same time, and what may have made people lean.

    `nothing` is the rating of whoever feels nothing; `low` and `high` are where ratings end.
    `said` is 1 active, 0.5 don't know, 0 not, NaN where nobody was asked.
    """

    rating: Floats
    said: Floats
    terms: Floats  # (N, T, p)
    nothing: float
    low: float
    high: float
    step: float

    @property
    def seen(self) -> Bools:
        """Which ratings are there."""
        return np.isfinite(self.rating)


@dataclass(frozen=True, kw_only=True)
class FeltFit:
    """`level`, `slope` and the SD about the line, then `unsteady` unless everybody is steady."""

    solved: Solved
    unsteady: bool


def fit_felt(ratings: Ratings, beliefs: Solved, *, dont_know: bool) -> FeltFit:
    r"""Maximum likelihood of ratings and guesses together, given how people come to lean.

    With leaning $L \sim N(\eta, 1 + s^2)$ and $L' = L + \omega n$, a rating is nothing unless
    $L' > 0$, and then $N(\text{level} + \text{slope} \cdot L', \sigma^2)$ above nothing, put within
    its limits; the guess is the sign of L. `beliefs` holds θ, the criterion, half the width of
    undecided with `dont_know`, and s². Answers of a person count as independent for the value, not
    for the standard errors. Raises `AnalysisError` where ratings do not tell the parts apart.
    """
    from scipy.optimize import minimize

    above = ratings.rating[ratings.seen & (ratings.rating > ratings.nothing)] - ratings.nothing
    if above.size < 20 or above.std() == 0:
        raise AnalysisError("Fewer than 20 ratings say that something was felt.")
    discordant = (ratings.said == 0) & ratings.seen & (ratings.rating > ratings.nothing)
    unsteady = int(discordant.sum()) >= _DISCORDANT
    spread = float(above.std())
    start = np.array([float(above.mean()) - 0.5 * spread, 0.6 * spread, np.log(0.8 * spread)])
    start = np.append(start, np.log(0.5)) if unsteady else start
    scale = np.array([spread, spread, 1.0, 1.0])[: len(start)]

    def chances(at: Floats, known: Floats) -> Floats:
        return _log_chances(ratings, at, known, dont_know)

    def scores(at: Floats, known: Floats) -> Floats:
        return scores_of(lambda own: chances(own, known))(at)

    def loss(at: Floats) -> float:
        return -float(chances(at * scale, beliefs.value).mean())

    found = minimize(loss, start / scale, method="BFGS", options={"gtol": 1e-3, "maxiter": 100})
    if not np.isfinite(found.fun) or abs(found.x[0]) > 20 or found.x[2] < -4:
        raise AnalysisError("The ratings do not tell level, slope and spread apart.")
    solved = solve_given(scores, found.x * scale, beliefs)

    def turned(at: Floats) -> Floats:
        return np.concatenate([at[:2], np.exp(at[2:])])

    return FeltFit(solved=solved.turned(turned), unsteady=unsteady)


def _log_chances(ratings: Ratings, at: Floats, known: Floats, dont_know: bool) -> Floats:
    """The log-likelihood of each person's answers, (N,)."""
    p = ratings.terms.shape[-1]
    seen = ratings.seen
    eta = (ratings.terms @ known[:p] - known[p])[seen]
    width = float(known[p + 1]) if dont_know else 0.0
    spread = float(np.sqrt(1 + max(float(known[-1]), 0.0)))
    level, slope, sigma = float(at[0]), float(at[1]), float(np.exp(min(at[2], 8.0)))
    unsteady = float(np.exp(min(at[3], 3.0))) if len(at) > 3 else 0.0
    model = _Model(level, slope, sigma, unsteady, spread)
    lower, upper = _bounds(ratings.said[seen], width)
    rating = ratings.rating[seen] - ratings.nothing
    edge, top = 0.5 * ratings.step, ratings.high - ratings.nothing
    chance = np.empty(rating.shape)
    nothing, most = rating <= 0, rating >= top
    own = eta[nothing], lower[nothing], upper[nothing]
    chance[nothing] = model.not_felt(*own) + model.beyond(edge, -1, *own)
    if most.any():
        own = eta[most], lower[most], upper[most]
        chance[most] = model.beyond(top - edge, 1, *own)
    rows = ~nothing & ~most
    own = eta[rows], lower[rows], upper[rows]
    chance[rows] = model.felt(rating[rows], *own) * max(ratings.step, 1e-3)
    found = np.zeros(seen.shape)
    found[seen] = np.log(np.maximum(chance, _TINY))
    return np.asarray(found.sum(axis=1))


def _bounds(said: Floats, width: float) -> tuple[Floats, Floats]:
    """Between which leanings an answer is given."""
    lower = np.select([said == 1, said == 0.5], [width, -width], default=-np.inf)
    upper = np.select([said == 0, said == 0.5], [-width, width], default=np.inf)
    return lower, upper


@dataclass(frozen=True)
class _Model:
    """Chances of a rating together with a leaning L between two bounds."""

    level: float
    slope: float
    sigma: float
    unsteady: float
    spread: float  # SD of L

    @property
    def wide(self) -> float:
        """SD of L′."""
        return float(np.hypot(self.spread, self.unsteady))

    def felt(self, rating: Floats, eta: Floats, lower: Floats, upper: Floats) -> Floats:
        """Density of a rating, felt, and L in bounds: normal times a chance given the rating."""
        variance = self.slope**2 * self.wide**2 + self.sigma**2
        away = rating - self.level - self.slope * eta
        density = np.exp(-0.5 * away**2 / variance) / np.sqrt(2 * np.pi * variance)
        pull = self.slope * away / variance
        mean, wide = eta + self.wide**2 * pull, self.wide * self.sigma / np.sqrt(variance)
        own = eta + self.spread**2 * pull
        narrow = np.sqrt(self.spread**2 - self.spread**4 * self.slope**2 / variance)
        covariance = self.spread**2 - self.spread**2 * self.wide**2 * self.slope**2 / variance
        correlation = covariance / (wide * narrow)
        return np.asarray(density * _above(mean / wide, own, narrow, correlation, (lower, upper)))

    def not_felt(self, eta: Floats, lower: Floats, upper: Floats) -> Floats:
        """Chance that nothing is felt, and L in bounds."""
        from scipy.special import ndtr

        every = ndtr((upper - eta) / self.spread) - ndtr((lower - eta) / self.spread)
        correlation = self.spread / self.wide
        felt = _above(eta / self.wide, eta, self.spread, correlation, (lower, upper))
        return np.asarray(np.maximum(every - felt, 0.0))

    def beyond(self, limit: float, side: int, eta: Floats, lower: Floats, upper: Floats) -> Floats:
        """Chance that something is felt, L in bounds, and the rating on one side of a limit."""
        from scipy.special import ndtr

        nodes, weights = _legendre()
        reach = max(float(eta.max(initial=0.0)), 0.0) + _REACH * self.wide
        felt = (nodes + 1) / 2 * reach
        weights = weights / 2 * reach
        eta = eta[:, np.newaxis]
        density = np.exp(-0.5 * ((felt - eta) / self.wide) ** 2) / (self.wide * np.sqrt(2 * np.pi))
        tail = ndtr(side * (self.level + self.slope * felt - limit) / self.sigma)
        share = self.spread**2 / self.wide**2
        own = eta + share * (felt - eta)
        rest = max(self.spread * np.sqrt(max(1 - share, 0.0)), 1e-6)
        bounds = [np.clip((b[:, np.newaxis] - own) / rest, -40, 40) for b in (upper, lower)]
        return np.asarray((density * tail * (ndtr(bounds[0]) - ndtr(bounds[1]))) @ weights)


@cache
def _legendre() -> tuple[Floats, Floats]:
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    return nodes, weights


def _above(
    height: Floats, own: Floats, spread: float, correlation: float, bounds: tuple[Floats, Floats]
) -> Floats:
    """P(L′ > 0, L in bounds) of two normals; `height` is the mean of L′ in its SDs."""
    correlation = float(np.clip(correlation, -1 + 1e-9, 1 - 1e-9))
    lower, upper = (
        _orthant(height, np.clip((bound - own) / spread, -30, 30), -correlation) for bound in bounds
    )
    return np.maximum(upper - lower, 0.0)


def _orthant(h: Floats, k: Floats, correlation: float) -> Floats:
    """P(X < h, Y < k) of standard normals with this correlation, by Owen's T.

    ```bibtex
    @article{owen1956tables,
      title   = {Tables for computing bivariate normal probabilities},
      author  = {Owen, Donald B.},
      journal = {The Annals of Mathematical Statistics},
      volume  = {27}, pages = {1075--1090}, year = {1956}
    }
    ```
    """
    from scipy.special import ndtr, owens_t

    h = np.where(np.abs(h) < 1e-9, 1e-9, h)
    k = np.where(np.abs(k) < 1e-9, 1e-9, k)
    root = np.sqrt(1 - correlation**2)
    first = owens_t(h, (k / h - correlation) / root)
    second = owens_t(k, (h / k - correlation) / root)
    opposite = np.where(h * k < 0, 0.5, 0.0)
    return np.asarray(0.5 * ndtr(h) + 0.5 * ndtr(k) - first - second - opposite)
