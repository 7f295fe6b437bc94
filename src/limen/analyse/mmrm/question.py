"""The question an MMRM answers: its rows, fixed effects and contrasts, from a layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from limen.analyse.design import DesignMatrix, ReferenceGrid, design_matrix, reference_grid
from limen.analyse.layout import Layout
from limen.errors import AnalysisError
from limen.results import Floats, Ints

Treatment = Literal["arm", "intervention"]
Baseline = Literal["none", "main", "by_visit"]


@dataclass(frozen=True, kw_only=True)
class Contrast:
    """One comparison at one visit: coefficients, and the words for it."""

    active: str
    reference: str
    visit: str
    row: Floats  # (p,)

    @property
    def label(self) -> str:
        """`microdose − placebo, week 4`."""
        return f"{self.active} − {self.reference}, {self.visit}"


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is fitted: participants × visits, and what is asked of it."""

    outcome: str
    unit: str
    treatment: Treatment
    terms: tuple[str, ...]
    design: DesignMatrix
    visits: tuple[str, ...]
    X: Floats  # (N, T, p), or (R, N, T, p) if it varies by replicate; NaN where not analysed
    y: Floats  # (R, N, T), NaN where not analysed
    cell: Ints  # (N, T), the first replicate's treatment level; −1 where not analysed
    grid: ReferenceGrid  # of the first replicate
    contrasts: tuple[Contrast, ...]
    notes: tuple[str, ...]

    @property
    def levels(self) -> tuple[str, ...]:
        """The treatments, reference first."""
        return tuple(self.design.coding.levels[self.treatment])


def question(
    layout: Layout,
    *,
    terms: Sequence[str] | None,
    treatment: Treatment,
    baseline: Baseline,
    covariates: Sequence[str],
    visit: str | None,
) -> Question:
    """Lay out the rows, columns and contrasts; the visit that answers comes first.

    Contrasts are those of all replicates: no covariate interacts with the treatment. Raises
    `AnalysisError` when there is no second treatment level to compare, or no visit of that name;
    the design's own errors pass through.
    """
    seen = np.asarray(layout.observed.any(axis=(0, 1)))
    kept = tuple(name for name, any_seen in zip(layout.occasions, seen, strict=True) if any_seen)
    left_out = [name for name in layout.occasions if name not in kept]
    notes = (
        [f"Nobody was observed at {', '.join(left_out)}: left out."] if left_out and kept else []
    )
    layout = layout.at(*kept) if left_out and kept else layout
    if terms is None:
        terms = terms_of(treatment, baseline, covariates, len(layout.occasions))
    design = design_matrix(layout, terms)
    if treatment not in design.coding.levels:
        raise AnalysisError(
            f"{design.outcome!r}: the model has no term {treatment!r}, so there is nothing to "
            f"compare. Add '{treatment}*occasion' to its terms."
        )
    several = "occasion" in design.coding.levels
    visits = design.coding.levels["occasion"] if several else layout.occasions
    X, y, cell = _by_visit(design, layout, visits, treatment)
    factors = [treatment, "occasion"] if several else [treatment]
    grid = reference_grid(design, factors)
    grid = replace(grid, L=grid.L if grid.L.ndim == 2 else grid.L[0])
    return Question(
        outcome=layout.outcome,
        unit=layout.unit,
        treatment=treatment,
        terms=tuple(terms),
        design=design,
        visits=tuple(visits),
        X=X,
        y=y,
        cell=cell,
        grid=grid,
        contrasts=_contrasts(design, grid, treatment, tuple(visits), visit),
        notes=(*notes, *design.notes),
    )


def terms_of(
    treatment: Treatment, baseline: Baseline, covariates: Sequence[str], visits: int
) -> list[str]:
    """The usual fixed effects: treatment × visit, the baseline, and covariates."""
    if visits == 1:
        return [treatment, *(["baseline"] if baseline != "none" else []), *covariates]
    with_baseline = {"none": [], "main": ["baseline"], "by_visit": ["baseline*occasion"]}
    return [f"{treatment}*occasion", *with_baseline[baseline], *covariates]


def _by_visit(
    design: DesignMatrix, layout: Layout, visits: Sequence[str], treatment: Treatment
) -> tuple[Floats, Floats, Ints]:
    """The design's rows as participants × visits."""
    index = np.array([visits.index(layout.occasions[o]) for o in design.occasion])
    shape = (design.groups, len(visits))
    X = np.full((*design.X.shape[:-2], *shape, design.X.shape[-1]), np.nan)
    y, cell = np.full((len(design.y), *shape), np.nan), np.full(shape, -1, dtype=np.int64)
    X[..., design.group, index, :] = design.X
    y[:, design.group, index] = (
        design.y if design.present is None else np.where(design.present, design.y, np.nan)
    )
    cell[design.group, index] = design.values[treatment][0].astype(np.int64)
    return X, y, cell


def _contrasts(
    design: DesignMatrix,
    grid: ReferenceGrid,
    treatment: Treatment,
    visits: tuple[str, ...],
    answer: str | None,
) -> tuple[Contrast, ...]:
    """Each treatment against the reference, the visit that answers first."""
    if answer is not None and answer not in visits:
        raise AnalysisError(
            f"{design.outcome!r} was not observed at {answer!r}, the visit that is to answer. "
            f"Name one of {', '.join(visits)}."
        )
    first = answer or visits[-1]
    reference, *others = design.coding.levels[treatment]

    def row(level: str, visit: str) -> Floats:
        place: dict[str, str] = {treatment: level}
        if len(visits) > 1:
            place["occasion"] = visit
        return np.ravel(grid.row(**place))

    return tuple(
        Contrast(
            active=other,
            reference=reference,
            visit=name,
            row=row(other, name) - row(reference, name),
        )
        for name in (first, *(name for name in visits if name != first))
        for other in others
    )
