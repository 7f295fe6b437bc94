"""Sufficient statistics of a random-intercept model: a fit never looks at the rows again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from limen.results import Bools, Floats, Ints

Method = Literal["reml", "ml"]


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """What R replicates say about β, σ² and λ = τ²/σ², per distinct number of rows per participant.

    Everything is in coordinates γ in which X′X = I and the least-squares fit is the origin:
    β = `start` + `back` γ. That keeps the quadratic forms exact for outcomes far from zero.
    With s the sums inside a participant, `group_*` are Σ s s′ over participants of one size.
    Arrays of X have no replicate axis when all replicates share the design.
    """

    sizes: Floats  # (K,) distinct numbers of rows, ascending
    counts: Floats  # (K,) or (R, K): participants of each size
    rows: Floats  # () or (R,): N
    back: Floats  # (p, p) or (R, p, p)
    log_det: Floats  # () or (R,): log|X′X|
    group_xx: Floats  # (K, p, p) or (R, K, p, p)
    start: Floats  # (R, p) least-squares coefficients
    rss: Floats  # (R,) their residual sum of squares
    group_xy: Floats  # (R, K, p)
    group_yy: Floats  # (R, K)
    estimable: Bools  # (R,) whether the columns can be told apart

    @property
    def replicates(self) -> int:
        """R."""
        return int(self.rss.shape[0])

    @property
    def columns(self) -> int:
        """p."""
        return int(self.start.shape[1])

    @property
    def shared(self) -> bool:
        """Whether all replicates have the same design."""
        return self.back.ndim == 2

    @property
    def diagonal(self) -> bool:
        """Whether γ also diagonalises Σ s s′: one size, shared design; no matrix is inverted."""
        return self.shared and len(self.sizes) == 1

    @cached_property
    def squares(self) -> Floats:
        """Of [X y]: all squares, diag(I, rss), then Σ s s′ per size; (R, 1+K, (p+1)²)."""
        R, K, p = self.replicates, len(self.sizes), self.columns
        found = np.zeros((R, 1 + K, p + 1, p + 1))
        found.reshape(R, 1 + K, -1)[:, 0, :: p + 2] = 1.0
        found[:, 0, p, p] = self.rss
        inside = found[:, 1:]
        inside[:, :, :p, :p] = self.group_xx
        inside[:, :, :p, p] = inside[:, :, p, :p] = self.group_xy
        inside[:, :, p, p] = self.group_yy
        return found.reshape(R, 1 + K, -1)

    def weight(self, method: Method) -> Floats:
        """κ, what σ² is divided by: N − p by REML, N by ML."""
        return self.rows - (self.columns if method == "reml" else 0)

    def take(self, index: Ints | Bools) -> Statistics:
        """The statistics of some replicates."""
        return Statistics(
            sizes=self.sizes,
            counts=self.counts if self.counts.ndim == 1 else self.counts[index],
            rows=self.rows if self.rows.ndim == 0 else self.rows[index],
            back=self.back if self.shared else self.back[index],
            log_det=self.log_det if self.shared else self.log_det[index],
            group_xx=self.group_xx if self.shared else self.group_xx[index],
            start=self.start[index],
            rss=self.rss[index],
            group_xy=self.group_xy[index],
            group_yy=self.group_yy[index],
            estimable=self.estimable[index],
        )


def statistics_of(X: Floats, y: Floats, group: Ints, present: Bools | None = None) -> Statistics:
    """The statistics of replicates that each have their own design.

    X (R, rows, p), y (R, rows), `group` (rows,) in ascending order, `present` (R, rows): rows that
    a replicate lacks are ignored. Replicates whose columns cannot be told apart are marked.
    """
    if present is not None:
        X, y = X * present[:, :, None], np.where(present, y, 0.0)
    T, estimable = triangular(X)
    back = np.where(estimable[:, None, None], np.asarray(np.linalg.inv(T)), 0.0)
    start = (back @ ((y[:, None] @ X) @ back).swapaxes(1, 2)).swapaxes(1, 2)  # (R, 1, p)
    residual = y - (start @ X.swapaxes(1, 2))[:, 0]  # zero where a row is absent: so is X

    starts = np.flatnonzero(np.diff(group, prepend=-1))
    x_sums = np.add.reduceat(X, starts, axis=1) @ back  # (R, groups, p)
    y_sums = np.add.reduceat(residual, starts, axis=1)
    if present is None:
        per_group = np.diff(starts, append=len(group))[None]
    else:
        per_group = np.add.reduceat(present, starts, axis=1, dtype=np.int64)
    sizes = np.unique(per_group[per_group > 0])
    of_size = per_group[:, None, :] == sizes[:, None]  # (R, K, groups)
    z = np.concatenate([x_sums, y_sums[:, :, None]], axis=2)
    both = np.stack(
        [np.swapaxes(z * of_size[:, k, :, None], 1, 2) @ z for k in range(len(sizes))], axis=1
    )
    return Statistics(
        sizes=sizes.astype(np.float64),
        counts=np.repeat(of_size.sum(axis=2), len(y) // len(of_size), axis=0).astype(np.float64),
        rows=np.repeat(per_group.sum(axis=1), len(y) // len(per_group)).astype(np.float64),
        back=back,
        log_det=2 * np.log(np.abs(np.einsum("rii->ri", T))).sum(axis=1),
        group_xx=both[:, :, :-1, :-1],
        start=start[:, 0],
        rss=np.einsum("rn,rn->r", residual, residual),
        group_xy=both[:, :, :-1, -1],
        group_yy=both[:, :, -1, -1],
        estimable=estimable,
    )


def triangular(X: Floats) -> tuple[Floats, Bools]:
    """Upper triangular T (R, p, p) with T′T = X′X, and whether the columns can be told apart."""
    gram = np.swapaxes(X, 1, 2) @ X
    length = np.sqrt(np.einsum("rii->ri", gram))
    estimable = ~(length == 0).any(axis=1)
    scale = np.where(length == 0, 1.0, length)
    if len(X) == 1 and estimable[0]:  # one replicate can afford the more exact factorisation
        T = np.asarray(np.linalg.qr(X, mode="r"))
        return T, np.abs(np.einsum("rii->ri", T) / scale).min(axis=1) > 1e-7
    eye = np.eye(X.shape[2])
    gram = gram / (scale[:, :, None] * scale[:, None, :])
    try:
        lower = np.linalg.cholesky(np.where(estimable[:, None, None], gram, eye))
    except np.linalg.LinAlgError:
        estimable &= np.linalg.eigvalsh(gram)[:, 0] > 1e-11
        lower = np.linalg.cholesky(np.where(estimable[:, None, None], gram, eye))
    estimable &= np.einsum("rii->ri", lower).min(axis=1) > 1e-6
    return np.swapaxes(lower, 1, 2) * scale[:, None, :], estimable
