"""Adverse events by arm in R replicates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from limen.analyse.batch.columns import beside, in_place
from limen.analyse.batch.quantity import Batch, BatchAnswer, Quantity, Target
from limen.analyse.plan.question import Setting
from limen.analyse.safety import SafetyCounts, rates_compared, shares_compared
from limen.errors import AnalysisError
from limen.protocol.document.analysis import AdverseEventAnalysis
from limen.results import Estimates

_MEASURES = ("adverse_events", "serious_adverse_events", "withdrawals")
"""Of the kinds that `shares_compared` compares, in their order: the share with one or more."""


def adverse_event_batches(item: AdverseEventAnalysis, setting: Setting) -> Iterator[Batch]:
    """Differences in shares, and ratios of rates where planned.

    A difference has its analytic error for a p-value and Newcombe's limits; a ratio, which is
    aimed at nothing, exact limits and p. A replicate in which nobody had an event is one that
    `limen analyse` refuses, and has no estimate; neither has an infinite ratio.
    """
    yield Batch(
        key=item.id,
        title=item.title,
        analysis=item.id,
        estimator=item.estimator,
        ask=partial(_adverse_events, item, setting),
    )


def _adverse_events(item: AdverseEventAnalysis, setting: Setting) -> BatchAnswer:
    counts = setting.reader.safety()
    if len(counts.arms) < 2:
        raise AnalysisError(
            "Adverse events are compared between arms, and the study has one. Its table describes "
            "them; take the comparison out of what is rehearsed."
        )
    keep = np.asarray((counts.events.sum(axis=1) > 0) & (counts.people.min(axis=1) > 0))
    parts = _compared(counts.of_replicates(keep), item, setting.level)
    quantities = [
        Quantity(
            key=item.id if not j else f"{item.id}.{suffix}",
            analysis=item.id,
            method="adverse_events",
            title=item.title,
            label=label,
            target=target,
            answers=not j,
        )
        for j, (label, (suffix, target)) in enumerate(
            zip(parts.labels, _aims(item, setting), strict=True)
        )
    ]
    found = in_place(parts if keep.any() else None, keep, parts.labels)
    return BatchAnswer(quantities=tuple(quantities), estimates=found)


def _compared(counts: SafetyCounts, item: AdverseEventAnalysis, level: float) -> Estimates:
    parts = [shares_compared(counts, level)]
    if item.exposure_adjusted:
        ratios = rates_compared(counts, level)
        value = np.where(np.isfinite(ratios.value), ratios.value, np.nan)
        parts.append(replace(ratios, value=value))
    return beside(parts)


def _aims(item: AdverseEventAnalysis, setting: Setting) -> Iterator[tuple[str, Target | None]]:
    """Suffix and target of each quantity: shares arm by arm, then ratios of rates."""
    reference, *others = setting.reader.exposure.arms
    for arm in others:
        for measure in _MEASURES:
            yield (
                f"{measure}.{arm}",
                Target(
                    outcome="",
                    occasions=(),
                    active=arm,
                    reference=reference,
                    basis="arm",
                    measure=measure,
                ),
            )
    if item.exposure_adjusted:
        for arm in others:
            yield f"rate.{arm}", None
