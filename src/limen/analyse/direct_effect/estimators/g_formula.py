"""Controlled direct effects by the g-formula."""

from __future__ import annotations

import numpy as np

from limen.analyse.direct_effect.models.outcome import OutcomeModel, fit_outcome
from limen.analyse.direct_effect.models.regression import along, least_squares, summed
from limen.analyse.direct_effect.potential import CELLS, PotentialMeans, filled
from limen.analyse.direct_effect.rows import Rows


def g_formula(rows: Rows, model: OutcomeModel = "by_cell") -> PotentialMeans:
    r"""Potential means $\sum_x p(x) \sum_l E[Y \mid a, m, l, x]\, p(l \mid a, x)$.

    The outcome model predicts every row with treatment a and belief m; predictions of the rows of
    treatment a are then regressed on X, which averages them over the confounder L *as it is under
    treatment a* without a model of its distribution (iterated expectations); the result is
    averaged over everybody's X. Setting L to one value instead would block the part of the effect
    that runs through it. Influence functions follow both regressions.

    ```bibtex
    @article{robins1986new,
      title   = {A new approach to causal inference in mortality studies with a sustained exposure
                 period: application to control of the healthy worker survivor effect},
      author  = {Robins, James},
      journal = {Mathematical Modelling},
      volume  = {7}, number = {9--12}, pages = {1393--1512}, year = {1986}
    }
    ```
    """
    fits = fit_outcome(rows, rows.weight, model)
    x, total = rows.intercept_before, rows.total
    values, influences = [], []
    usable = filled(rows)
    for (a, _), fit in zip(CELLS, fits, strict=True):
        inside = rows.weight * rows.arm(a)
        predicted = fit.predict()
        second = least_squares(x, predicted, inside)
        usable = usable & fit.regression.usable & second.usable
        averaged = second.predict(x)
        value = (rows.weight * averaged).sum(-1) / total
        pull = summed(summed(rows.weight, x), second.inverse)  # Σ w x is total × mean
        lever = along(x, pull)
        back = summed(summed(lever * inside, fit.predicting), fit.regression.inverse)
        residual = rows.outcome - fit.regression.predict(fit.observed)
        here = np.divide(fit.weight, rows.weight, out=np.zeros_like(fit.weight),
                         where=rows.weight > 0)  # fmt: skip
        influence = averaged - value[:, None]
        influence = influence + lever * rows.arm(a) * (predicted - averaged)
        influence = influence + along(fit.observed, back) * here * residual
        values.append(value)
        influences.append(influence)
    return PotentialMeans(
        value=np.stack(values, axis=-1), influence=np.stack(influences, axis=-1), usable=usable
    )
