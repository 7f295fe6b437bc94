"""Reliable change of R replicates."""

from __future__ import annotations

from collections.abc import Iterator

from limen.analyse.batch.asked import Asked, batch_per_outcome
from limen.analyse.batch.columns import explainable, only
from limen.analyse.batch.quantity import Batch, BatchAnswer, Quantity, Target
from limen.analyse.plan.items.resilience import change_layout
from limen.analyse.plan.question import Setting
from limen.analyse.resilience.answers import arms_of
from limen.analyse.resilience.change.improved import Pairs, improved_compared
from limen.protocol.document.analysis import ReliableChange
from limen.results import FitStatus

_MEASURES = ("improved", "improved_corrected")


def reliable_change_batches(item: ReliableChange, setting: Setting) -> Iterator[Batch]:
    """Differences in the share that improved, and the same corrected for regression to the mean.

    Limits are Newcombe's, as `limen analyse` gives them; it gives no standard error, while here
    that of two independent shares makes the p-value.
    """
    return batch_per_outcome(item, setting, _change)


def _change(asked: Asked) -> BatchAnswer:
    item, setting, outcome = asked.item, asked.setting, asked.outcome
    assert isinstance(item, ReliableChange)
    layout, baseline = change_layout(item, setting, outcome)
    found = improved_compared(
        Pairs.of(layout, baseline, item.follow_up),
        layout,
        arms_of(layout),
        reliability=item.reliability,
        sign=1.0 if outcome.better == "higher" else -1.0,
        level=setting.level,
    )
    planned = setting.reader.layout(outcome.id, occasions=item.occasions)
    keep = explainable(planned) & (found.status == FitStatus.CONVERGED.code)
    reference, *others = setting.reader.exposure.arms
    wanted = [(arm, measure) for arm in others for measure in _MEASURES]
    quantities = [
        Quantity(
            key=asked.key + (f".{measure}.{arm}" if j else ""),
            analysis=item.id,
            method="reliable_change",
            title=asked.title,
            label=label,
            target=Target(
                outcome=outcome.id,
                occasions=(item.follow_up,),
                active=arm,
                reference=reference,
                basis="arm",
                measure=measure,
            ),
            answers=not j,
        )
        for j, ((arm, measure), label) in enumerate(zip(wanted, found.labels, strict=True))
    ]
    return BatchAnswer(quantities=tuple(quantities), estimates=only(found, keep))
