"""The mean of an outcome, change from baseline taken where the outcome has one."""

from __future__ import annotations

import numpy as np

from limen.analyse.batch.quantity import Target
from limen.rehearse.truth.measures.measure import (
    Measure,
    Seen,
    believed_at,
    difference_in_means,
    has_scores,
    occasions_of,
)
from limen.results import Floats
from limen.simulate.draw import Draw


def _see(drawn: Draw, target: Target) -> Seen:
    protocol = drawn.study.protocol
    planned = protocol.outcome(target.outcome)
    scores = drawn.scores_at(target.outcome, *occasions_of(protocol, target))
    value, compared = scores, [scores]
    if isinstance(planned.change_from, str):
        start = drawn.scores_at(target.outcome, planned.change_from)
        value, compared = scores - start, [scores, start]
    n = np.full(scores[:, 0].shape, float(scores.shape[1]))
    sums = [value.sum(axis=1), n, scores.sum(axis=1), (scores**2).sum(axis=1)]
    return Seen(sums=np.stack(sums, axis=-1), compared=tuple(compared))


def _believed(drawn: Draw, target: Target) -> Floats:
    return believed_at(drawn, target.outcome, occasions_of(drawn.study.protocol, target))


def _sd(reference: Floats) -> float:
    """Of scores, people and occasions together."""
    _, n, total, square = reference.sum(axis=0)
    return float(np.sqrt(max(square / n - (total / n) ** 2, 0.0)))


MEAN = Measure(
    key="mean",
    applies=has_scores,
    believed=_believed,
    see=_see,
    contrast=difference_in_means,
    sd=_sd,
)
