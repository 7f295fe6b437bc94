"""Slope of problems on stressors within people, during the treatment."""

from __future__ import annotations

import numpy as np

from limen.analyse.batch.quantity import Target
from limen.rehearse.truth.measures.measure import Measure, Seen
from limen.rehearse.truth.measures.reactivity import believed_in_diary, entries, is_derived
from limen.results import Floats
from limen.simulate.draw import Draw


def _see(drawn: Draw, target: Target) -> Seen:
    problems, stressors, first = entries(drawn, target)
    y, x = problems[..., first:], stressors[..., first:]
    x = x - x.mean(axis=-1, keepdims=True)
    y = y - y.mean(axis=-1, keepdims=True)
    sums = [(x * y).sum(axis=(1, 2)), (x * x).sum(axis=(1, 2))]
    return Seen(
        sums=np.stack(sums, axis=-1)[:, np.newaxis],
        compared=(problems[..., first:], stressors[..., first:]),
    )


def _slope(totals: Floats) -> Floats:
    return totals[..., 0] / np.where(totals[..., 1] > 0, totals[..., 1], 1.0)


def _contrast(active: Floats, reference: Floats) -> Floats:
    return _slope(active) - _slope(reference)


SLOPE = Measure(
    key="slope", applies=is_derived, believed=believed_in_diary, see=_see, contrast=_contrast
)
