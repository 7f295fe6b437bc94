"""Controlled direct effects by inverse probability weighting."""

from __future__ import annotations

import numpy as np

from limen.analyse.direct_effect.models.propensity import (
    Propensity,
    TreatmentModel,
    fit_propensity,
    inverse_weights,
    truncated,
)
from limen.analyse.direct_effect.models.regression import Regression, along, summed
from limen.analyse.direct_effect.potential import CELLS, PotentialMeans, filled
from limen.analyse.direct_effect.rows import Rows
from limen.results import Floats


def inverse_probability(
    rows: Rows,
    propensity: Propensity | None = None,
    *,
    treatment: TreatmentModel = "logistic",
    truncate: float | None = None,
) -> PotentialMeans:
    r"""Weighted means of the cells, weights $1/[p(A \mid X)\, p(M \mid A, L, X)]$, summing to 1.

    A marginal structural model that is saturated in treatment and belief. Influence functions
    take into account that the probabilities were estimated (which makes them smaller). `truncate`
    cuts weights at that quantile within cells: less variance, some bias. `propensity` is a fit to
    these rows, where one is at hand.

    ```bibtex
    @article{robins2000marginal,
      title   = {Marginal structural models and causal inference in epidemiology},
      author  = {Robins, James M. and Hern{\'a}n, Miguel {\'A}ngel and Brumback, Babette},
      journal = {Epidemiology},
      volume  = {11}, number = {5}, pages = {550--560}, year = {2000}
    }
    ```
    ```bibtex
    @article{vanderweele2009marginal,
      title   = {Marginal structural models for the estimation of direct and indirect effects},
      author  = {VanderWeele, Tyler J.},
      journal = {Epidemiology},
      volume  = {20}, number = {1}, pages = {18--26}, year = {2009}
    }
    ```
    """
    if propensity is None:
        propensity = fit_propensity(rows, rows.weight, treatment)
    weights, _ = truncated(inverse_weights(rows, propensity), rows.weight, truncate)
    x, both, total = rows.intercept_before, rows.intercept_all, rows.total
    values, influences = [], []
    for k, (a, _) in enumerate(CELLS):
        w = weights[..., k]
        mass = (rows.weight * w).sum(-1)
        value = (rows.weight * w * rows.outcome).sum(-1) / np.where(mass > 0, mass, 1.0)
        influence = w * (rows.outcome - value[:, None])
        influence = influence * (total / np.where(mass > 0, mass, 1.0))[:, None]
        belief = rows.arm(a) * (rows.belief - propensity.believed[a])
        influence = influence - _explained(
            influence, both * belief[..., None], rows.weight, propensity.belief_models[a]
        )
        if propensity.treatment_model is not None:
            score = x * (rows.treated - propensity.treated)[..., None]
            influence = influence - _explained(
                influence, score, rows.weight, propensity.treatment_model
            )
        values.append(value)
        influences.append(influence)
    return PotentialMeans(
        value=np.stack(values, axis=-1),
        influence=np.stack(influences, axis=-1),
        usable=propensity.usable & filled(rows),
    )


def _explained(influence: Floats, score: Floats, weight: Floats, model: Regression) -> Floats:
    """The part of the influence that estimating the probabilities takes away."""
    pull = summed(summed(weight * influence, score), model.inverse)
    return along(score, pull)
