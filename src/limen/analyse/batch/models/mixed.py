"""Planned mixed models of many replicates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np

from limen.analyse.batch.asked import Asked, Planned, batch_per_outcome
from limen.analyse.batch.models.mixed_replicates import mixed_model_estimates
from limen.analyse.batch.quantity import Batch, BatchAnswer, Belief
from limen.analyse.design import Cell
from limen.analyse.design.variables import DONT_KNOW_LEVEL
from limen.analyse.layout import Layout
from limen.analyse.mixed_models.answers import Contrast, Covariance
from limen.analyse.mixed_models.inference import DegreesOfFreedom
from limen.analyse.mixed_models.statistics import Method
from limen.analyse.plan.items.models import ask_mixed_model
from limen.analyse.plan.question import Setting
from limen.protocol.document.analysis import MixedModel

_METHODS = {
    "none": "mixed_model",
    "adjusted": "mixed_model_guess_adjusted",
    "interaction": "mixed_model_guess_interaction",
}
_BELIEFS: dict[str, Belief] = {"none": "free", "adjusted": "alike", "interaction": "active"}
_NO_ROW = np.empty(0)
Stratum = tuple[str, str, str]  # factor, level as the design calls it, mark in keys


def mixed_model_batches(item: MixedModel, setting: Setting) -> Iterator[Batch]:
    """A batch per outcome: a number for every active level, occasion and guess of the model."""
    return batch_per_outcome(item, setting, _asked)


def _asked(asked: Asked) -> BatchAnswer:
    item = asked.item
    assert isinstance(item, MixedModel)

    def door(
        layout: Layout,
        *,
        terms: Sequence[str],
        covariance: Covariance,
        df: DegreesOfFreedom,
        method: Method,
    ) -> BatchAnswer:
        planned = asked.answering(_planned(asked, item, layout, terms))
        found = mixed_model_estimates(
            layout,
            labels=[one.label for one in planned],
            terms=terms,
            covariance=covariance,
            df=df,
            method=method,
        )
        return asked.answer(planned, asked.basis, found)

    return ask_mixed_model(item, asked.setting, asked.outcome, door)


def _planned(asked: Asked, item: MixedModel, layout: Layout, terms: Sequence[str]) -> list[Planned]:
    """Every contrast that the model may have; at the last occasion, then at the others."""
    exposure = "arm" if asked.basis == "arm" else "intervention"
    (_, reference), *actives = asked.compared(asked.basis)
    strata: list[list[Stratum]] = []
    if f"{exposure}*occasion" in terms:
        strata.append([("occasion", name, name) for name in layout.occasions])
    if f"{exposure}*guess" in terms:
        strata.append(_guesses(asked, item))
    found = []
    for cell in product(*strata):
        for id, title in actives:
            levels = {factor: level for factor, level, _ in cell}
            found.append(
                Planned(
                    label=_label(exposure, title, reference, levels),
                    method=_METHODS[item.guess],
                    active=id,
                    occasions=(levels["occasion"],) if "occasion" in levels else layout.occasions,
                    belief=_belief(asked, item, levels),
                    aims=levels.get("guess") != DONT_KNOW_LEVEL,
                    marks=(*([id] if len(actives) > 1 else []), *(mark for *_, mark in cell)),
                )
            )
    last = (layout.occasions[-1],)
    return sorted(found, key=lambda one: one.occasions not in (last, layout.occasions))


def _label(exposure: str, active: str, reference: str, levels: dict[str, str]) -> str:
    stratum = Cell(levels=levels)
    return Contrast(
        factor=exposure, later=active, earlier=reference, stratum=stratum, row=_NO_ROW
    ).label


def _guesses(asked: Asked, item: MixedModel) -> list[Stratum]:
    """The guesses that somebody may give, as levels of the model."""
    planned = asked.setting.reader.protocol.guess(str(item.guess_from))
    found = [
        ("guess", title, f"guess_{id}")
        for id, title in asked.compared(asked.basis)
        if id in planned.options
    ]
    if planned.dont_know is True:
        found.append(("guess", DONT_KNOW_LEVEL, f"guess_{DONT_KNOW_LEVEL}"))
    return found


def _belief(asked: Asked, item: MixedModel, levels: dict[str, str]) -> Belief:
    """What belief is held at: in a stratum of guesses, at what was guessed."""
    if levels.get("guess") == asked.compared(asked.basis)[0][1]:
        return "placebo"
    return _BELIEFS[item.guess]
