"""Looks at an estimand, simulated: the answering analysis asked of the first participants."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.special import ndtri

from limen.analyse.batch.quantity import Batch, BatchAnswer
from limen.analyse.reading.source import Source
from limen.errors import AllocationError, AnalysisError
from limen.rehearse.looks.first_people import FirstPeople
from limen.rehearse.looks.planned import PlannedLooks
from limen.rehearse.tally.reading import read
from limen.results import Floats, Ints

Count = tuple[str, ...]
_SMALLEST_P = 1e-300


def answering(looks: PlannedLooks, batches: Sequence[Batch]) -> Batch | None:
    """The batch that answers the boundary's estimand: the first of its analysis."""
    return next((one for one in batches if one.analysis == looks.analysis), None)


def sequential_counts(
    looks: PlannedLooks,
    source: Source,
    batches_of: Callable[[Source], Sequence[Batch]],
    *,
    shape: tuple[int, int],
    whole: BatchAnswer | None = None,
) -> dict[Count, int]:
    """What happens at each look in R replicates of N people, `shape` (R, N).

    `("looks", id, "crossed", look, side)`: replicates that cross there first, looks from 1.
    `("looks", id, "failed", look)`: going on, and without an estimate. `("looks", id,
    "replicates")`, and `("looks", id, "participants")`: seen until the study stopped, all
    replicates together. `whole` is the answer at the last look, where it is known.
    """
    replicates, planned = shape
    going = np.ones(replicates, dtype=bool)
    counts: dict[Count, int] = {("looks", looks.id, "replicates"): replicates}
    seen = 0
    last = len(looks.design.z) - 1
    for look, bound in enumerate(looks.design.z):
        people = looks.people(look, planned)
        if look < last or whole is None:
            batch = answering(looks, batches_of(FirstPeople(source, people)))
            z = _statistic(looks, batch, replicates)
        else:
            z = _z(looks, whole)
        failed = going & np.isnan(z)
        counts["looks", looks.id, "failed", str(look + 1)] = int(failed.sum())
        known = np.where(np.isnan(z), 0.0, z)
        for side, sense in (("above", known), ("below", -known)):
            if side not in dict(looks.sides):
                continue
            crossed = going & ~failed & (sense >= bound)
            counts["looks", looks.id, "crossed", str(look + 1), side] = int(crossed.sum())
            seen += people * int(crossed.sum())
            going = going & ~crossed
    counts["looks", looks.id, "participants"] = seen + planned * int(going.sum())
    return counts


def _statistic(looks: PlannedLooks, batch: Batch | None, replicates: int) -> Floats:
    """z of each replicate; NaN where the analysis has no answer."""
    try:
        return np.full(replicates, np.nan) if batch is None else _z(looks, batch.ask())
    except (AllocationError, AnalysisError):
        return np.full(replicates, np.nan)


def _z(looks: PlannedLooks, answer: BatchAnswer) -> Floats:
    """The normal deviate of the two-sided p-value, signed; above 0 in the boundary's direction."""
    columns: Ints = np.flatnonzero([one.answers for one in answer.quantities])
    numbers = read(answer.estimates, 0.95)
    column = int(columns[0]) if len(columns) else 0
    value, p = numbers.value[:, column], numbers.p[:, column]
    known = np.isfinite(value) & np.isfinite(p)
    size = -ndtri(np.clip(np.where(known, p, 1.0), _SMALLEST_P, 1.0) / 2)
    sign = (looks.sign or 1) * np.sign(np.where(known, value, 0.0))
    return np.where(known, sign * size, np.nan)
