"""Probabilities of treatment and of belief, and the weights made from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from limen.analyse.direct_effect.models.regression import Regression, logistic
from limen.analyse.direct_effect.potential import CELLS
from limen.analyse.direct_effect.rows import Rows
from limen.results import Bools, Floats

TreatmentModel = Literal["share", "logistic"]
_LEAST = 1e-6  # a probability below this is 0: the belief does not occur


@dataclass(frozen=True, kw_only=True)
class Propensity:
    """p(A = 1 | X) and, under each treatment, p(M = 1 | A = a, L, X); (R, n) each."""

    treated: Floats
    believed: tuple[Floats, Floats]  # under a = 0 and a = 1
    treatment_model: Regression | None  # None: the share treated
    belief_models: tuple[Regression, Regression]
    usable: Bools  # (R,)

    def of_replicates(self, keep: Bools) -> Propensity:
        """Those of the replicates that `keep` (R,) marks."""
        if keep.all():
            return self
        low, high = self.belief_models
        model = self.treatment_model
        return Propensity(
            treated=self.treated[keep],
            believed=(self.believed[0][keep], self.believed[1][keep]),
            treatment_model=None if model is None else model.of_replicates(keep),
            belief_models=(low.of_replicates(keep), high.of_replicates(keep)),
            usable=self.usable[keep],
        )

    def treatment(self, a: int) -> Floats:
        """p(A = a | X)."""
        return self.treated if a == 1 else 1 - self.treated

    def belief(self, a: int, m: int) -> Floats:
        """p(M = m | A = a, L, X), never below a millionth."""
        p = self.believed[a] if m == 1 else 1 - self.believed[a]
        return np.maximum(p, _LEAST)


def fit_propensity(
    rows: Rows, weight: Floats, treatment: TreatmentModel, start: Propensity | None = None
) -> Propensity:
    """Fit with `weight` (R, n), 0 where the rows' own is; `start` is a fit to more of them.

    `share` takes the share treated, which randomisation made; `logistic` regresses treatment on
    X, which uses chance imbalance for precision.
    """
    x, both = rows.intercept_before, rows.intercept_all
    models = tuple(
        logistic(
            arm.design, arm.belief, arm.weight(weight), start.belief_models[a] if start else None
        )
        for a, arm in enumerate(rows.by_arm)
    )
    usable = models[0].usable & models[1].usable
    total = np.maximum(weight.sum(-1), 1e-12)
    share = ((weight * rows.treated).sum(-1) / total)[:, None]
    if treatment == "share":
        model = None
        treated = np.broadcast_to(share, rows.treated.shape)
    else:
        model = logistic(x, rows.treated, weight, start.treatment_model if start else None)
        treated = model.probability(x)
        usable = usable & model.usable
    return Propensity(
        treated=np.clip(treated, _LEAST, 1 - _LEAST),
        believed=(models[0].probability(both), models[1].probability(both)),
        treatment_model=model,
        belief_models=(models[0], models[1]),
        usable=usable & (share[:, 0] > 0) & (share[:, 0] < 1),
    )


def inverse_weights(rows: Rows, propensity: Propensity, *, stabilised: bool = False) -> Floats:
    """1/[p(A) p(M | A, L, X)] of each row for its own cell, (R, n, 4), 0 outside the cell.

    `stabilised` multiplies by p(M | A), which changes the size of weights, not their ratio inside
    a cell, and so no mean.
    """
    columns = []
    for a, m in CELLS:
        weight = rows.cell(a, m) / (propensity.treatment(a) * propensity.belief(a, m))
        if stabilised:
            inside = rows.weight * rows.arm(a)
            share = (inside * rows.cell(a, m)).sum(-1) / np.maximum(inside.sum(-1), 1e-12)
            weight = weight * share[:, None]
        columns.append(weight)
    return np.stack(columns, axis=-1)


def truncated(weights: Floats, used: Floats, share: float | None) -> tuple[Floats, Floats]:
    """Weights (R, n, 4) cut at their quantile `share` within cells, and the share of rows cut."""
    if share is None:
        return weights, np.zeros((weights.shape[0], weights.shape[2]))
    inside = (weights > 0) & (used > 0)[..., None]
    limit = _quantile(weights, inside, share)
    cut = inside & (weights > limit[:, None, :])
    return np.where(cut, limit[:, None, :], weights), cut.sum(1) / np.maximum(inside.sum(1), 1)


def _quantile(weights: Floats, inside: Bools, share: float) -> Floats:
    """The quantile over the rows that are `inside`, (R, 4), between ranks as NumPy's; inf of none.

    NumPy's own takes one cell of one replicate after the other.
    """
    ranked = np.sort(np.where(inside, weights, np.inf), axis=1)
    place = share * np.maximum(inside.sum(1) - 1, 0)
    below = np.floor(place).astype(np.int64)
    low, high = (
        np.take_along_axis(ranked, at[:, np.newaxis], axis=1)[:, 0]
        for at in (below, np.minimum(below + 1, ranked.shape[1] - 1))
    )
    between = np.where(place > below, high, low) - np.where(np.isfinite(low), low, 0.0)
    found: Floats = low + (place - below) * np.where(np.isfinite(low), between, 0.0)
    return found
