"""Planned re-randomisation tests of many replicates, all against the same redrawn lists."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from limen.allocation import Procedure
from limen.analyse.batch.asked import Asked, Planned, batch_per_outcome
from limen.analyse.batch.quantity import Batch, BatchAnswer
from limen.analyse.layout import UNKNOWN, Layout
from limen.analyse.plan.items.models import ask_rerandomisation
from limen.analyse.plan.question import Setting
from limen.analyse.rerandomisation.door import (
    arms_of,
    contrast_label,
    covariates_of,
    participant_means,
    redrawn_lists,
)
from limen.analyse.rerandomisation.replicates import Outcomes
from limen.protocol.document.analysis import RerandomisationTest
from limen.results import Estimates, FitStatus, Floats, Ints


def rerandomisation_batches(item: RerandomisationTest, setting: Setting) -> Iterator[Batch]:
    """A batch per outcome; its p-values are those of the redrawn lists."""
    return batch_per_outcome(item, setting, _asked)


def _asked(asked: Asked) -> BatchAnswer:
    item = asked.item
    assert isinstance(item, RerandomisationTest)

    def door(
        layout: Layout,
        *,
        procedure: Procedure,
        seed: int,
        redraws: int,
        strata: Ints | None,
        factors: Ints | None,
    ) -> BatchAnswer:
        arm = arms_of(layout)
        known = (arm != UNKNOWN).all(axis=0)
        y, present = participant_means(layout)
        covariates = covariates_of(layout)
        keep = present & np.isfinite(covariates).all(axis=2)
        outcomes = Outcomes.of(y[:, known], keep[:, known], covariates[:, known], len(layout.arms))
        estimate, t = outcomes.observed(arm[:, known])
        lists = redrawn_lists(
            layout.outcome,
            procedure=procedure,
            seed=seed,
            redraws=redraws,
            participants=int(known.sum()),
            strata=None if strata is None else strata[known],
            factors=None if factors is None else factors[known],
        )
        extreme, total = outcomes.as_extreme(lists, t)
        planned = asked.answering(_planned(asked, layout))
        p = (1 + extreme) / (1 + total)
        return asked.answer(planned, "arm", _estimates(planned, layout, estimate, t, p))

    return ask_rerandomisation(item, asked.setting, asked.outcome, door)


def _planned(asked: Asked, layout: Layout) -> list[Planned]:
    _, *actives = asked.compared("arm")
    return [
        Planned(
            label=contrast_label(layout, title),
            method="rerandomisation_test",
            active=id,
            occasions=layout.occasions,
            marks=(id,),
        )
        for id, title in actives
    ]


def _estimates(
    planned: tuple[Planned, ...], layout: Layout, estimate: Floats, t: Floats, p: Floats
) -> Estimates:
    """The columns in the order of what is planned."""
    labels = [contrast_label(layout, name) for name in layout.arms[1:]]
    order = [labels.index(one.label) for one in planned]
    lost = np.asarray(np.isnan(t).any(axis=1))
    some = np.isfinite(t) & (t != 0)
    error = np.where(some, estimate / np.where(some, t, 1.0), 0.0)

    def columns(array: Floats) -> Floats:
        return np.where(lost[:, np.newaxis], np.nan, array)[:, order]

    return Estimates(
        labels=tuple(one.label for one in planned),
        value=columns(estimate),
        standard_error=columns(error),
        df=columns(np.full(t.shape, np.inf)),
        status=np.where(lost, FitStatus.NOT_ESTIMABLE.code, FitStatus.CONVERGED.code).astype(
            np.int8
        ),
        extras={"p": columns(p)},
    )
