"""Planned imputation of many replicates, one after the other: each repeats a jackknife."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np

from limen.analyse.answer import Answer
from limen.analyse.batch.asked import Asked, Planned, batch_per_outcome
from limen.analyse.batch.quantity import Batch, BatchAnswer
from limen.analyse.imputation import delta_tipping, reference_based
from limen.analyse.imputation.door import contrast_label, tipping_label
from limen.analyse.imputation.strategies import strategy_named
from limen.analyse.layout import Layout
from limen.analyse.plan.items.missing import ask_imputation, ask_tipping
from limen.analyse.plan.question import Setting
from limen.errors import AnalysisError
from limen.protocol.document.analysis import DeltaTipping, ReferenceBasedImputation
from limen.results import Estimates, FitStatus


def imputation_batches(item: ReferenceBasedImputation, setting: Setting) -> Iterator[Batch]:
    """A batch per outcome: a number for every assumption about dropout and active arm."""
    return batch_per_outcome(item, setting, _imputed, slow=True)


def tipping_batches(item: DeltaTipping, setting: Setting) -> Iterator[Batch]:
    """A batch per outcome: the comparison at δ = 0, and the δ that changes its conclusion."""
    return batch_per_outcome(item, setting, _tipped, slow=True)


def _imputed(asked: Asked) -> BatchAnswer:
    item = asked.item
    assert isinstance(item, ReferenceBasedImputation)

    def door(
        layout: Layout,
        *,
        strategies: Sequence[str],
        baseline: bool,
        covariates: Sequence[str],
        visit: str | None,
        covariance: str,
        fallback: Sequence[str],
    ) -> BatchAnswer:
        planned = asked.answering(_planned(asked, layout, visit, strategies))
        ask = partial(
            reference_based,
            strategies=strategies,
            baseline=baseline,
            covariates=covariates,
            visit=visit,
            covariance=covariance,
            fallback=fallback,
        )
        return _answer(asked, planned, layout, ask)

    return ask_imputation(item, asked.setting, asked.outcome, door)


def _tipped(asked: Asked) -> BatchAnswer:
    item = asked.item
    assert isinstance(item, DeltaTipping)

    def door(
        layout: Layout,
        *,
        strategy: str,
        baseline: bool,
        covariates: Sequence[str],
        visit: str | None,
        covariance: str,
        fallback: Sequence[str],
    ) -> BatchAnswer:
        compared = _planned(asked, layout, visit, (strategy,), method="delta_tipping")
        deltas = [
            Planned(
                label=tipping_label(title), method="tipping_point", aims=False, marks=("delta", id)
            )
            for id, title in asked.compared("arm")[1:]
        ]
        ask = partial(
            delta_tipping,
            strategy=strategy,
            baseline=baseline,
            covariates=covariates,
            visit=visit,
            covariance=covariance,
            fallback=fallback,
        )
        return _answer(asked, asked.answering([*compared, *deltas]), layout, ask)

    return ask_tipping(item, asked.setting, asked.outcome, door)


def _planned(
    asked: Asked,
    layout: Layout,
    visit: str | None,
    strategies: Sequence[str],
    *,
    method: str | None = None,
) -> list[Planned]:
    """Every active arm under every assumption; the assumption is the method unless one is named."""
    (_, reference), *actives = asked.compared("arm")
    last = visit or layout.occasions[-1]
    return [
        Planned(
            label=contrast_label(title, reference, visit=last, strategy=strategy_named(key)),
            method=method or key,
            active=id,
            occasions=(last,),
            marks=(key, *([id] if len(actives) > 1 else [])),
        )
        for key in strategies
        for id, title in actives
    ]


def _answer(
    asked: Asked, planned: Sequence[Planned], layout: Layout, ask: Callable[[Layout], Answer]
) -> BatchAnswer:
    """Ask the door of one dataset for every replicate."""
    labels = tuple(one.label for one in planned)
    shape = (layout.replicates, len(labels))
    value, error, df = (np.full(shape, np.nan) for _ in range(3))
    status = np.full(shape[0], FitStatus.NOT_ESTIMABLE.code, dtype=np.int8)
    refused: AnalysisError | None = None
    for replicate in range(layout.replicates):
        try:
            answer = ask(layout.take(slice(replicate, replicate + 1)))
        except AnalysisError as failure:
            refused = failure
            continue
        if answer.failed:
            status[replicate] = FitStatus.NOT_CONVERGED.code
            continue
        status[replicate] = FitStatus.CONVERGED.code
        for estimate in answer.estimates:
            column = labels.index(estimate.label) if estimate.label in labels else -1
            if column >= 0:
                value[replicate, column] = estimate.value
                error[replicate, column] = estimate.standard_error
                df[replicate, column] = estimate.df
    if refused is not None and not (status != FitStatus.NOT_ESTIMABLE.code).any():
        raise refused
    found = Estimates(labels=labels, value=value, standard_error=error, df=df, status=status)
    return asked.answer(planned, "arm", found)
