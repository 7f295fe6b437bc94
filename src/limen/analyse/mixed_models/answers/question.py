"""The question put to a mixed model: its design, and the contrasts that answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from limen.analyse.design import Cell, DesignMatrix, ReferenceGrid, design_matrix, reference_grid
from limen.analyse.layout import Layout
from limen.errors import AnalysisError
from limen.results import Floats

TREATMENTS = ("intervention", "arm")


@dataclass(frozen=True, kw_only=True)
class Contrast:
    """One difference: what is compared, in which stratum, and its row."""

    factor: str
    later: str
    earlier: str
    stratum: Cell
    row: Floats  # (p,) or (R, p)

    @property
    def label(self) -> str:
        """`microdose − placebo, guess placebo`; other factors are named first."""
        what = "" if self.factor in TREATMENTS else f"{self.factor} "
        return ", ".join(filter(None, [f"{what}{self.later} − {self.earlier}", self.where]))

    @property
    def where(self) -> str:
        """The stratum in words, e.g. `guess placebo`."""
        return ", ".join(f"{name} {level}" for name, level in self.stratum.levels.items())


@dataclass(frozen=True, kw_only=True)
class Question:
    """A design with its treatment; `answers` are active − reference, one per stratum."""

    design: DesignMatrix
    treatment: str  # "" when the model has none: then the coefficients are the answer
    strata: tuple[str, ...]  # factors that interact with the treatment
    grid: ReferenceGrid | None
    answers: tuple[Contrast, ...]

    @property
    def rows(self) -> Floats:
        """The answers' rows, shape (q, p) or (R, q, p)."""
        return np.stack([answer.row for answer in self.answers], axis=-2)


def question(
    layout: Layout,
    terms: Sequence[str],
    *,
    target: Mapping[str, str] | None = None,
    reference_levels: Mapping[str, str] | None = None,
) -> Question:
    """The design of `terms`, and each active level − reference of the intervention, or else arm.

    With interactions there is a contrast in every stratum, never an average over strata: how many
    people guess what is itself an outcome of the treatment. `target` names levels, for example
    `{"occasion": "week 12"}`, whose contrasts come first; without it the last occasion does.
    """
    design = design_matrix(layout, terms, reference_levels=reference_levels)
    levels = design.coding.levels
    treatment = next((name for name in TREATMENTS if name in levels), "")
    if not treatment:
        return Question(design=design, treatment="", strata=(), grid=None, answers=())
    strata = tuple(
        name
        for name in design.coding.factors
        if name != treatment
        and any(treatment in term and name in term for term in design.coding.terms)
    )
    grid = reference_grid(design, [*strata, treatment])
    answers = tuple(
        Contrast(factor=treatment, later=later, earlier=earlier, stratum=cell, row=row)
        for cell, later, earlier, row in grid.differences(treatment)
        if earlier == levels[treatment][0]
    )
    return Question(
        design=design,
        treatment=treatment,
        strata=strata,
        grid=grid,
        answers=_first(answers, _wanted(design, layout, treatment, strata, target)),
    )


def _wanted(
    design: DesignMatrix,
    layout: Layout,
    treatment: str,
    strata: Sequence[str],
    target: Mapping[str, str] | None,
) -> Mapping[str, str]:
    if target is None:
        used = design.coding.levels["occasion"] if "occasion" in strata else ()
        return {"occasion": max(used, key=layout.occasions.index)} if used else {}
    for name, level in target.items():
        known = design.coding.levels.get(name, ()) if name in (*strata, treatment) else ()
        if level not in known:
            raise AnalysisError(
                f"{layout.outcome!r}: target {name}={level!r} is not among the contrasts. Use "
                f"levels of {', '.join((treatment, *strata))}"
                f"{': ' + ', '.join(known) if known else ''}."
            )
    return target


def _first(answers: tuple[Contrast, ...], wanted: Mapping[str, str]) -> tuple[Contrast, ...]:
    def misses(answer: Contrast) -> bool:
        levels = {**answer.stratum.levels, answer.factor: answer.later}
        return any(levels.get(name) != level for name, level in wanted.items())

    return tuple(sorted(answers, key=misses))
