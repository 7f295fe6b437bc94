"""A shelf holds tallies until it is their turn to be added."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol as Interface

from limen.rehearse.cell import Cell
from limen.rehearse.running.aims import Aims
from limen.rehearse.running.task import Task
from limen.rehearse.tally import Tally


class Shelf(Interface):
    """Tallies by task, and what cells aim at."""

    def aims(self, cell: Cell) -> Aims | None:
        """What a cell aims at and what is true of it, if that is known already."""

    def keep_aims(self, cell: Cell, aims: Aims) -> None:
        """Keep what a cell aims at."""

    def holds(self, task: Task) -> bool:
        """Whether the task is done."""

    def put(self, task: Task, tally: Tally) -> None:
        """Keep what a task gave."""

    def take(self, task: Task) -> Tally:
        """What a task gave; it will not be asked for again."""


@dataclass(frozen=True)
class Memory:
    """Keeps tallies only until they are taken."""

    _held: dict[tuple[str, str], Tally] = field(default_factory=dict)

    def aims(self, cell: Cell) -> Aims | None:
        """Nothing is known from before."""
        return None

    def keep_aims(self, cell: Cell, aims: Aims) -> None:
        """Whoever found it keeps it."""

    def holds(self, task: Task) -> bool:
        """Whether the task is done and was not taken."""
        return (task.cell.key, task.name) in self._held

    def put(self, task: Task, tally: Tally) -> None:
        """Keep what a task gave."""
        self._held[task.cell.key, task.name] = tally

    def take(self, task: Task) -> Tally:
        """What a task gave."""
        return self._held.pop((task.cell.key, task.name))
