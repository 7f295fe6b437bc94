"""A rehearsal on its way: truths, then pieces, added in their order whoever did them when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import perf_counter

from limen.rehearse.block import tallied
from limen.rehearse.cell import Cell
from limen.rehearse.engines import Engine
from limen.rehearse.rehearsed import Rehearsed, rehearsed
from limen.rehearse.running.aims import Aims, Wanted, aims
from limen.rehearse.running.fold import Fold
from limen.rehearse.running.task import Task, tasks
from limen.rehearse.store import Shelf
from limen.rehearse.tally import Tally

Report = Callable[[str, int, int], None]  # what is being done, how many are done, of how many
Piece = Wanted | Task


@dataclass(eq=False, kw_only=True)
class Run:
    """One rehearsal: who works on it, and where finished pieces lie."""

    seed: int
    replicates: int
    slow_replicates: int
    truth_people: int
    analyses: tuple[str, ...]
    engine: Engine
    shelf: Shelf
    progress: Report
    done: int = 0
    total: int = 0

    def through(self, cells: Sequence[Cell]) -> tuple[Rehearsed, ...]:
        """What comes out of the cells, in their order.

        What a plan aims at shows when it is asked, so a few replicates are asked first. Should
        more show up later (of an analysis that hardly ever answers), that cell is done again.
        """
        folds = [
            Fold(place=place, cell=Cell(protocol=c.protocol, scenario=c.scenario, varied=c.varied))
            for place, c in enumerate(cells)  # without what they have computed: it would be sent
        ]
        self.done, self.total = 0, sum(1 + len(self._tasks(fold)) for fold in folds)
        self.progress("the truth", 0, self.total)
        first = [piece for fold in folds for piece in self._first(fold)]

        def done(piece: Piece, made: tuple[Aims | Tally, float]) -> Iterable[Piece]:
            fold = folds[piece.place]
            fold.seconds += made[1]
            return self._next(fold, piece, made[0])

        self.engine.run(first, _timed, done)
        return tuple(
            rehearsed(
                cell,
                fold.tally,
                fold.aims.truths,
                replicates=self.replicates,
                seconds=fold.seconds,
            )
            for cell, fold in zip(cells, folds, strict=True)
        )

    def _first(self, fold: Fold) -> list[Piece]:
        """What has to be done for a cell: find out what is true, or go on from what is known."""
        known = self.shelf.aims(fold.cell)
        if known is None or known.people != self.truth_people:
            return [self._wanted(fold)]
        fold.aims = known
        return self._begun(fold)

    def _next(self, fold: Fold, piece: Piece, made: Aims | Tally) -> list[Piece]:
        """Take what a piece gave; what has to be done then."""
        if isinstance(made, Aims):
            fold.aims = made
            self.shelf.keep_aims(fold.cell, made)
            return self._begun(fold)
        assert isinstance(piece, Task)
        self.shelf.put(piece, made)
        fold.advance(self.shelf)
        self._report(piece.title)
        return self._if_unforeseen(fold)

    def _begun(self, fold: Fold) -> list[Piece]:
        """Add up what is there; what is not there yet has to be done."""
        fold.begin(self._tasks(fold))
        missing: list[Piece] = [task for task in fold.tasks if not self.shelf.holds(task)]
        fold.advance(self.shelf)
        self._report("replicates", 1 + len(fold.tasks) - len(missing))
        return missing or self._if_unforeseen(fold)

    def _if_unforeseen(self, fold: Fold) -> list[Piece]:
        """Begin a cell again if it estimates something whose truth nobody has asked for."""
        if not fold.complete or not fold.unforeseen:
            return []
        self.total += 1 + len(fold.tasks)
        return [self._wanted(fold)]

    def _wanted(self, fold: Fold) -> Wanted:
        return Wanted(
            place=fold.place,
            cell=fold.cell,
            seed=self.seed,
            people=self.truth_people,
            targets=tuple(dict.fromkeys([*fold.aims.targets, *fold.tally.targets])),
            analyses=self.analyses,
        )

    def _tasks(self, fold: Fold) -> list[Task]:
        made = tasks(
            fold.cell,
            fold.aims.truths,
            place=fold.place,
            seed=self.seed,
            replicates=self.replicates,
            slow_replicates=self.slow_replicates,
            analyses=self.analyses,
        )
        return list(made)

    def _report(self, what: str, pieces: int = 1) -> None:
        self.done += pieces
        self.progress(what, self.done, self.total)


def _timed(piece: Piece) -> tuple[Aims | Tally, float]:
    """What a piece gives, and how many seconds it took."""
    start = perf_counter()
    made = aims(piece) if isinstance(piece, Wanted) else tallied(piece)
    return made, perf_counter() - start
