"""The design matrix of an outcome: which rows are analysed, and what their fixed effects are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from limen.analyse.design.coding import Coding
from limen.analyse.design.rank import check_rank
from limen.analyse.design.terms import parse_terms
from limen.analyse.design.variables import Variable, variable_of
from limen.analyse.layout import Layout
from limen.errors import AnalysisError, DesignMatrixError
from limen.results import Bools, Floats, Ints

NEVER_EMPTY = ("arm",)  # an arm without rows is an error, other unused levels are left out


@dataclass(frozen=True, kw_only=True)
class DroppedRow:
    """An observed value that is not analysed, because a variable of the model is missing there."""

    participant: str
    occasion: str
    missing: tuple[str, ...]  # names of the missing variables


@dataclass(frozen=True, kw_only=True)
class DesignMatrix:
    """Fixed effects and outcome, a row per analysed value, sorted by participant and occasion.

    A design that every replicate shares has two dimensions. Where replicates differ in what was
    observed, `rows` are those analysed in any of them, and `present` says in which; absent rows
    hold zeros.
    """

    outcome: str
    X: Floats  # (rows, p), or (R, rows, p) when it varies by replicate
    y: Floats  # (R, rows)
    group: Ints  # (rows,) 0 … groups − 1, index into `participants`
    participant: Ints  # (rows,) index into the layout's participants
    occasion: Ints  # (rows,) index into the layout's occasions
    participants: tuple[str, ...]  # the analysed ones
    coding: Coding
    values: Mapping[str, Floats]  # per variable (R or 1, rows): numbers, or codes of levels
    present: Bools | None = None  # (R, rows); None: all rows in all replicates
    dropped: tuple[DroppedRow, ...] = ()  # of the first replicate
    notes: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The p columns."""
        return self.coding.names

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return int(self.y.shape[1])

    @property
    def groups(self) -> int:
        """How many participants are analysed."""
        return len(self.participants)

    @property
    def shared(self) -> bool:
        """Whether all replicates have the same rows and columns."""
        return self.X.ndim == 2 and self.present is None


def design_matrix(
    layout: Layout,
    terms: Sequence[str],
    *,
    reference_levels: Mapping[str, str] | None = None,
) -> DesignMatrix:
    """The design of `terms` on all observed values of a layout.

    Factors are treatment-coded against their first level, or the one that `reference_levels`
    names. Rows where a variable is missing are left out and listed. Columns that others already
    explain are refused by name (`DesignMatrixError`), as is an empty arm; so are data without
    variation or with a single participant (`AnalysisError`).
    """
    parsed = parse_terms(terms)
    names = tuple(dict.fromkeys(name for term in parsed for name in term))
    variables = [variable_of(layout, name) for name in names]
    keep, dropped = _analysed(layout, variables)
    participant, occasion = np.nonzero(keep.any(axis=0))
    _check_enough(layout, participant, variables)
    present = keep[:, participant, occasion]
    whole = bool(present.all())
    y = np.where(present, layout.value[:, participant, occasion], 0.0)
    _check_variation(layout, y, present)

    values: dict[str, Floats] = {}
    levels: dict[str, tuple[str, ...]] = {}
    notes: list[str] = []
    for variable in variables:
        at_rows = variable.values[:, participant, occasion]
        values[variable.name], levels[variable.name] = _used_levels(
            variable, at_rows, present, (reference_levels or {}).get(variable.name), notes
        )
    coding = Coding(terms=parsed, levels=levels)
    X = _columns(coding, values, len(participant), None if whole else present)
    analysed, group = np.unique(participant, return_inverse=True)
    check_rank(layout.outcome, X, coding)
    return DesignMatrix(
        outcome=layout.outcome,
        X=X,
        y=y,
        group=group.astype(np.int64),
        participant=participant,
        occasion=occasion,
        participants=tuple(layout.participants[index] for index in analysed),
        coding=coding,
        values=values,
        present=None if whole else present,
        dropped=dropped,
        notes=tuple(notes),
    )


def _analysed(
    layout: Layout, variables: Sequence[Variable]
) -> tuple[Bools, tuple[DroppedRow, ...]]:
    """Which values are analysed (R, N, T), and which of the first replicate are not."""
    missing = {v.name: ~np.isfinite(v.values) for v in variables}
    keep = layout.observed.copy()
    for absent in missing.values():
        keep &= ~absent
    dropped = tuple(
        DroppedRow(
            participant=layout.participants[i],
            occasion=layout.occasions[t],
            missing=tuple(name for name, absent in missing.items() if absent[0, i, t]),
        )
        for i, t in np.argwhere(layout.observed[0] & ~keep[0])
    )
    return keep, dropped


def _check_enough(layout: Layout, participant: Ints, variables: Sequence[Variable]) -> None:
    people = len(np.unique(participant))
    if people > 1:
        return
    if not layout.observed.any():
        raise AnalysisError(
            f"{layout.outcome!r}: no value was observed, so there is nothing to analyse. Check "
            "the outcome's occasions, and that its scores are in the dataset."
        )
    names = ", ".join(variable.name for variable in variables)
    count = "no participant" if people == 0 else "one participant"
    raise AnalysisError(
        f"{layout.outcome!r}: {count} has an observed value with all of {names or 'the outcome'} "
        "known; a comparison needs two or more. Drop the variable that is missing, or record it."
    )


def _check_variation(layout: Layout, y: Floats, present: Bools) -> None:
    low = np.where(present, y, np.inf).min(axis=1)
    high = np.where(present, y, -np.inf).max(axis=1)
    if np.all(low == high):
        raise AnalysisError(
            f"{layout.outcome!r}: every analysed value is {low[0]:g}, so there is no variation to "
            "explain. Describe the outcome instead, or check how it was scored."
        )


def _used_levels(
    variable: Variable,
    at_rows: Floats,
    present: Bools,
    reference: str | None,
    notes: list[str],
) -> tuple[Floats, tuple[str, ...]]:
    """Values with absent rows filled in, and the levels that occur, the reference first."""
    shared_presence = present.any(axis=0, keepdims=True) if at_rows.shape[0] == 1 else present
    filled = np.where(shared_presence, at_rows, 0.0)
    if not variable.levels:
        return filled, ()
    counts = [
        int(np.sum((filled == code) & shared_presence)) for code in range(len(variable.levels))
    ]
    order = [code for code, count in enumerate(counts) if count]
    empty = [level for level, count in zip(variable.levels, counts, strict=True) if not count]
    _check_levels(variable, order, empty)
    if empty:
        notes.append(f"No analysed row has {variable.name} {', '.join(empty)}: left out.")
    if reference is not None:
        order = _reference_first(variable, order, reference)
    recoded = np.zeros_like(filled)
    for new, old in enumerate(order):
        recoded[filled == old] = new
    return recoded, tuple(variable.levels[code] for code in order)


def _check_levels(variable: Variable, order: Sequence[int], empty: Sequence[str]) -> None:
    if empty and variable.name in NEVER_EMPTY:
        raise DesignMatrixError(
            f"{variable.name} {', '.join(empty)} has no analysed row, so it cannot be compared. "
            f"Drop it from the comparison, or collect the data."
        )
    if len(order) < 2:
        raise DesignMatrixError(
            f"{variable.name} is {variable.levels[order[0]]!r} in every analysed row, so it "
            f"explains nothing. Drop the term {variable.name!r}."
        )


def _reference_first(variable: Variable, order: Sequence[int], reference: str) -> list[int]:
    names = [variable.levels[code] for code in order]
    if reference not in names:
        raise DesignMatrixError(
            f"{variable.name} has no level {reference!r} among the analysed rows. "
            f"Use one of {', '.join(names)}."
        )
    first = order[names.index(reference)]
    return [first, *(code for code in order if code != first)]


def _columns(
    coding: Coding, values: Mapping[str, Floats], rows: int, present: Bools | None
) -> Floats:
    """X of shape (rows, p) if all replicates share it, else (R, rows, p) with absent rows zero."""
    X = coding.columns(values) if values else np.ones((1, rows, 1))
    if present is not None:
        return X * present[:, :, None]
    shared: Floats = X[0] if X.shape[0] == 1 else X
    return shared
