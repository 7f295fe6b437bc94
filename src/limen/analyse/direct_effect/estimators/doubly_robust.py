"""Controlled direct effects by augmented inverse probability weighting, cross-fitted."""

from __future__ import annotations

import numpy as np

from limen.analyse.direct_effect.models.outcome import OutcomeModel, fit_outcome
from limen.analyse.direct_effect.models.propensity import (
    Propensity,
    TreatmentModel,
    fit_propensity,
    inverse_weights,
    truncated,
)
from limen.analyse.direct_effect.models.regression import least_squares, summed
from limen.analyse.direct_effect.potential import CELLS, PotentialMeans, filled
from limen.analyse.direct_effect.rows import Rows
from limen.results import Bools, Floats, Ints


def doubly_robust(
    rows: Rows,
    folds: Ints | None = None,
    propensity: Propensity | None = None,
    *,
    model: OutcomeModel = "by_cell",
    treatment: TreatmentModel = "logistic",
    truncate: float | None = None,
) -> PotentialMeans:
    r"""Means of the efficient influence function, right if either set of models is right.

    $\bar q(X) + \frac{1(A=a)}{p(a|X)}[q(L,X) - \bar q(X)] +
    \frac{1(A=a,M=m)}{p(a|X)p(m|a,L,X)}[Y - q(L,X)]$, with q the outcome model and q̄ its mean over
    L given a and X. `folds` (N,) numbers participants: the models for a fold are fitted to the
    others, so that no one's outcome predicts itself; None fits to everybody. `propensity`, a fit to
    all of these rows where one is at hand, is where the search for a fold's begins. A replicate in
    which a row's weight exceeds the number of rows has no estimate: where positivity holds all
    weights of a cell add up to about that number, so one person would then be the answer. Elsewhere
    the estimate is
    doubly robust, its standard error is not: with one wrong model it can be a tenth too small
    (`validation/direct_effect.py`); the bootstrap is then the better guide.

    ```bibtex
    @article{bang2005doubly,
      title   = {Doubly robust estimation in missing data and causal inference models},
      author  = {Bang, Heejung and Robins, James M.},
      journal = {Biometrics},
      volume  = {61}, number = {4}, pages = {962--973}, year = {2005}
    }
    ```
    ```bibtex
    @article{chernozhukov2018double,
      title   = {Double/debiased machine learning for treatment and structural parameters},
      author  = {Chernozhukov, Victor and Chetverikov, Denis and Demirer, Mert and others},
      journal = {The Econometrics Journal},
      volume  = {21}, number = {1}, pages = {C1--C68}, year = {2018}
    }
    ```
    """
    numbers = np.zeros(rows.participants, dtype=np.int64) if folds is None else folds
    of_row = np.repeat(numbers, rows.occasions)
    together = np.zeros((*rows.outcome.shape, len(CELLS)))
    if propensity is None:
        propensity = fit_propensity(rows, rows.weight, treatment)
    usable = filled(rows) & propensity.usable  # what separates everybody separates the others too
    for fold in np.unique(numbers):
        if not usable.any():
            break
        held = of_row == fold
        kept = rows if usable.all() else rows.of_replicates(usable)  # a fold less is no estimate
        training = kept.weight if folds is None else kept.weight * ~held
        start = propensity.of_replicates(usable)
        values, works = _values(
            kept, training, start, model=model, treatment=treatment, truncate=truncate
        )
        together[usable] = np.where(held[:, None], values, together[usable])
        usable[usable] = works
    mean = summed(rows.weight, together) / rows.total[:, None]
    return PotentialMeans(value=mean, influence=together - mean[:, None, :], usable=usable)


def _values(
    rows: Rows,
    training: Floats,
    start: Propensity,
    *,
    model: OutcomeModel,
    treatment: TreatmentModel,
    truncate: float | None,
) -> tuple[Floats, Bools]:
    """The uncentred influence function of every row, (R, n, 4), from models of `training` rows."""
    fits = fit_outcome(rows, training, model)
    propensity = fit_propensity(rows, training, treatment, start)
    weights, _ = truncated(inverse_weights(rows, propensity), rows.weight, truncate)
    x = rows.intercept_before
    heaviest = (weights * (rows.weight > 0)[..., None]).max(axis=(1, 2))
    usable = propensity.usable & (heaviest <= rows.total)
    columns = []
    for k, ((a, _), fit) in enumerate(zip(CELLS, fits, strict=True)):
        predicted = fit.predict()
        second = least_squares(x, predicted, training * rows.arm(a))
        usable = usable & fit.regression.usable & second.usable
        averaged = second.predict(x)
        treated = rows.arm(a) / propensity.treatment(a)
        value = averaged + treated * (predicted - averaged)
        columns.append(value + weights[..., k] * (rows.outcome - predicted))
    return np.stack(columns, axis=-1), usable


def participant_folds(participants: int, folds: int, rng: np.random.Generator) -> Ints:
    """Fold of each participant, sizes as equal as can be."""
    return rng.permutation(np.arange(participants) % folds).astype(np.int64)
