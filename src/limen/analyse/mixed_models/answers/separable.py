"""Whether the data can tell differences between people from everything else, before a number."""

from __future__ import annotations

import numpy as np

from limen.analyse.design import DesignMatrix
from limen.results import Floats, Ints

_NOTHING = 1e-10  # of a column's, or the outcome's, size


def inseparable(design: DesignMatrix) -> str:
    """Why no mixed model of the first replicate exists, and what to do; empty if one does.

    Two things make the likelihood flat or boundless whatever the optimiser does: fixed effects
    that already fit every participant's mean, and no variation left within participants. With
    one row per participant a fit is least squares, and neither matters.
    """
    X = design.X if design.X.ndim == 2 else design.X[0]
    y, group = design.y[0], design.group
    if design.rows == design.groups:
        return ""
    inside = _within(X, group)
    kept = inside[:, np.abs(inside).max(axis=0) > _NOTHING * (1 + np.abs(X).max(axis=0))]
    rank = int(np.linalg.matrix_rank(kept)) if kept.size else 0
    if X.shape[1] - rank >= design.groups:
        return _saturated(design, inside, X)
    left = _within(y[:, None], group)[:, 0]
    total = float(left @ left)
    if kept.size:
        left = left - kept @ np.linalg.lstsq(kept, left, rcond=None)[0]
    nothing = float(left @ left) <= _NOTHING**2 * (total + float(y @ y))
    if nothing and design.rows > design.groups + rank:
        return (
            "Beside the fixed effects every participant has the same value at every occasion, so "
            "nothing within participants is left to estimate an error from. Check that the scores "
            "are those of different occasions, or analyse a single occasion."
        )
    return ""


def _saturated(design: DesignMatrix, inside: Floats, X: Floats) -> str:
    owner = design.coding.term_of_column
    constant = np.abs(inside).max(axis=0) <= _NOTHING * (1 + np.abs(X).max(axis=0))
    named = dict.fromkeys(
        name for name, same in zip(owner, constant, strict=True) if same and name != "intercept"
    )
    terms = f" ({', '.join(named)})" if named else ""
    return (
        f"The fixed effects fit the means of all {design.groups} participants, so differences "
        "between people cannot be told from them, and no standard error exists. Analyse more "
        f"participants, or name fewer terms that differ only between participants{terms}."
    )


def _within(columns: Floats, group: Ints) -> Floats:
    """Columns (rows, k) less their participants' means."""
    counts = np.bincount(group)[:, None]
    sums = np.zeros((len(counts), columns.shape[1]))
    np.add.at(sums, group, columns)
    centred: Floats = columns - (sums / counts)[group]
    return centred
