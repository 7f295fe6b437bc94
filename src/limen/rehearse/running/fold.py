"""A cell on its way through a rehearsal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from limen.rehearse.cell import Cell
from limen.rehearse.running.aims import Aims
from limen.rehearse.running.task import Task
from limen.rehearse.store import Shelf
from limen.rehearse.tally import Tally


@dataclass(eq=False, kw_only=True)
class Fold:
    """A cell on its way: `tally` is the sum of the first `added` of its tasks.

    Tallies are added in the order of tasks, never in that in which they come: floating-point sums
    depend on their order, and results must not depend on the number of workers.
    """

    place: int
    cell: Cell
    aims: Aims = field(default_factory=Aims)
    tasks: Sequence[Task] = ()
    tally: Tally = field(default_factory=Tally)
    added: int = 0
    seconds: float = 0.0

    def begin(self, pieces: Sequence[Task]) -> None:
        """Add these, from nothing."""
        self.tasks, self.tally, self.added = pieces, Tally(), 0

    def advance(self, shelf: Shelf) -> None:
        """Add what is done, up to the first task that is not."""
        while self.added < len(self.tasks) and shelf.holds(self.tasks[self.added]):
            self.tally += shelf.take(self.tasks[self.added])
            self.added += 1

    @property
    def complete(self) -> bool:
        """Whether everything is added."""
        return self.added == len(self.tasks)

    @property
    def unforeseen(self) -> bool:
        """Whether there are estimates of something whose truth nobody has asked for."""
        return not set(self.tally.targets) <= set(self.aims.targets)
