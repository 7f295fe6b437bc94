"""The comparison without each of some participants, all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from limen.analyse.imputation.strategies import Strategy
from limen.analyse.imputation.study import Study
from limen.results import Bools, Floats, Ints

_ALONE = 1e-8  # how far from 1 the leverage of somebody is whom others can stand in for


@dataclass(frozen=True, eq=False)
class Comparison:
    """Analysis of covariance at the last visit, on orthonormal columns of the study's `C`."""

    study: Study
    columns: Floats  # (N, q)
    contrast: Floats  # (A, q)

    @classmethod
    def of(cls, study: Study) -> Comparison:
        """The comparison of a study."""
        columns, triangle = np.linalg.qr(study.C)
        return cls(study, columns, np.linalg.solve(triangle.T, study.contrast.T).T)

    def without(self, out: Ints, outcome: Floats) -> Floats:
        """Active arms − reference without each participant of `out` (B,), shape (B, A, K).

        `outcome` (B, N, K) is everybody's, beside each of them. Leaving out one row changes the
        normal equations by a matrix of rank one.
        """
        own = self.columns[out][..., np.newaxis]
        left = self.columns.T @ outcome - own * outcome[np.arange(len(out)), out][:, np.newaxis]
        spare = 1 - (own**2).sum(axis=1)
        share = (own * left).sum(axis=1) / np.maximum(spare, _ALONE)
        found = self.contrast @ (left + own * share[:, np.newaxis])
        for index in np.flatnonzero(spare[:, 0] < _ALONE):
            who = np.arange(len(self.columns)) != out[index]
            found[index] = compared(self.study, outcome[index], who)
        return np.asarray(found)


def compared(study: Study, outcome: Floats, who: Bools) -> Floats:
    """Active arms − reference among `who`, from their outcomes at the last visit (N, K), (A, K)."""
    coefficients = np.linalg.lstsq(study.C[who], outcome[who], rcond=None)[0]
    return np.asarray(study.contrast @ coefficients)


def last_visits(
    study: Study, beta: Floats, sigma: Floats, strategies: Sequence[Strategy]
) -> Floats:
    """Outcomes at the last visit under B fits and S strategies, (B, N, S), as `fill` fills them.

    `beta` (B, p) and `sigma` (B, T, T) are those of the fits. Only who misses that visit is filled.
    """
    gaps, fits = study.gaps, len(beta)
    gone = np.flatnonzero(~np.isfinite(study.y[:, -1]))
    found = np.repeat(study.y[np.newaxis, :, -1:], fits, axis=0)
    found = np.repeat(found, len(strategies), axis=2)
    if not gone.size:
        return found
    y = np.tile(study.y[gone], (fits, 1))
    last = np.tile(gaps.last[gone], fits)
    own, reference = (
        np.moveaxis(X[gone] @ beta.T, -1, 0).reshape(y.shape)
        for X in (study.X, study.reference_columns)
    )
    seen = np.isfinite(y)
    weight = _last_rows(gaps.patterns, sigma)[:, gaps.which[gone]].reshape(y.shape)
    for column, strategy in enumerate(strategies):
        mean = strategy.means(own, reference, last)
        gap = np.where(seen, y - mean, 0.0)
        filled = mean[:, -1] + (weight * gap).sum(axis=-1)
        found[:, gone, column] = filled.reshape(fits, len(gone))
    return found


def _last_rows(patterns: Bools, sigma: Floats) -> Floats:
    """The last rows of Σ_{·o}Σ_oo⁻¹ by fit and pattern, (B, K, T), zero at missing visits."""
    mask = patterns[:, :, np.newaxis] & patterns[:, np.newaxis]
    whole = np.where(mask, sigma[:, np.newaxis], np.eye(patterns.shape[1]))
    inverse = np.where(mask, np.linalg.inv(whole), 0.0)
    return np.asarray((sigma[:, np.newaxis, -1:] @ inverse)[..., 0, :])
