"""Replicates of one block of a cell: drawn, analysed, tallied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from limen.analyse.batch import batches
from limen.analyse.batch.quantity import Batch, BatchAnswer, Target
from limen.analyse.plan.question import Setting
from limen.analyse.reading.source import Source
from limen.errors import AllocationError, AnalysisError, LimenError
from limen.rehearse.cell import Cell
from limen.rehearse.looks import looks_of_block
from limen.rehearse.reading import DrawReader
from limen.rehearse.running.task import Task
from limen.rehearse.tally import Refusal, Tally
from limen.rehearse.tally.counting import counts
from limen.rehearse.tally.summing import summed
from limen.rehearse.tally.tally import Count
from limen.simulate.draw import BLOCK, draw

Asked = tuple[Batch, BatchAnswer | str]  # an answer, or why there is none
_SCOUTED, _SCOUTED_SLOW = 8, 2  # replicates that show what a plan estimates


def tallied(task: Task) -> Tally:
    """What the replicates of a task give.

    An analysis that cannot answer counts all of them as refused, with its reason. Replicates
    without a usable estimate count as failed. What people did, and what boundaries do, is counted.
    """
    opened = _Opened(
        task.cell, seed=task.seed, block=task.block, keep=task.keep, analyses=task.analyses
    )
    alpha = float(task.cell.protocol.analysis.alpha)
    tally, whole = Tally(), {}
    for batch, answer in opened.asked(slow=task.slow):
        if isinstance(answer, str):
            refusal = Refusal(key=batch.key, title=batch.title, reason=answer)
            tally += Tally(refused={refusal: task.count})
        else:
            whole[batch.key] = answer
            tally += Tally(
                quantities={one.key: one for one in answer.quantities},
                sums=summed(answer, task.truths, alpha=alpha),
            )
    happened = {} if task.slow else counts(opened.draw)
    return tally + Tally(counts={**happened, **opened.looks(whole, slow=task.slow)})


def replicate(cell: Cell, number: int, seed: int) -> tuple[BatchAnswer, ...]:
    """What every planned analysis gives in one replicate alone, analyses that refuse left out.

    It is what a rehearsal with this seed has as its replicate `number`, counted from 0.
    """
    if number < 0:
        raise LimenError(f"Replicates are numbered from 0; there is none with number {number}.")
    block, within = divmod(number, BLOCK)
    opened = _Opened(cell, seed=seed, block=block, keep=[within])
    return tuple(
        answer
        for slow in (False, True)
        for _, answer in opened.asked(slow=slow)
        if not isinstance(answer, str)
    )


def targets(cell: Cell, seed: int, analyses: tuple[str, ...] = ()) -> tuple[Target, ...]:
    """The estimands that the plan's numbers are aimed at, as a few replicates show."""
    found = [
        quantity.target
        for slow, keep in ((False, range(_SCOUTED)), (True, range(_SCOUTED_SLOW)))
        for _, answer in _Opened(cell, seed=seed, block=0, keep=keep, analyses=analyses).asked(
            slow=slow
        )
        if not isinstance(answer, str)
        for quantity in answer.quantities
        if quantity.target is not None
    ]
    return tuple(dict.fromkeys(found))


class _Opened:
    """Some replicates of a block, and the plan's analyses of them: all, or those with these ids."""

    def __init__(
        self,
        cell: Cell,
        *,
        seed: int,
        block: int,
        keep: Sequence[int],
        analyses: tuple[str, ...] = (),
    ) -> None:
        self.analyses = analyses
        self.draw = draw(cell.study, seed=seed, block=block, keep=keep)
        self.reader = DrawReader(self.draw)
        self.seed, self.level = seed, 1 - float(cell.protocol.analysis.alpha)

    def batches(self, source: Source) -> Sequence[Batch]:
        """The plan's analyses of a source."""
        made = batches(Setting(reader=source, seed=self.seed, level=self.level))
        return [one for one in made if not self.analyses or one.analysis in self.analyses]

    def asked(self, *, slow: bool) -> Iterator[Asked]:
        """What the analyses of one speed answer, in the plan's order."""
        for batch in self.batches(self.reader):
            if batch.slow is slow:
                try:
                    yield batch, batch.ask()
                except (AllocationError, AnalysisError) as error:
                    yield batch, str(error)

    def looks(self, whole: Mapping[str, BatchAnswer], *, slow: bool) -> dict[Count, int]:
        """What the planned boundaries do; `whole` are the answers of the last look."""
        return looks_of_block(self.draw, self.reader, self.batches, slow=slow, whole=whole)
