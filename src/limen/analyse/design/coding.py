"""Treatment coding: how the values of variables become columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from limen.analyse.design.terms import Term
from limen.results import Floats

INTERCEPT = "intercept"


@dataclass(frozen=True, kw_only=True)
class Coding:
    """Terms and levels; the first level of a factor is its reference and has no column."""

    terms: tuple[Term, ...]
    levels: Mapping[str, tuple[str, ...]]  # per variable; () for a number

    @property
    def names(self) -> tuple[str, ...]:
        """The columns, e.g. `intercept`, `sex[male]`, `intervention[microdose]:guess[placebo]`."""
        return (INTERCEPT, *(name for term in self.terms for name in self._names_of(term)))

    @property
    def term_of_column(self) -> tuple[str, ...]:
        """Per column, the term it belongs to, e.g. `intervention:guess`."""
        return (
            INTERCEPT,
            *(":".join(term) for term in self.terms for _ in self._names_of(term)),
        )

    @property
    def factors(self) -> tuple[str, ...]:
        """The variables that are factors, in the order of the terms."""
        return tuple(name for name, levels in self.levels.items() if levels)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The variables that are numbers."""
        return tuple(name for name, levels in self.levels.items() if not levels)

    def columns(self, values: Mapping[str, Floats]) -> Floats:
        """The columns, shape (..., rows, p), for values of shape (..., rows) of every variable."""
        shape = np.broadcast_shapes(*(array.shape for array in values.values()))
        blocks = [np.ones((*shape, 1))]
        for term in self.terms:
            block = np.ones((*shape, 1))
            for name in reversed(term):  # the last variable of a product varies slowest
                own = self._columns_of(name, values[name])
                product = block[..., :, None] * own[..., None, :]
                block = product.reshape(*product.shape[:-2], -1)
            blocks.append(np.broadcast_to(block, (*shape, block.shape[-1])))
        return np.concatenate(blocks, axis=-1)

    def _columns_of(self, name: str, values: Floats) -> Floats:
        if not self.levels[name]:
            return values[..., None]
        levels = np.arange(1, len(self.levels[name]))
        return np.asarray(values[..., None] == levels, dtype=np.float64)

    def _names_of(self, term: Term) -> list[str]:
        names = [""]
        for variable in reversed(term):
            own = [f"{variable}[{level}]" for level in self.levels[variable][1:]] or [variable]
            names = [f"{mine}:{rest}" if rest else mine for rest in names for mine in own]
        return names
