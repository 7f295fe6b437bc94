"""Fill missing visits with their expectation, given the observed ones and a strategy."""

from __future__ import annotations

import numpy as np

from limen.analyse.imputation.strategies import Strategy
from limen.results import Bools, Floats, Ints


def last_observed(seen: Bools) -> Ints:
    """The index of the last observed visit per participant, −1 for none; `seen` is (N, T)."""
    visits = seen.shape[1]
    last = visits - 1 - np.argmax(seen[:, ::-1], axis=1)
    return np.where(seen.any(axis=1), last, -1).astype(np.int64)


def completed(y: Floats, own: Floats, reference: Floats, sigma: Floats, how: Strategy) -> Floats:
    r"""The outcome (N, T) with missing visits filled in by conditional means.

    $\tilde\mu_m + \Sigma_{mo}\Sigma_{oo}^{-1}(y_o - \tilde\mu_o)$ with means (N, T) `own` and
    `reference` of the fitted model and its covariance `sigma` (T, T); $\tilde\mu$ is what the
    strategy supposes, for people with a missing last visit, and `own` for the others.
    """
    seen = np.isfinite(y)
    left = ~seen[:, -1]
    mean = np.where(left[:, None], how.means(own, reference, last_observed(seen)), own)
    weights = _regression(seen, sigma)
    gap = np.where(seen, y - mean, 0.0)
    expected = mean + (weights @ gap[..., None])[..., 0]
    return np.where(seen, y, expected)


def _regression(seen: Bools, sigma: Floats) -> Floats:
    """Σ_{·o}Σ_oo⁻¹ per participant, (N, T, T), zero in the columns of missing visits."""
    patterns, which = np.unique(seen, axis=0, return_inverse=True)
    mask = patterns[:, :, None] & patterns[:, None, :]
    inverse = np.where(mask, np.linalg.inv(np.where(mask, sigma, np.eye(len(sigma)))), 0.0)
    weights: Floats = (sigma @ inverse)[np.ravel(which)]
    return weights
