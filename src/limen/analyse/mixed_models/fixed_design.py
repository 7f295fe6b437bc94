"""A design that all replicates share: its part of the statistics is computed once."""

from __future__ import annotations

from itertools import accumulate, pairwise

import numpy as np
from scipy.linalg import lapack

from limen.analyse.mixed_models.statistics import Statistics
from limen.errors import AnalysisError
from limen.results import Floats, Ints


class FixedDesign:
    """A design that all replicates share: its part of the statistics is computed once."""

    def __init__(self, X: Floats, group: Ints) -> None:
        """X has shape (rows, p) and full rank; `group` (rows,) numbers the participants."""
        unsorted = (group[1:] < group[:-1]).any()
        self._order = np.argsort(group, kind="stable") if unsorted else None
        if self._order is not None:
            X, group = X.take(self._order, axis=0), group.take(self._order)
        boundary = np.ones(len(group) + 1, dtype=bool)
        np.not_equal(group[1:], group[:-1], out=boundary[1:-1])
        borders = boundary.nonzero()[0]
        self._starts, per_group = borders[:-1], borders[1:] - borders[:-1]
        of_size = np.bincount(per_group)
        self.sizes = of_size.nonzero()[0]
        counts = of_size[self.sizes]
        self.counts = counts.astype(np.float64)  # participants of each size, (K,)
        self._by_size = np.argsort(per_group, kind="stable")
        edges = accumulate(counts.tolist(), initial=0)
        self._parts = [slice(low, high) for low, high in pairwise(edges)]  # of the sorted groups
        self._Q, self.back, self._log_det = orthonormal(X)
        sums = np.add.reduceat(self._Q, self._starts, axis=0)
        self._sums = sums.take(self._by_size, axis=0)  # (groups, p)
        if len(self.sizes) == 1:  # rotate, so that Σ s s′ is diagonal too
            _, E = np.linalg.eigh(self._sums.T @ self._sums)
            self._Q, self._sums, self.back = self._Q @ E, self._sums @ E, self.back @ E
        self.group_xx = np.empty((len(self.sizes), *self.back.shape))
        for k, part in enumerate(self._parts):
            own = self._sums[part]
            np.matmul(own.T, own, out=self.group_xx[k])

    def statistics(self, y: Floats) -> Statistics:
        """The statistics of outcomes y, shape (R, rows)."""
        ordered = y if self._order is None else y.take(self._order, axis=1)
        origin = ordered @ self._Q
        residual = ordered - origin @ self._Q.T
        sums = np.add.reduceat(residual, self._starts, axis=1)
        return self.assemble(
            start=origin @ self.back.T,
            rss=np.vecdot(residual, residual),
            sums=sums,
        )

    def assemble(self, *, start: Floats, rss: Floats, sums: Floats) -> Statistics:
        """The statistics from least-squares coefficients, and residual sums (R, groups)."""
        ordered = sums.take(self._by_size, axis=1)
        group_xy = np.empty((len(rss), len(self._parts), self._sums.shape[1]))
        group_yy = np.empty((len(rss), len(self._parts)))
        for k, part in enumerate(self._parts):
            own = ordered[:, part]
            np.matmul(own, self._sums[part], out=group_xy[:, k])
            np.vecdot(own, own, out=group_yy[:, k])
        return self.from_parts(start=start, rss=rss, group_xy=group_xy, group_yy=group_yy)

    def from_parts(
        self, *, start: Floats, rss: Floats, group_xy: Floats, group_yy: Floats
    ) -> Statistics:
        """The statistics from the parts that depend on the outcome."""
        return Statistics(
            sizes=self.sizes.astype(np.float64),
            counts=self.counts,
            rows=np.array(float(self._Q.shape[0])),
            back=self.back,
            log_det=self._log_det,
            group_xx=self.group_xx,
            start=start,
            rss=rss,
            group_xy=group_xy,
            group_yy=group_yy,
            estimable=np.ones(len(rss), dtype=bool),
        )


def orthonormal(X: Floats) -> tuple[Floats, Floats, Floats]:
    """Q and `back` with Q = X·back and Q′Q = I, by Householder reflections, and log|X′X| ().

    LAPACK is called by name: for a design of some hundred rows `numpy.linalg.qr` takes three times
    as long. Raises AnalysisError for columns that cannot be told apart.
    """
    rows, p = X.shape
    packed, reflections, _, _ = lapack.dgeqrf(X, lwork=64 * p)
    diagonal = np.abs(packed.diagonal())
    length = np.sqrt(np.vecdot(X.T, X.T))
    if rows < p or (diagonal <= 1e-10 * length).any():
        raise AnalysisError(
            "The columns of the design cannot be told apart. Drop those that repeat others."
        )
    back, _ = lapack.dtrtrs(packed[:p], np.eye(p))
    Q, _, _ = lapack.dorgqr(packed, reflections, lwork=64 * p)
    return np.asarray(Q), np.asarray(back), np.array(2 * np.log(diagonal).sum())
