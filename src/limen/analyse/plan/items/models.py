"""Mixed models, MMRM and the re-randomisation test, as a protocol plans them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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
from limen.results import Ints


def mixed_models(item: MixedModel, setting: Setting) -> Iterator[Question]:
    """A model per outcome; guess and period terms as planned."""
    return per_outcome(item, setting, _mixed_model)


def _mixed_model(item: MixedModel, setting: Setting, outcome: Outcome) -> Answer:
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
    terms = [f"{exposure}*occasion" if basis == "arm" and len(layout.occasions) > 1 else exposure]
    terms += {"none": [], "adjusted": ["guess"], "interaction": [f"{exposure}*guess"]}[item.guess]
    terms += {"none": [], "factor": ["period"], "linear": ["period_number"]}[item.period]
    terms += ["carry_over"] * item.carry_over
    terms += ["baseline"] * (item.baseline and layout.baseline is not None)
    return mixed_model(
        layout,
        terms=[*terms, *covariates],
        covariance=item.covariance,
        df=item.df,
        method=item.method,
        level=setting.level,
    )


def mmrms(item: Mmrm, setting: Setting) -> Iterator[Question]:
    """An MMRM per outcome."""
    return per_outcome(item, setting, _mmrm)


def _mmrm(item: Mmrm, setting: Setting, outcome: Outcome) -> Answer:
    basis = setting.basis(item.treatment, item.estimand, outcome)
    covariates = item.covariates_by_outcome.get(outcome.id, item.covariates)
    layout = setting.reader.layout(
        outcome.id, occasions=item.occasions, basis=basis, covariates=covariates
    )
    baseline: Baseline = "none"
    if item.baseline and layout.baseline is not None:
        baseline = "by_visit" if item.baseline_by_occasion else "main"
    return mmrm(
        layout,
        visit=decisive(item.estimand, setting, layout.occasions),
        treatment="arm" if basis == "arm" else "intervention",
        baseline=baseline,
        covariates=covariates,
        covariance=item.covariance,
        fallback=item.fallback,
        df=item.df,
        level=setting.level,
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
    return per_outcome(item, setting, _rerandomisation)


def _rerandomisation(item: RerandomisationTest, setting: Setting, outcome: Outcome) -> Answer:
    layout = setting.reader.layout(outcome.id, occasions=item.occasions, basis="arm")
    procedure = procedure_of(setting, layout.arms)
    factors = _strata(setting)
    codes = np.unique(factors, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)
    return rerandomisation_test(
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


def _strata(setting: Setting) -> Ints:
    """Codes of the factors that allocation was balanced for, shape (N, factors).

    A level stands in the participants' column of the factor's name, or in `stratum`.
    """
    planned = setting.reader.protocol.allocation
    names = tuple(getattr(planned, "strata", ())) or tuple(
        factor.stratum for factor in getattr(planned, "factors", ())
    )
    rows = list(setting.reader.dataset.rows("participants"))
    texts = [[_level(row, name) for name in names] for row in rows]
    for name, column in zip(names, zip(*texts, strict=True), strict=True):
        without = column.count("")
        if without:
            raise NotIdentifiedError(
                f"Allocation was balanced for {name!r}, which is not known of {without} of "
                f"{len(rows)} participants, so lists cannot be redrawn. Complete the participants' "
                f"column `stratum` as `{name}=level;...`."
            )
    columns = [np.unique(column, return_inverse=True)[1] for column in zip(*texts, strict=True)]
    return np.array(columns, dtype=np.int64).T.reshape(len(rows), len(names))


def _level(row: Mapping[str, str], name: str) -> str:
    pairs = (part.partition("=") for part in row["stratum"].split(";"))
    listed = {key.strip(): level.strip() for key, _, level in pairs}
    return listed.get(name) or row.get(name, "")
