"""Planned MMRMs of many replicates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from limen.analyse.batch.asked import Asked, Planned, batch_per_outcome
from limen.analyse.batch.models.mmrm_replicates import mmrm_of_replicates
from limen.analyse.batch.quantity import Batch, BatchAnswer
from limen.analyse.layout import Layout
from limen.analyse.mmrm import Df
from limen.analyse.mmrm.question import Baseline, Contrast, Treatment
from limen.analyse.plan.items.models import ask_mmrm
from limen.analyse.plan.question import Setting
from limen.protocol.document.analysis import Mmrm


def mmrm_batches(item: Mmrm, setting: Setting) -> Iterator[Batch]:
    """A batch per outcome: a number for every active level and visit."""
    return batch_per_outcome(item, setting, _asked)


def _asked(asked: Asked) -> BatchAnswer:
    item = asked.item
    assert isinstance(item, Mmrm)

    def door(
        layout: Layout,
        *,
        visit: str | None,
        treatment: Treatment,
        baseline: Baseline,
        covariates: Sequence[str],
        covariance: str,
        fallback: Sequence[str],
        df: Df,
    ) -> BatchAnswer:
        planned = asked.answering(_planned(asked, layout, visit))
        found = mmrm_of_replicates(
            layout,
            labels=[one.label for one in planned],
            treatment=treatment,
            baseline=baseline,
            covariates=covariates,
            visit=visit,
            covariances=(covariance, *fallback),
            df=df,
        )
        return asked.answer(planned, asked.basis, found)

    return ask_mmrm(item, asked.setting, asked.outcome, door)


def _planned(asked: Asked, layout: Layout, visit: str | None) -> list[Planned]:
    """Every active level at the visit that answers, then at the others."""
    (_, reference), *actives = asked.compared(asked.basis)
    first = visit or layout.occasions[-1]
    return [
        Planned(
            label=Contrast(active=title, reference=reference, visit=name, row=np.empty(0)).label,
            method="mmrm",
            active=id,
            occasions=(name,),
            marks=(*([id] if len(actives) > 1 else []), name),
        )
        for name in (first, *(name for name in layout.occasions if name != first))
        for id, title in actives
    ]
