"""A mixed model of many replicates whose designs differ: in what was observed, or who said what."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from limen.analyse.batch.models.collected import Collected
from limen.analyse.batch.models.parts import parts, people_of
from limen.analyse.layout import Layout
from limen.analyse.mixed_models import Model, mixed_model_of
from limen.analyse.mixed_models.answers import Covariance
from limen.analyse.mixed_models.answers.separable import inseparable
from limen.analyse.mixed_models.inference import DegreesOfFreedom
from limen.analyse.mixed_models.statistics import Method
from limen.errors import AnalysisError
from limen.results import Bools, Estimates, FitStatus

_LOST = FitStatus.NOT_ESTIMABLE.code


def mixed_model_estimates(
    layout: Layout,
    *,
    labels: Sequence[str],
    terms: Sequence[str],
    covariance: Covariance = "random_intercept",
    df: DegreesOfFreedom = "satterthwaite",
    method: Method = "reml",
) -> Estimates:
    """The contrasts called `labels` in every replicate, (R, q), as `mixed_model` gives them alone.

    A contrast that a replicate does not have is NaN; a replicate without a fit is NaN in all and
    its status says why. Replicates are fitted some at a time, so memory does not grow with R.
    Raises `AnalysisError` if every replicate is refused.
    """
    found = Collected(layout.replicates, tuple(labels))

    def modelled(part: Layout) -> Model:
        return mixed_model_of(part, terms=terms, covariance=covariance, df=df, method=method)

    refused: AnalysisError | None = None
    for index in parts(layout, terms):
        try:
            model = modelled(layout.take(index))
        except AnalysisError as error:
            refused, alone = error, np.ones(len(index), dtype=bool)
        else:
            alone = ~_comparable(model)
            found.put(index, model.answers(), ~alone)
        for replicate in index[alone]:
            own = layout.take(np.array([replicate]))
            try:
                model = modelled(own)
            except AnalysisError as error:
                refused = error
                continue
            if not inseparable(model.question.design):
                found.put(np.array([replicate]), model.answers(), np.array([True]))
    if refused is not None and found.empty:
        raise refused
    return found.estimates


def _comparable(model: Model) -> Bools:
    """Which replicates have the same columns as all together, and people to spare for them.

    Others are asked alone: a level that nobody gave there is left out, and whether people can be
    told from the rest is looked at more closely.
    """
    design = model.question.design
    return np.asarray((model.fit.status != _LOST) & (people_of(design) > len(design.names)))
