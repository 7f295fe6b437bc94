"""A rehearsal on its way: truths, then pieces, added in their order whoever did them when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from limen.rehearse.block import tallied
from limen.rehearse.cell import Cell
from limen.rehearse.engines import Engine
from limen.rehearse.rehearsed import Rehearsed, rehearsed
from limen.rehearse.running.aims import (
    PARTS,
    Living,
    Wanted,
    aimed_at,
    lives,
    with_usual_number,
)
from limen.rehearse.running.fold import Fold
from limen.rehearse.running.seeking import Known, Seeking
from limen.rehearse.running.task import Task, tasks
from limen.rehearse.store import Shelf
from limen.rehearse.tally import Tally
from limen.rehearse.truth import Lives

Report = Callable[[str, int, int], None]  # what is being done, how many are done, of how many
Piece = Wanted | Living | Task
Made = list[Living] | Lives | Tally


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
    known: Known = field(default_factory=dict)
    done: int = 0
    total: int = 0

    def __post_init__(self) -> None:
        self.seeking = Seeking(known=self.known)

    def through(self, cells: Sequence[Cell]) -> tuple[Rehearsed, ...]:
        """What comes out of the cells, in their order.

        What a plan aims at shows when it is asked, so a few replicates are asked first. Should
        more show up later (of an analysis that hardly ever answers), that cell is done again.
        """
        folds = [
            Fold(place=place, cell=Cell(protocol=c.protocol, scenario=c.scenario, varied=c.varied))
            for place, c in enumerate(cells)  # without what they have computed: it would be sent
        ]
        self.done, self.total = 0, sum(len(self._tasks(fold)) for fold in folds)
        first = [piece for fold in folds for piece in self._first(fold)]
        what = "the truth" if self.seeking.waiting else "replicates"
        self.progress(what, self.done, self.total)

        def done(piece: Piece, made: tuple[Made, float]) -> Iterable[Piece]:
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

    def _first(self, fold: Fold) -> Sequence[Piece]:
        """What has to be done for a cell: find out what is true, or go on from what is known."""
        known = self.shelf.aims(fold.cell)
        if known is None or known.people != self.truth_people:
            return self._asked(fold)
        fold.aims = known
        return self._begun(fold)

    def _asked(self, fold: Fold) -> Sequence[Piece]:
        """Ask what is true; without targets in the fold, what the plan aims at as well."""
        wanted = Wanted(
            place=fold.place,
            cell=with_usual_number(fold.cell),
            seed=self.seed,
            people=self.truth_people,
            targets=tuple(dict.fromkeys([*fold.aims.targets, *fold.tally.targets])),
            analyses=self.analyses,
        )
        if wanted.key in self.known:
            fold.aims = self.known[wanted.key]
            return self._knowing(fold)
        pieces = self.seeking.ask(fold, wanted)
        self.total += len(pieces) * (1 + PARTS)
        return pieces

    def _next(self, fold: Fold, piece: Piece, made: Made) -> Sequence[Piece]:
        """Take what a piece gave; what has to be done then."""
        if isinstance(piece, Task):
            assert isinstance(made, Tally)
            self.shelf.put(piece, made)
            fold.advance(self.shelf)
            self._report(piece.title)
            return self._if_unforeseen(fold)
        self._report(piece.title)
        if isinstance(piece, Wanted):
            assert isinstance(made, list)
            return made
        assert not isinstance(made, list | Tally)
        knowing = self.seeking.take(piece, made)
        return [more for one in knowing for more in self._knowing(one)]

    def _knowing(self, fold: Fold) -> Sequence[Piece]:
        """Keep what is true of a cell, and begin with its replicates."""
        self.shelf.keep_aims(fold.cell, fold.aims)
        return self._begun(fold)

    def _begun(self, fold: Fold) -> Sequence[Piece]:
        """Add up what is there; what is not there yet has to be done."""
        fold.begin(self._tasks(fold))
        missing = [task for task in fold.tasks if not self.shelf.holds(task)]
        fold.advance(self.shelf)
        if len(missing) < len(fold.tasks):
            self._report("replicates that were kept", len(fold.tasks) - len(missing))
        return missing or self._if_unforeseen(fold)

    def _if_unforeseen(self, fold: Fold) -> Sequence[Piece]:
        """Begin a cell again if it estimates something whose truth nobody has asked for."""
        if not fold.complete or not fold.unforeseen:
            return []
        self.total += len(fold.tasks)
        return self._asked(fold)

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


def _timed(piece: Piece) -> tuple[Made, float]:
    """What a piece gives, and how many seconds it took."""
    start = perf_counter()
    made: Made
    if isinstance(piece, Wanted):
        made = aimed_at(piece)
    else:
        made = lives(piece) if isinstance(piece, Living) else tallied(piece)
    return made, perf_counter() - start
