"""The sizes that a search has rehearsed so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from limen.rehearse.cell import Cell
from limen.rehearse.performance import Performance
from limen.rehearse.search.chosen import Evaluate, Refusal, chosen, point
from limen.rehearse.search.curve import Point
from limen.rehearse.search.sizes import rounded, sized


@dataclass(kw_only=True)
class Sampled:
    """What one quantity showed with several numbers of participants, from `least` to `limit`."""

    cell: Cell
    evaluate: Evaluate
    key: str | None
    step: int
    least: int
    limit: int
    seen: dict[int, Performance | Refusal] = field(default_factory=dict)
    asked: dict[int, int] = field(default_factory=dict)  # replicates

    def rehearse(self, sizes: Iterable[int], replicates: int) -> None:
        """Rehearse sizes that have not been rehearsed with as many replicates."""
        wanted = [n for n in sorted(set(sizes)) if self.asked.get(n, 0) < replicates]
        if not wanted:
            return
        results = self.evaluate([sized(self.cell, n) for n in wanted], replicates)
        for n, result in zip(wanted, results, strict=True):
            self.seen[n], self.asked[n] = chosen(result, self.key), replicates

    @property
    def points(self) -> tuple[Point, ...]:
        """The power with each number, ascending."""
        return tuple(point(self.seen[n], n, self.asked[n]) for n in sorted(self.seen))

    @property
    def top(self) -> Performance | Refusal:
        """What the largest number showed."""
        return self.seen[max(self.seen)]

    def size(self, people: float) -> int:
        """The next number that fills the arms in their ratio, within the limits."""
        return int(min(max(rounded(min(people, self.limit), self.step), self.least), self.limit))
