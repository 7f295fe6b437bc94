"""The test of many replicates against the same redrawn lists: sums over people are one product."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from limen.results import Bools, Floats, Ints

_EMPTY = 1e-9  # what is left of an arm that holds nobody, or only what covariates explain
_SAME = 1 - 1e-12  # a redrawn statistic that differs by rounding is as extreme


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """Outcomes of R replicates × N people, what covariates explain taken out.

    `left` (R, N) are residuals, `keep` (R, N) who has one, `basis` (q, R, N) orthonormal columns
    that span the covariates, `df` (R,) residual degrees of freedom.
    """

    left: Floats
    keep: Bools
    basis: Floats
    df: Floats
    arms: int

    @classmethod
    def of(cls, y: Floats, keep: Bools, covariates: Floats, arms: int) -> Outcomes:
        """From outcomes (R, N) and covariates (R, N, q), the intercept among them."""
        inside = np.where(keep[..., np.newaxis], covariates, 0.0)
        basis, _ = np.linalg.qr(inside)
        outcome = np.where(keep, y, 0.0)[..., np.newaxis]
        left = (outcome - basis @ (np.swapaxes(basis, 1, 2) @ outcome))[..., 0]
        df = keep.sum(axis=1) - covariates.shape[2] - (arms - 1.0)
        return cls(
            left=left, keep=keep, basis=np.moveaxis(basis, 2, 0), df=df.astype(float), arms=arms
        )

    def observed(self, arm: Ints) -> tuple[Floats, Floats]:
        """Estimates and t statistics of the arms as they are (R, N), each (R, arms − 1)."""
        columns = np.stack([self.left, self.keep.astype(float), *self.basis])
        sums = np.stack([(columns * (arm == k)).sum(axis=2) for k in range(1, self.arms)])
        return self._statistics(np.moveaxis(sums, 0, -1))

    def as_extreme(self, lists: Iterable[Ints], t: Floats) -> tuple[Ints, int]:
        """How many redrawn lists (B, N) are as extreme as t (R, arms − 1), and of how many."""
        R, N = self.left.shape
        columns = np.concatenate([self.left[np.newaxis], self.keep[np.newaxis], self.basis])
        flat = np.ascontiguousarray(columns.reshape(-1, N).T)
        limit = np.abs(t) * _SAME
        count, total = np.zeros(t.shape, dtype=np.int64), 0
        for part in lists:
            each = [(part == k).astype(float) @ flat for k in range(1, self.arms)]
            sums = np.stack([one.reshape(len(part), -1, R) for one in each], axis=-1)
            redrawn = np.abs(self._statistics(np.moveaxis(sums, 0, 1))[1])
            count += (~(redrawn < limit)).sum(axis=0)
            total += len(part)
        return count, total

    def _statistics(self, sums: Floats) -> tuple[Floats, Floats]:
        """Estimates and t (..., R, k) from sums over each arm's people, (2 + q, ..., R, k)."""
        cross, count, rest = sums[0], sums[1], sums[2:]
        gram = -np.einsum("q...k,q...l->...kl", rest, rest)
        k = np.arange(self.arms - 1)
        gram[..., k, k] += count
        inverse, estimable = _inverse(gram)
        estimate = np.einsum("...kl,...l->...k", inverse, cross)
        squares = np.vecdot(self.left, self.left) - np.einsum("...k,...k->...", estimate, cross)
        spread = np.maximum(squares, 0.0) / np.where(self.df > 0, self.df, 1.0)
        error = np.sqrt(spread[..., np.newaxis] * inverse[..., k, k])
        t = np.divide(estimate, error, out=np.full_like(estimate, np.inf), where=error > 0)
        lost = ~(estimable & (self.df > 0))[..., np.newaxis]
        return np.where(lost, np.nan, estimate), np.where(lost, np.nan, t)


def _inverse(gram: Floats) -> tuple[Floats, Bools]:
    """Inverses of small positive matrices (..., k, k), by sweeping, and which of them exist."""
    swept = gram.copy()
    estimable = np.ones(gram.shape[:-2], dtype=bool)
    for i in range(gram.shape[-1]):
        pivot = swept[..., i, i].copy()
        fine = pivot > _EMPTY
        estimable &= fine
        row = swept[..., i, :] / np.where(fine, pivot, 1.0)[..., np.newaxis]
        column = swept[..., :, i].copy()
        swept -= column[..., :, np.newaxis] * row[..., np.newaxis, :]
        swept[..., i, :] = row
        swept[..., :, i] = -column / np.where(fine, pivot, 1.0)[..., np.newaxis]
        swept[..., i, i] = 1 / np.where(fine, pivot, 1.0)
    return swept, estimable
