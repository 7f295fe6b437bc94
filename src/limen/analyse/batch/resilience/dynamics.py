"""Affect dynamics of R replicates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from limen.analyse.batch.asked import Asked, batch_per_outcome
from limen.analyse.batch.columns import DIARY, a_few_at_once, beside, explainable, only
from limen.analyse.batch.quantity import Batch, BatchAnswer, Quantity, Target
from limen.analyse.layout import Layout
from limen.analyse.plan.items.resilience import dynamics_layout, fewest_pairs
from limen.analyse.plan.question import Setting
from limen.analyse.resilience.answers import in_every_arm, labels_by_arm
from limen.analyse.resilience.dynamics.affect_dynamics import (
    INERTIA,
    MEAN,
    MSSD,
    MSSD_PER_TIME,
    VARIANCE,
    compare,
)
from limen.analyse.resilience.dynamics.series import Series
from limen.protocol.document.analysis import AffectDynamics
from limen.results import Estimates

_MEASURES = {
    MSSD: "mssd",
    INERTIA: "inertia",
    MEAN: "mean",
    VARIANCE: "variance",
    MSSD_PER_TIME: "mssd_per_time",
}


def affect_dynamics_batches(item: AffectDynamics, setting: Setting) -> Iterator[Batch]:
    """MSSD, inertia, mean and variance per outcome, and MSSD per elapsed time.

    The last is there wherever the days of entries are known; `limen analyse` gives it where gaps
    turn out uneven. A replicate with an arm of fewer than two long enough series has no estimate.
    """
    return batch_per_outcome(item, setting, _dynamics)


def _dynamics(asked: Asked) -> BatchAnswer:
    item, setting, outcome = asked.item, asked.setting, asked.outcome
    assert isinstance(item, AffectDynamics)
    layout = dynamics_layout(item, setting, outcome)
    titles = [title for title in _MEASURES if title != MSSD_PER_TIME or layout.day is not None]
    found = a_few_at_once((layout,), partial(_compared, fewest_pairs(item), titles), DIARY)
    reference, *others = setting.reader.exposure.arms
    wanted = [(title, arm) for title in titles for arm in others]
    quantities = [
        Quantity(
            key=asked.key + (f".{_MEASURES[title]}.{arm}" if j else ""),
            analysis=item.id,
            method="affect_dynamics",
            title=asked.title,
            label=label,
            target=Target(
                outcome=outcome.id,
                occasions=layout.occasions,
                active=arm,
                reference=reference,
                basis="arm",
                measure=_MEASURES[title],
            ),
            answers=not j,
        )
        for j, ((title, arm), label) in enumerate(zip(wanted, found.labels, strict=True))
    ]
    return BatchAnswer(quantities=tuple(quantities), estimates=found)


def _compared(fewest: int, titles: list[str], layout: Layout) -> Estimates:
    """All comparisons in a few replicates."""
    _, use, by_title = compare(layout, Series.of(layout), fewest)
    keep = explainable(layout) & in_every_arm(layout, use)
    parts = [
        replace(by_title[title], labels=labels_by_arm(layout, title), extras={}) for title in titles
    ]
    return only(beside(parts), keep)
