"""A design that all replicates share: its part of the statistics is computed once."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from limen.analyse.mixed_models.statistics import Statistics
from limen.errors import AnalysisError
from limen.results import Floats, Ints


class FixedDesign:
    """A design that all replicates share: its part of the statistics is computed once."""

    def __init__(self, X: Floats, group: Ints) -> None:
        """X has shape (rows, p) and full rank; `group` (rows,) numbers the participants."""
        steps = np.diff(group)
        self._order = None if (steps >= 0).all() else np.argsort(group, kind="stable")
        if self._order is not None:
            X, steps = X[self._order], np.diff(group[self._order])
        self._X = X
        self._starts = np.concatenate([[0], np.flatnonzero(steps) + 1])
        per_group = np.diff(self._starts, append=len(group))
        of_size = np.bincount(per_group)
        self.sizes = np.flatnonzero(of_size)
        self.counts = of_size[self.sizes].astype(np.float64)  # participants of each size, (K,)
        self._by_size = np.argsort(per_group, kind="stable")
        self._size_starts = np.concatenate([[0], np.cumsum(of_size[self.sizes])[:-1]])
        self._Q, T = np.linalg.qr(self._X)
        diagonal = np.abs(np.diag(T))
        if np.any(diagonal <= 1e-10 * np.sqrt((self._X**2).sum(axis=0))):
            raise AnalysisError(
                "The columns of the design cannot be told apart. Drop those that repeat others."
            )
        self._back = np.linalg.inv(T)
        self._log_det = np.array(2 * np.log(diagonal).sum())
        self._sums = np.add.reduceat(self._Q, self._starts, axis=0)  # (groups, p)
        self._group_xx = self._per_size(
            (self._sums[:, :, None] * self._sums[:, None, :])[None], axis=1
        )[0]
        if len(self.sizes) == 1:  # rotate, so that Σ s s′ is diagonal too
            _, E = np.linalg.eigh(self._group_xx[0])
            self._Q, self._sums, self._back = self._Q @ E, self._sums @ E, self._back @ E
            self._group_xx = np.diag(np.einsum("gi,gi->i", self._sums, self._sums))[None]

    def statistics(self, y: Floats) -> Statistics:
        """The statistics of outcomes y, shape (R, rows)."""
        ordered = y if self._order is None else y[:, self._order]
        origin = ordered @ self._Q
        residual = ordered - origin @ self._Q.T
        sums = np.add.reduceat(residual, self._starts, axis=1)
        return self.assemble(
            start=origin @ self._back.T,
            rss=np.einsum("rn,rn->r", residual, residual),
            sums=sums,
        )

    def assemble(self, *, start: Floats, rss: Floats, sums: Floats) -> Statistics:
        """The statistics from least-squares coefficients, and residual sums (R, groups)."""
        ordered = sums[:, self._by_size]
        edges = [*self._size_starts.tolist(), len(self._by_size)]
        parts = [
            ordered[:, low:high] @ self._sums[self._by_size[low:high]]
            for low, high in pairwise(edges)
        ]
        return self.from_parts(
            start=start,
            rss=rss,
            group_xy=np.stack(parts, axis=1),
            group_yy=self._per_size(sums**2, axis=1),
        )

    def from_parts(
        self, *, start: Floats, rss: Floats, group_xy: Floats, group_yy: Floats
    ) -> Statistics:
        """The statistics from the parts that depend on the outcome."""
        return Statistics(
            sizes=self.sizes.astype(np.float64),
            counts=self.counts,
            rows=np.array(float(self._Q.shape[0])),
            back=self._back,
            log_det=self._log_det,
            group_xx=self._group_xx,
            start=start,
            rss=rss,
            group_xy=group_xy,
            group_yy=group_yy,
            estimable=np.ones(len(rss), dtype=bool),
        )

    def _per_size(self, values: Floats, axis: int) -> Floats:
        """Sums over participants of one size; the participants are on `axis`."""
        return np.asarray(
            np.add.reduceat(np.take(values, self._by_size, axis=axis), self._size_starts, axis=axis)
        )
