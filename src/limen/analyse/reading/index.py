"""Where a participant and an occasion stand in the arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from limen.results import Floats


@dataclass(frozen=True)
class Index:
    """Participants down, occasions across; tables are scattered into arrays by name."""

    participants: tuple[str, ...]
    occasions: tuple[str, ...]

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """The row of each participant."""
        return {name: i for i, name in enumerate(self.participants)}

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """The column of each occasion."""
        return {name: t for t, name in enumerate(self.occasions)}

    @property
    def shape(self) -> tuple[int, int]:
        """(N, T)."""
        return len(self.participants), len(self.occasions)

    def scatter(
        self,
        participants: Iterable[str],
        occasions: Iterable[str],
        values: Sequence[Any] | Floats,
        empty: float = np.nan,
    ) -> Floats:
        """An (N, T) array with `values` where they belong; other rows are passed over."""
        array = np.full(self.shape, empty)
        for person, occasion, value in zip(participants, occasions, values, strict=True):
            i, t = self.rows.get(person), self.columns.get(occasion)
            if i is not None and t is not None:
                array[i, t] = value
        return array
