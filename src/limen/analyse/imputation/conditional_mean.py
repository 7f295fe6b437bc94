"""Fill missing visits with their expectation, given the observed ones and a strategy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from limen.analyse.imputation.strategies import Strategy
from limen.results import Bools, Floats, Ints


def last_observed(seen: Bools) -> Ints:
    """The index of the last observed visit per participant, −1 for none; `seen` is (N, T)."""
    visits = seen.shape[1]
    last = visits - 1 - np.argmax(seen[:, ::-1], axis=1)
    return np.where(seen.any(axis=1), last, -1).astype(np.int64)


@dataclass(frozen=True)
class Gaps:
    """Which visits of whom are missing: distinct patterns (K, T), and whose is which (N,)."""

    patterns: Bools
    which: Ints
    last: Ints  # (N,), see `last_observed`

    @classmethod
    def of(cls, seen: Bools) -> Gaps:
        """The gaps of participants × visits, (N, T)."""
        patterns, which = np.unique(seen, axis=0, return_inverse=True)
        return cls(patterns, np.ravel(which).astype(np.int64), last_observed(seen))

    def regression(self, sigma: Floats) -> Floats:
        """Σ_{·o}Σ_oo⁻¹ per participant, (N, T, T), zero in the columns of missing visits."""
        mask = self.patterns[:, :, None] & self.patterns[:, None, :]
        inverse = np.where(mask, np.linalg.inv(np.where(mask, sigma, np.eye(len(sigma)))), 0.0)
        return np.asarray((sigma @ inverse)[self.which])


def completed(
    y: Floats, own: Floats, reference: Floats, sigma: Floats, how: Sequence[Strategy]
) -> list[Floats]:
    """The outcome (N, T) with missing visits filled in, once per strategy.

    `own` and `reference` are the means (N, T) of the fitted model, `sigma` (T, T) its covariance.
    """
    gaps = Gaps.of(np.isfinite(y))
    return fill(y, own, reference, gaps, gaps.regression(sigma), how)


def fill(
    y: Floats,
    own: Floats,
    reference: Floats,
    gaps: Gaps,
    regression: Floats,
    how: Sequence[Strategy],
) -> list[Floats]:
    r"""As `completed`, with what does not change between strategies already computed.

    $\tilde\mu_m + \Sigma_{mo}\Sigma_{oo}^{-1}(y_o - \tilde\mu_o)$, where $\tilde\mu$ is what the
    strategy supposes, for people with a missing last visit, and `own` for the others.
    """
    seen = np.isfinite(y)
    left = ~seen[:, -1:]
    found = []
    for strategy in how:
        mean = np.where(left, strategy.means(own, reference, gaps.last), own)
        gap = np.where(seen, y - mean, 0.0)
        found.append(np.where(seen, y, mean + (regression @ gap[..., None])[..., 0]))
    return found
