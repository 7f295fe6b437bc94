"""Random intercept and compound symmetry by REML or ML, for many replicates at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from limen.analyse.mixed_models.profile import Profile, profile
from limen.analyse.mixed_models.search import (
    NOT_ESTIMABLE,
    SINGULAR,
    Search,
    profiled_deviance,
    second_hill,
)
from limen.analyse.mixed_models.single import search_one
from limen.analyse.mixed_models.statistics import Method, Statistics
from limen.results import Bools, Floats, Ints

Structure = Literal["random_intercept", "compound_symmetry"]


@dataclass(frozen=True, kw_only=True)
class Fit:
    """What the likelihood of R replicates says; arrays have shape (R,) unless noted.

    Replicates without an estimate (status NOT_ESTIMABLE) were fitted as if their outcome had
    variance 1, so that arrays stay whole; `contrasts` turns their numbers into NaN.
    """

    statistics: Statistics
    method: Method
    structure: Structure
    ratio: Floats  # λ = τ²/σ²
    sigma2: Floats
    status: npt.NDArray[np.int8]
    iterations: Ints
    profile: Profile

    @property
    def weight(self) -> Floats:
        """κ, what σ² is divided by: N − p by REML, N by ML."""
        return self.statistics.weight(self.method)

    @property
    def singular(self) -> Bools:
        """Whether τ² is estimated as zero, so that only σ² is estimated."""
        return np.asarray(self.status == SINGULAR)

    @property
    def lost(self) -> Bools:
        """Whether there is no estimate."""
        return np.asarray(self.status == NOT_ESTIMABLE)

    @property
    def residual_df(self) -> Floats:
        """N − p."""
        return np.broadcast_to(
            self.statistics.rows - self.statistics.columns, self.sigma2.shape
        ).astype(np.float64)

    @cached_property
    def beta(self) -> Floats:
        """Fixed effects, shape (R, p)."""
        back = self.statistics.back
        moved = (
            self.profile.gamma @ back.T
            if back.ndim == 2
            else (back @ self.profile.gamma[:, :, None])[:, :, 0]
        )
        return np.asarray(self.statistics.start + moved)

    @property
    def covariance(self) -> Floats:
        """Model-based covariance of β, shape (R, p, p)."""
        back = self.statistics.back
        inverse = back @ self.profile.inverse() @ np.swapaxes(back, -1, -2)
        return np.asarray(self.sigma2[:, None, None] * inverse)

    @property
    def tau2(self) -> Floats:
        """Variance between participants; may be negative under compound symmetry."""
        return self.ratio * self.sigma2

    @property
    def icc(self) -> Floats:
        """Correlation of two rows of one participant, λ/(1+λ)."""
        return np.asarray(self.ratio / (1 + self.ratio))

    @property
    def deviance(self) -> Floats:
        """−2 log-likelihood (restricted, by REML), with all constants."""
        s, restricted = self.statistics, self.method == "reml"
        spread = (s.counts * np.log1p(self.ratio[:, None] * s.sizes)).sum(axis=1)
        penalty = self.profile.log_det + s.log_det if restricted else 0.0
        return np.asarray(spread + penalty + self.weight * (np.log(2 * np.pi * self.sigma2) + 1.0))


def fit(
    statistics: Statistics,
    *,
    method: Method = "reml",
    structure: Structure = "random_intercept",
) -> Fit:
    r"""Fit y = Xβ + u + e, u ~ N(0, τ²) per participant, e ~ N(0, σ²), to each replicate.

    Minimises the profiled deviance d(λ) = Σ m_k log(1+n_kλ) + log|A| + κ log r² (without log|A|
    by ML) by Newton steps in φ = log(1 + n_max λ), inside a bracket kept by the sign of the
    gradient. A random intercept keeps λ ≥ 0 and is SINGULAR at 0; compound symmetry lets λ go
    down to −1/n_max, so that rows of one participant may repel each other. If nobody has two rows
    the fit is least squares (λ = 0, SINGULAR).

    ```bibtex
    @article{laird1982random,
      title   = {Random-effects models for longitudinal data},
      author  = {Laird, Nan M. and Ware, James H.},
      journal = {Biometrics},
      volume  = {38}, number = {4}, pages = {963--974}, year = {1982}
    }
    @article{patterson1971recovery,
      title   = {Recovery of inter-block information when block sizes are unequal},
      author  = {Patterson, H. D. and Thompson, R.},
      journal = {Biometrika},
      volume  = {58}, number = {3}, pages = {545--554}, year = {1971}
    }
    ```
    """
    usable = _usable(statistics)
    safe = statistics if usable.all() else _made_safe(statistics, usable)
    bounded = structure == "random_intercept"
    if safe.replicates == 1:
        phi, status, iterations = search_one(safe, method, bounded=bounded)
    else:
        phi, status, iterations = Search(safe, method, bounded=bounded).run()
    if bounded:
        _correct(safe, method, phi, status)
    ratio = np.expm1(phi) / safe.sizes[-1]
    repeated = _repeated(statistics)
    if not repeated.all():
        ratio, status = np.where(repeated, ratio, 0.0), np.where(repeated, status, SINGULAR)
    if safe is not statistics:
        ratio, status = np.where(usable, ratio, 0.0), np.where(usable, status, NOT_ESTIMABLE)
    pieces = profile(safe, ratio)
    return Fit(
        statistics=safe,
        method=method,
        structure=structure,
        ratio=ratio,
        sigma2=pieces.quadratic / safe.weight(method),
        status=status.astype(np.int8, copy=False),
        iterations=iterations,
        profile=pieces,
    )


def _correct(
    statistics: Statistics, method: Method, phi: Floats, status: npt.NDArray[np.int8]
) -> None:
    """Search again, in place, for replicates at the boundary that do better inside."""
    singular = (status == SINGULAR).nonzero()[0]
    if not singular.size:
        return
    chosen = statistics.take(singular)
    hill = second_hill(chosen, method)
    seen = hill > 0
    if not seen.any():
        return
    chosen, singular = chosen.take(seen), singular[seen]
    inside, ended, _ = Search(chosen, method, bounded=True).run(hill[seen])
    deviance = profiled_deviance(chosen, inside, method)
    better = deviance < profiled_deviance(chosen, np.zeros_like(inside), method)
    phi[singular[better]], status[singular[better]] = inside[better], ended[better]


def _usable(statistics: Statistics) -> Bools:
    """Whether a fit exists: columns that can be told apart, and variation left beside them."""
    left = statistics.rss > 1e-22 * (1 + np.vecdot(statistics.start, statistics.start))
    return np.asarray(statistics.estimable & left & (statistics.rows > statistics.columns))


def _repeated(statistics: Statistics) -> Bools:
    """Whether anybody has two rows or more, without whom τ² cannot be told from σ²."""
    if statistics.counts.ndim == 1:
        return np.asarray(statistics.sizes[-1:] > 1)
    return np.asarray((statistics.counts * (statistics.sizes > 1)).any(axis=1))


def _made_safe(statistics: Statistics, usable: Bools) -> Statistics:
    """Statistics in which the unusable replicates hold an outcome of variance 1, unrelated to X."""
    rows = np.broadcast_to(statistics.rows, usable.shape)
    sums = np.broadcast_to(statistics.counts * statistics.sizes, statistics.group_yy.shape)
    return replace(
        statistics,
        rss=np.where(usable, statistics.rss, rows),
        rows=np.where(usable, rows, np.maximum(rows, statistics.columns + 1.0)),
        group_xy=np.where(usable[:, None, None], statistics.group_xy, 0.0),
        group_yy=np.where(usable[:, None], statistics.group_yy, sums),
        group_xx=statistics.group_xx
        if statistics.shared
        else np.where(usable[:, None, None, None], statistics.group_xx, 0.0),
    )
