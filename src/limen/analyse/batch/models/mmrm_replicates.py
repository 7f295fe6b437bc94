"""An MMRM of many replicates, each with the first planned covariance that can be fitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from limen.analyse.batch.models.collected import Collected
from limen.analyse.batch.models.parts import parts, people_of
from limen.analyse.design.rank import full_rank
from limen.analyse.layout import Layout
from limen.analyse.mmrm import Df, mmrm_estimates
from limen.analyse.mmrm.question import Baseline, Question, Treatment, question, terms_of
from limen.errors import AnalysisError
from limen.results import Bools, Estimates, FitStatus

_FAILED = FitStatus.NOT_CONVERGED.code  # what a singular covariance is: the door shows no number


def mmrm_of_replicates(
    layout: Layout,
    *,
    labels: Sequence[str],
    treatment: Treatment,
    baseline: Baseline,
    covariates: Sequence[str],
    visit: str | None,
    covariances: Sequence[str],
    df: Df,
) -> Estimates:
    """The contrasts called `labels` in every replicate, (R, q), as `mmrm` gives them alone.

    Of `covariances` each replicate has the first that converges. A contrast that a replicate does
    not have is NaN, as is all of a replicate without a fit. Raises `AnalysisError` if every
    replicate is refused.
    """
    found = Collected(layout.replicates, tuple(labels))

    def asked(part: Layout) -> Question:
        return question(
            part,
            terms=None,
            treatment=treatment,
            baseline=baseline,
            covariates=covariates,
            visit=visit,
        )

    refused: AnalysisError | None = None
    for index in parts(layout, terms_of(treatment, baseline, covariates, len(layout.occasions))):
        try:
            whole = asked(layout.take(index))
        except AnalysisError as error:
            refused, alone = error, np.ones(len(index), dtype=bool)
        else:
            alone = ~_comparable(whole)
            if not alone.all():
                found.put(index, _fitted(whole, covariances, df, ~alone), ~alone)
        for replicate in index[alone, np.newaxis]:
            try:
                own = asked(layout.take(replicate))
            except AnalysisError as error:
                refused = error
                continue
            one = np.array([True])
            found.put(replicate, _fitted(own, covariances, df, one), one)
    if refused is not None and found.empty:
        raise refused
    return found.estimates


def _comparable(asked: Question) -> Bools:
    """Which replicates have all the columns of the others, and two people or more."""
    X = asked.design.X
    estimable = np.ones(len(asked.y), dtype=bool) if X.ndim == 2 else full_rank(X)
    return np.asarray(estimable & (people_of(asked.design) > 1))


def _fitted(asked: Question, covariances: Sequence[str], df: Df, wanted: Bools) -> Estimates:
    """All contrasts of the wanted replicates; the others are left without a fit."""
    labels = tuple(contrast.label for contrast in asked.contrasts)
    L = np.stack([contrast.row for contrast in asked.contrasts])
    found = Collected(len(asked.y), labels)
    waiting = np.flatnonzero(wanted)
    for covariance in covariances:
        X = asked.X if asked.X.ndim == 3 else asked.X[waiting]
        part = mmrm_estimates(X, asked.y[waiting], L, labels=labels, covariance=covariance, df=df)
        done = part.status == FitStatus.CONVERGED.code
        failed = np.where(part.status == FitStatus.SINGULAR.code, _FAILED, part.status)
        status = np.where(done, part.status, failed).astype(np.int8)
        found.put(waiting, replace(part, status=status), np.ones_like(done))
        waiting = waiting[~done]
        if not waiting.size:
            break
    return found.estimates
