"""From the estimates of some replicates to sums, one for each quantity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from limen.analyse.batch.quantity import BatchAnswer, Belief, Quantity, Target
from limen.rehearse.tally.histogram import p_counts
from limen.rehearse.tally.reading import Read, read
from limen.rehearse.tally.sums import Sums
from limen.results import Floats

if TYPE_CHECKING:
    from limen.rehearse.truth import Truth

BELIEFS: tuple[Belief, ...] = ("free", "placebo", "active", "alike")


def summed(answer: BatchAnswer, truths: Mapping[Target, Truth], *, alpha: float) -> dict[str, Sums]:
    """The sums of every quantity of an answer, by its key."""
    numbers = read(answer.estimates, 1 - alpha)
    aims = [true_values(one, truths) for one in answer.quantities]
    centres = np.array(
        [
            0.0 if one.target is None else aim.get(one.target.belief, 0.0)
            for one, aim in zip(answer.quantities, aims, strict=True)
        ]
    )
    columns = _columns(numbers, centres, alpha)
    return {
        quantity.key: Sums(
            centre=float(centres[q]),
            covered=_covered(numbers.lower[:, q], numbers.upper[:, q], aims[q]),
            **{name: _plain(column[q]) for name, column in columns.items()},
        )
        for q, quantity in enumerate(answer.quantities)
    }


def true_values(quantity: Quantity, truths: Mapping[Target, Truth]) -> dict[str, float]:
    """The true values that a quantity can be set against, by belief, where they are known."""
    if quantity.target is None:
        return {}
    variants = {belief: quantity.target.with_belief(belief) for belief in BELIEFS}
    return {belief: truths[target].value for belief, target in variants.items() if target in truths}


def _columns(numbers: Read, centres: Floats, alpha: float) -> dict[str, np.ndarray]:
    """Sums over replicates, one row of each array for a quantity."""
    off = np.where(numbers.usable, numbers.value - centres, 0.0)
    known = np.isfinite(numbers.error)
    variance = np.where(known, numbers.error, 0.0) ** 2
    tested = np.isfinite(numbers.p)
    return {
        "replicates": np.full(len(centres), len(off)),
        "failed": (~numbers.usable).sum(axis=0),
        "powers": np.stack([(off**k).sum(axis=0) for k in (1, 2, 3, 4)], axis=-1),
        "with_error": known.sum(axis=0),
        "variance": variance.sum(axis=0),
        "variance_squared": (variance**2).sum(axis=0),
        "intervals": (np.isfinite(numbers.lower) & np.isfinite(numbers.upper)).sum(axis=0),
        "tested": tested.sum(axis=0),
        "rejected": (tested & (np.where(tested, numbers.p, 1.0) < alpha)).sum(axis=0),
        "p": p_counts(numbers.p, tested),
    }


def _covered(lower: Floats, upper: Floats, aims: Mapping[str, float]) -> dict[str, int]:
    return {
        belief: int(((lower <= value) & (value <= upper)).sum()) for belief, value in aims.items()
    }


def _plain(value: np.ndarray) -> Any:
    """A NumPy number, or a row of them, as Python's own."""
    found = value.tolist()
    return tuple(found) if isinstance(found, list) else found
