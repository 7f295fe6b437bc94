"""Estimates of some replicates after the other, gathered by label."""

from __future__ import annotations

import numpy as np

from limen.results import Bools, Estimates, FitStatus, Ints

_USABLE = np.array([status.usable for status in FitStatus])


class Collected:
    """Columns by label, filled part by part."""

    def __init__(self, replicates: int, labels: tuple[str, ...]) -> None:
        shape = (replicates, len(labels))
        self._labels = labels
        self._value, self._error, self._df = (np.full(shape, np.nan) for _ in range(3))
        self._status = np.full(replicates, FitStatus.NOT_ESTIMABLE.code, dtype=np.int8)
        self.empty = True  # whether no replicate was fitted, well or not

    def put(self, index: Ints, part: Estimates, keep: Bools) -> None:
        """Put the kept rows of a part where they belong; unusable fits leave no number."""
        rows = index[keep]
        self._status[rows] = part.status[keep]
        self.empty = self.empty and not rows.size
        keep = keep & _USABLE[part.status]
        rows = index[keep]
        for column, label in enumerate(self._labels):
            if label in part.labels:
                own = part.labels.index(label)
                self._value[rows, column] = part.value[keep, own]
                self._error[rows, column] = part.standard_error[keep, own]
                self._df[rows, column] = part.df[keep, own]

    @property
    def estimates(self) -> Estimates:
        """What was found."""
        return Estimates(
            labels=self._labels,
            value=self._value,
            standard_error=self._error,
            df=self._df,
            status=self._status,
        )
