"""Mixed models, MMRM and the re-randomisation test, as a protocol plans them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

import numpy as np

from limen.allocation import Procedure
from limen.analyse.answer import Answer
from limen.analyse.mixed_models import mixed_model
from limen.analyse.mmrm import mmrm
from limen.analyse.mmrm.question import Baseline
from limen.analyse.plan.question import Question, Setting, per_outcome
from limen.analyse.rerandomisation import rerandomisation_test
from limen.errors import NotIdentifiedError
from limen.protocol.document.analysis import MixedModel, Mmrm, RerandomisationTest
from limen.protocol.document.measurement import Outcome

Found = TypeVar("Found")
FEW_OCCASIONS = 10  # as many are a factor beside the arm; of more each would cost a column


def mixed_models(item: MixedModel, setting: Setting) -> Iterator[Question]:
    """A model per outcome; guess and period terms as planned."""

    def asked(item: MixedModel, setting: Setting, outcome: Outcome) -> Answer:
        return ask_mixed_model(item, setting, outcome, partial(mixed_model, level=setting.level))

    return per_outcome(item, setting, asked)


def ask_mixed_model(
    item: MixedModel, setting: Setting, outcome: Outcome, door: Callable[..., Found]
) -> Found:
    """Put the planned model to a door: that of one dataset, or that of many replicates."""
    basis = setting.basis(item.treatment, item.estimand, outcome)
    covariates = item.covariates_by_outcome.get(outcome.id, item.covariates)
    layout = setting.reader.layout(
        outcome.id,
        occasions=item.occasions,
        basis=basis,
        guess=item.guess_from if item.guess != "none" else None,
        covariates=covariates,
    )
    exposure = "arm" if basis == "arm" else "intervention"
    terms = _over_time(item, exposure, len(layout.occasions))
    terms += {"none": [], "adjusted": ["guess"], "interaction": [f"{exposure}*guess"]}[item.guess]
    terms += {"none": [], "factor": ["period"], "linear": ["period_number"]}[item.period]
    terms += ["carry_over"] * item.carry_over
    terms += ["baseline"] * (item.baseline and layout.baseline is not None)
    return door(
        layout,
        terms=[*terms, *covariates],
        covariance=item.covariance,
        df=item.df,
        method=item.method,
    )


def _over_time(item: MixedModel, exposure: str, occasions: int) -> list[str]:
    """The exposure, and how it goes with the occasions where arms are compared at several."""
    if exposure != "arm" or occasions == 1:
        return [exposure]
    if item.by_occasion:
        return [f"{exposure}*occasion"]
    return [exposure, "occasion"] if occasions <= FEW_OCCASIONS else [exposure]


def mmrms(item: Mmrm, setting: Setting) -> Iterator[Question]:
    """An MMRM per outcome."""

    def asked(item: Mmrm, setting: Setting, outcome: Outcome) -> Answer:
        return ask_mmrm(item, setting, outcome, partial(mmrm, level=setting.level))

    return per_outcome(item, setting, asked)


def ask_mmrm(item: Mmrm, setting: Setting, outcome: Outcome, door: Callable[..., Found]) -> Found:
    """Put the planned MMRM to a door: that of one dataset, or that of many replicates."""
    basis = setting.basis(item.treatment, item.estimand, outcome)
    covariates = item.covariates_by_outcome.get(outcome.id, item.covariates)
    layout = setting.reader.layout(
        outcome.id, occasions=item.occasions, basis=basis, covariates=covariates
    )
    baseline: Baseline = "none"
    if item.baseline and layout.baseline is not None:
        baseline = "by_visit" if item.baseline_by_occasion else "main"
    return door(
        layout,
        visit=decisive(item.estimand, setting, layout.occasions),
        treatment="arm" if basis == "arm" else "intervention",
        baseline=baseline,
        covariates=covariates,
        covariance=item.covariance,
        fallback=item.fallback,
        df=item.df,
    )


def decisive(estimand: str | None, setting: Setting, analysed: tuple[str, ...]) -> str | None:
    """The occasion that answers: the last of what the estimand names first; None leaves it open."""
    if estimand is None:
        return None
    named = setting.reader.protocol.estimand(estimand).occasions
    if not named:
        return None
    candidates = [o for o in setting.reader.protocol.occasion_ids(named[0]) if o in analysed]
    return candidates[-1] if candidates else None


def rerandomisation_tests(item: RerandomisationTest, setting: Setting) -> Iterator[Question]:
    """A re-randomisation test of the arms per outcome."""

    def asked(item: RerandomisationTest, setting: Setting, outcome: Outcome) -> Answer:
        return ask_rerandomisation(item, setting, outcome, rerandomisation_test)

    return per_outcome(item, setting, asked)


def ask_rerandomisation(
    item: RerandomisationTest, setting: Setting, outcome: Outcome, door: Callable[..., Found]
) -> Found:
    """Put the planned test to a door: that of one dataset, or that of many replicates."""
    layout = setting.reader.layout(outcome.id, occasions=item.occasions, basis="arm")
    procedure = procedure_of(setting, layout.arms)
    factors = setting.reader.strata
    codes = np.unique(factors, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)
    return door(
        layout,
        procedure=procedure,
        seed=setting.seed,
        redraws=item.replicates,
        strata=codes if procedure.uses_strata and factors.size else None,
        factors=None if procedure.uses_strata else factors,
    )


def procedure_of(setting: Setting, arms: tuple[str, ...]) -> Procedure:
    """The protocol's allocation as a procedure; `NotIdentifiedError` if the protocol has none."""
    planned = setting.reader.protocol.allocation
    if planned is None or not hasattr(planned, "kind"):
        raise NotIdentifiedError(
            "The protocol does not say how people were allocated, so lists cannot be redrawn. "
            "Describe `allocation` in the protocol."
        )
    if planned.kind == "urn" and (planned.initial, planned.added) != (1, 1):
        raise NotIdentifiedError(
            "Lists of an urn can be redrawn with one ball of each arm at the start and one added "
            "per draw; the protocol has another urn. Take this test out of the plan."
        )
    kind = "complete" if planned.kind == "self_drawn" else planned.kind
    details = {
        name: getattr(planned, name)
        for name in ("block_sizes", "limit", "probability", "distance", "allow_deterministic")
        if hasattr(planned, name)
    }
    weights = tuple(factor.weight for factor in getattr(planned, "factors", ()))
    ratio = tuple(planned.ratio[arm] for arm in setting.reader.exposure.arms)
    return Procedure(kind=kind, arms=arms, ratio=ratio, weights=weights, **details)
