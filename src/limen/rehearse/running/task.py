"""A piece of a rehearsal: some replicates of one block of a cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from limen.analyse.batch.quantity import Target
from limen.rehearse.cell import Cell
from limen.simulate.draw import BLOCK

if TYPE_CHECKING:
    from limen.rehearse.truth import Truth

SLOW_TOGETHER = 16  # replicates of slow analyses that are asked together


@dataclass(frozen=True, kw_only=True)
class Task:
    """Replicates `first` to `first + count - 1` of a block: of quick analyses, or of slow ones.

    What stands here decides the result to the last bit, whoever computes it.
    """

    place: int  # of the cell in its rehearsal
    cell: Cell
    truths: Mapping[Target, Truth]
    seed: int
    block: int
    first: int
    count: int
    slow: bool
    analyses: tuple[str, ...] = ()  # ids; none stands for the whole plan

    @property
    def keep(self) -> range:
        """The replicates within the block."""
        return range(self.first, self.first + self.count)

    @property
    def title(self) -> str:
        """What it is about, in words."""
        start = self.block * BLOCK + self.first + 1
        kind = "slow analyses, " if self.slow else ""
        return f"{self.cell.scenario.id}, {kind}replicates {start} to {start + self.count - 1}"

    @property
    def name(self) -> str:
        """A name that only this piece of its cell has."""
        kind = "slow" if self.slow else "quick"
        return f"{self.block:06d}-{self.first:03d}-{self.count:03d}-{kind}"

    @property
    def truths_hash(self) -> str:
        """A hash of the true values, which sums are centred on."""
        told = sorted((repr(target), one.value.hex()) for target, one in self.truths.items())
        return sha256(repr(told).encode()).hexdigest()


def tasks(
    cell: Cell,
    truths: Mapping[Target, Truth],
    *,
    place: int = 0,
    seed: int,
    replicates: int,
    slow_replicates: int,
    analyses: tuple[str, ...] = (),
) -> Iterator[Task]:
    """The pieces of a cell, in the order in which their tallies are added: slow ones first.

    Quick analyses are asked of whole blocks, but for the last; slow ones of `SLOW_TOGETHER`.
    """
    for slow, wanted, step in (
        (True, min(slow_replicates, replicates), SLOW_TOGETHER),
        (False, replicates, BLOCK),
    ):
        for start in range(0, wanted, step):
            yield Task(
                place=place,
                cell=cell,
                truths=truths,
                seed=seed,
                block=start // BLOCK,
                first=start % BLOCK,
                count=min(step, wanted - start),
                slow=slow,
                analyses=analyses,
            )
