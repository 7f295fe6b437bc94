"""Models of the outcome given treatment, belief and confounders."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from limen.analyse.direct_effect.models.regression import Regression, least_squares
from limen.analyse.direct_effect.potential import CELLS
from limen.analyse.direct_effect.rows import Rows
from limen.results import Floats

OutcomeModel = Literal["by_cell", "shared"]


class OutcomeFit(NamedTuple):
    """The fit that predicts one cell: where it was fitted, and with what it predicts."""

    observed: Floats  # (R, n, k), the design it was fitted to
    weight: Floats  # (R, n), of that fit
    predicting: Floats  # (R, n, k), the design with treatment and belief set
    regression: Regression

    def predict(self) -> Floats:
        """E[Y | a, m, L, X] for every row, (R, n)."""
        return self.regression.predict(self.predicting)


def fit_outcome(rows: Rows, weight: Floats, model: OutcomeModel) -> tuple[OutcomeFit, ...]:
    """Fits for the four `CELLS`, by least squares with `weight` (R, n).

    `by_cell`: a regression on X and L inside each cell (all interactions with treatment and
    belief). `shared`: treatment, belief, their product, and common slopes of X and L; for cells
    that are too small to have slopes of their own.
    """
    if model == "by_cell":
        design = rows.intercept_all
        fits = []
        for a, m in CELLS:
            inside = weight * rows.cell(a, m)
            regression = least_squares(design, rows.outcome, inside)
            fits.append(OutcomeFit(design, inside, design, regression))
        return tuple(fits)
    observed = _shared(rows, rows.treated, rows.belief)
    regression = least_squares(observed, rows.outcome, weight)
    one = np.ones_like(rows.treated)
    return tuple(
        OutcomeFit(observed, weight, _shared(rows, a * one, m * one), regression) for a, m in CELLS
    )


def _shared(rows: Rows, treated: Floats, belief: Floats) -> Floats:
    terms = np.stack([treated, belief, treated * belief], axis=-1)
    return np.concatenate([rows.intercept_all, terms], axis=-1)
