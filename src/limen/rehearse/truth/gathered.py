"""What is kept of pairs of worlds, part of the people by part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from limen.analyse.batch.quantity import Target
from limen.rehearse.truth.measures import Measure, Seen
from limen.rehearse.truth.worlds import FREE, World, pair
from limen.results import Floats
from limen.simulate.draw import Draw


@dataclass(eq=False)
class Gathered:
    """Sums of a target's two worlds, a row per replicate, in one state of belief.

    `same` says that nothing which the measure depends on differs between the worlds, so far.
    `believed` holds the mean belief of both, half each, by occasion.
    """

    active: list[Floats] = field(default_factory=list)
    reference: list[Floats] = field(default_factory=list)
    believed: list[Floats] = field(default_factory=list)
    same: bool = True

    def __add__(self, other: Gathered) -> Gathered:
        """This, and then other people."""
        return Gathered(
            active=[*self.active, *other.active],
            reference=[*self.reference, *other.reference],
            believed=[*self.believed, *other.believed],
            same=self.same and other.same,
        )

    def sums(self) -> tuple[Floats, Floats]:
        """Of the active and of the reference world, each (R, T, K)."""
        return np.concatenate(self.active), np.concatenate(self.reference)

    def shares(self) -> Floats:
        """Mean belief, and 1 to count by, (R, T, 2)."""
        found = np.concatenate(self.believed)
        return np.stack([found, np.ones(found.shape)], axis=-1)


def gather(
    into: Gathered,
    target: Target,
    measure: Measure,
    belief: float | None,
    worlds: Mapping[World, Draw],
) -> None:
    """Add what the worlds of some replicates say about a target."""
    drawn = [worlds[world] for world in pair(target)]
    active, reference = (measure.see(one, target) for one in drawn)
    into.active.append(active.sums)
    into.reference.append(reference.sums)
    into.same = into.same and _coincide(active, reference)
    if belief is FREE:
        first, second = (measure.believed(one, target) for one in drawn)
        into.believed.append((first + second) / 2)


def _coincide(first: Seen, second: Seen) -> bool:
    pairs = zip(first.compared, second.compared, strict=True)
    return all(np.array_equal(a, b) for a, b in pairs)
