"""The reference grid of a design, and the rows that turn coefficients into marginal means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from limen.analyse.design.matrix import DesignMatrix
from limen.errors import DesignMatrixError
from limen.results import Floats


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A combination of factor levels, e.g. guess = placebo and intervention = microdose."""

    levels: Mapping[str, str]

    def __str__(self) -> str:
        """`microdose, guess placebo`: treatment first, other factors with their names."""
        return ", ".join(
            level if name in ("arm", "intervention") else f"{name} {level}"
            for name, level in self.levels.items()
        )


@dataclass(frozen=True, kw_only=True)
class ReferenceGrid:
    """Rows L such that Lβ are the estimated marginal means of `cells`.

    L has shape (cells, p), or (R, cells, p) when the means of the covariates vary by replicate.
    """

    cells: tuple[Cell, ...]
    L: Floats
    counts: tuple[int, ...] = ()  # analysed rows in each cell, first replicate

    def row(self, **levels: str) -> Floats:
        """The row of one cell, shape (p,) or (R, p)."""
        for index, cell in enumerate(self.cells):
            if dict(cell.levels) == levels:
                row: Floats = self.L[..., index, :]
                return row
        raise DesignMatrixError(f"The grid has no cell {levels}.")

    def differences(self, factor: str) -> tuple[tuple[Cell, str, str, Floats], ...]:
        """All pairwise differences of `factor` within the cells of the other factors.

        Each is (the cell held, later level, earlier level, row), the row being later − earlier:
        with the reference first, active − placebo.
        """
        found = []
        for second, later in enumerate(self.cells):
            for first, earlier in enumerate(self.cells[:second]):
                held = {name: level for name, level in later.levels.items() if name != factor}
                if any(earlier.levels[name] != level for name, level in held.items()):
                    continue
                row: Floats = self.L[..., second, :] - self.L[..., first, :]
                found.append((Cell(levels=held), later.levels[factor], earlier.levels[factor], row))
        return tuple(found)


def reference_grid(design: DesignMatrix, factors: Sequence[str]) -> ReferenceGrid:
    """Estimated marginal means for every combination of `factors`.

    Numbers are held at their means over the analysed rows; the levels of the factors not named
    are averaged with equal weights, whatever their frequencies (population marginal means).

    ```bibtex
    @article{searle1980population,
      title   = {Population marginal means in the linear model: an alternative to least squares
                 means},
      author  = {Searle, Shayle R. and Speed, F. M. and Milliken, G. A.},
      journal = {The American Statistician},
      volume  = {34}, number = {4}, pages = {216--221}, year = {1980}
    }
    ```
    """
    coding = design.coding
    unknown = [name for name in factors if name not in coding.factors]
    if unknown:
        raise DesignMatrixError(
            f"{', '.join(unknown)} is not a factor of the model, so it has no marginal means. "
            f"Factors: {', '.join(coding.factors) or 'none'}."
        )
    others = [name for name in coding.factors if name not in factors]
    order = [*factors, *others]
    codes = np.array(list(product(*(range(len(coding.levels[name])) for name in order))))
    columns = {name: codes[:, index].astype(np.float64) for index, name in enumerate(order)}
    means = {name: _mean(design, name)[:, None] for name in coding.numbers}
    full = coding.columns(columns | means)  # (combinations, p) or (R, combinations, p)
    cells = list(product(*(range(len(coding.levels[name])) for name in factors)))
    averaged = full.reshape(*full.shape[:-2], len(cells), -1, full.shape[-1]).mean(axis=-2)
    if averaged.ndim == 3 and averaged.shape[0] == 1:
        averaged = averaged[0]
    return ReferenceGrid(
        cells=tuple(
            Cell(levels={n: coding.levels[n][c] for n, c in zip(factors, cell, strict=True)})
            for cell in cells
        ),
        L=averaged,
        counts=tuple(_count(design, factors, cell) for cell in cells),
    )


def _mean(design: DesignMatrix, name: str) -> Floats:
    """The mean over analysed rows, shape (R,) or (1,)."""
    values = design.values[name]
    if design.present is None:
        return np.asarray(values.mean(axis=1))
    return np.asarray((values * design.present).sum(axis=1) / design.present.sum(axis=1))


def _count(design: DesignMatrix, factors: Sequence[str], cell: Sequence[int]) -> int:
    inside = np.ones(design.rows, dtype=bool) if design.present is None else design.present[0]
    for name, code in zip(factors, cell, strict=True):
        inside = inside & (design.values[name][0] == code)
    return int(inside.sum())
