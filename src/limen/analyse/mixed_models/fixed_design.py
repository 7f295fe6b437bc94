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
        steps = group[1:] - group[:-1]
        self._order = None if steps.min(initial=0) >= 0 else np.argsort(group, kind="stable")
        if self._order is not None:
            X, group = X[self._order], group[self._order]
            steps = group[1:] - group[:-1]
        ends = np.append(np.flatnonzero(steps) + 1, len(group))
        per_group = ends.copy()
        per_group[1:] -= ends[:-1]
        self._starts = ends - per_group
        of_size = np.bincount(per_group)
        self.sizes = np.flatnonzero(of_size)
        self.counts = of_size[self.sizes].astype(np.float64)  # participants of each size, (K,)
        self._by_size = np.argsort(per_group, kind="stable")
        edges = [0, *of_size[self.sizes].cumsum().tolist()]
        self._parts = [slice(low, high) for low, high in pairwise(edges)]  # of the sorted groups
        self._Q, T = np.linalg.qr(X)
        self.back = np.linalg.inv(T)
        diagonal = np.abs(T.diagonal())
        if (diagonal <= 1e-10 * np.sqrt(np.einsum("ij,ij->j", T, T))).any():
            raise AnalysisError(
                "The columns of the design cannot be told apart. Drop those that repeat others."
            )
        self._log_det = np.array(2 * np.log(diagonal).sum())
        self._sums = np.add.reduceat(self._Q, self._starts, axis=0)[self._by_size]  # (groups, p)
        if len(self.sizes) == 1:  # rotate, so that Σ s s′ is diagonal too
            _, E = np.linalg.eigh(self._sums.T @ self._sums)
            self._Q, self._sums, self.back = self._Q @ E, self._sums @ E, self.back @ E
        self.group_xx = np.array([self._sums[k].T @ self._sums[k] for k in self._parts])

    def statistics(self, y: Floats) -> Statistics:
        """The statistics of outcomes y, shape (R, rows)."""
        ordered = y if self._order is None else y[:, self._order]
        origin = ordered @ self._Q
        residual = ordered - origin @ self._Q.T
        sums = np.add.reduceat(residual, self._starts, axis=1)
        return self.assemble(
            start=origin @ self.back.T,
            rss=np.einsum("rn,rn->r", residual, residual),
            sums=sums,
        )

    def assemble(self, *, start: Floats, rss: Floats, sums: Floats) -> Statistics:
        """The statistics from least-squares coefficients, and residual sums (R, groups)."""
        ordered = sums[:, self._by_size]
        return self.from_parts(
            start=start,
            rss=rss,
            group_xy=np.stack([ordered[:, k] @ self._sums[k] for k in self._parts], axis=1),
            group_yy=np.stack(
                [np.einsum("rg,rg->r", ordered[:, k], ordered[:, k]) for k in self._parts], axis=1
            ),
        )

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
