"""Covariates of people: columns of the participants, screening answers, expectancies."""

from __future__ import annotations

import numpy as np

from limen.dataset.vocabulary import parts
from limen.protocol.document.measurement import Covariate, Expectancy
from limen.results import Floats
from limen.simulate.draw.noise import Noise
from limen.simulate.draw.people import People, levels
from limen.simulate.scenario.document import CovariateModel
from limen.simulate.study import Study

_AGE = {"mean": 40.0, "sd": 12.0, "low": 21.0, "high": 65.0}


def covariate(study: Study, planned: Covariate, people: People, noise: Noise) -> Floats:
    """A covariate, shape (R, N); a stratification factor is what allocation was balanced for."""
    if planned.from_ == "expectancies":
        found = {one.id: one for one in parts(study.protocol.expectancies)}
        if planned.column not in found:
            return np.full(people.arm.shape, np.nan)
        return expected(study, found[planned.column], people.expectation)
    strata = levels(study)
    if planned.column in strata:
        codes = people.strata[:, list(strata).index(planned.column)].astype(float)
        return np.broadcast_to(codes, people.arm.shape).copy()
    model = _model(study, planned)
    if planned.kind == "factor":
        uniform = noise.uniform(f"covariate {planned.column}", study.people)
        shares = model.shares or (1 / len(planned.levels),) * len(planned.levels)
        codes = np.searchsorted(np.cumsum(shares)[:-1], uniform, side="right")
        return codes.astype(float)
    numbers = model.mean + model.sd * noise.normal(f"covariate {planned.column}", study.people)
    if model.low is not None or model.high is not None:
        numbers = np.clip(numbers, model.low, model.high)
    return np.rint(numbers) if planned.column == "age_years" else np.round(numbers, 2)


def _model(study: Study, planned: Covariate) -> CovariateModel:
    """What the scenario says of a covariate; ages are those of adults where it says nothing."""
    named = {one.id: one for one in study.scenario.covariates}
    age = _AGE if planned.column == "age_years" else {}
    return named.get(planned.id, CovariateModel(id=planned.id, **age))


def expected(study: Study, expectancy: Expectancy, expectation: Floats) -> Floats:
    """Answers to an expectancy on its scale, in whole points, from expectation in SDs."""
    supposed = study.scenario.expectation
    low = expectancy.low if isinstance(expectancy.low, (int, float)) else 0.0
    high = expectancy.high if isinstance(expectancy.high, (int, float)) else 100.0
    share = np.clip(supposed.mean + supposed.sd * expectation, 0.0, 1.0)
    return np.clip(np.rint(low + (high - low) * share), low, high)
