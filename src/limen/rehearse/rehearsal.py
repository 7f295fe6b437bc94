"""Rehearsing a study: simulate and analyse it many times, against what is true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from limen.counted import counted
from limen.errors import RehearsalError
from limen.protocol import listed
from limen.protocol.document.lookup import suggestion
from limen.rehearse.archive import to_json
from limen.rehearse.cell import Cell
from limen.rehearse.engines import Engine, Processes
from limen.rehearse.facts import facts
from limen.rehearse.rehearsed import Refused, Rehearsal, Rehearsed
from limen.rehearse.running.run import Report, Run
from limen.rehearse.running.seeking import Known
from limen.rehearse.store import Folder, Memory
from limen.rehearse.store.identity import Identity

__all__ = ["Refused", "Rehearsal", "Rehearsed", "rehearse"]

SEED, REPLICATES, SLOW_REPLICATES, TRUTH_PEOPLE = 20261123, 1024, 64, 40_000
LARGEST = 100_000_000  # replicates of all cells together


def rehearse(
    cells: Sequence[Cell],
    *,
    replicates: int = REPLICATES,
    seed: int = SEED,
    engine: Engine | None = None,
    folder: Path | None = None,
    slow_replicates: int = SLOW_REPLICATES,
    truth_people: int = TRUTH_PEOPLE,
    analyses: Sequence[str] = (),
    known: Known | None = None,
    command: str = "",
    progress: Report = lambda what, done, total: None,
    notice: Callable[[str], None] = lambda text: None,
) -> Rehearsal:
    """Simulate and analyse each cell `replicates` times; say how every estimator behaves.

    Analyses that take long are asked of the first `slow_replicates` only; their rows say so. The
    truth is that of about `truth_people` people; its own error is part of the bias's. With
    `analyses`, ids of the plan's items, only these are asked. What is true does not depend on how
    many take part: cells that differ in nothing else share it, and rehearsals that are given the
    same `known`, a dictionary that they fill, share it as well.

    `engine` is who works, by default several processes of this machine; it makes no difference to
    the numbers. With a `folder` finished pieces are kept there: the same call goes on after an
    interrupt, and more replicates later cost only what is new. `notice` hears of damaged pieces.

    Raises `RehearsalError` for no cells, the same cell twice, less than 2 replicates, or a folder
    of another rehearsal; `DocumentError` for a scenario that does not fit its protocol.
    """
    _refuse_wrong(cells, replicates, seed, slow_replicates)
    _refuse_unplanned(cells, analyses)
    working = engine if engine is not None else Processes()
    working.open()  # before anything is written
    kept = None
    if folder is not None:
        identity = Identity.of(cells, seed, tuple(analyses))
        kept = Folder.opened(folder, identity, notice=notice)
    try:
        done = Run(
            seed=seed,
            replicates=replicates,
            slow_replicates=slow_replicates,
            truth_people=truth_people,
            analyses=tuple(analyses),
            engine=working,
            shelf=Memory() if kept is None else kept,
            progress=progress,
            known={} if known is None else known,
        ).through(cells)
    finally:
        if engine is None:
            working.close()
    rehearsal = Rehearsal(
        cells=done,
        seed=seed,
        replicates=replicates,
        facts=facts(
            cells,
            seed=seed,
            replicates=replicates,
            slow_replicates=slow_replicates,
            engine=working.title,
            command=command,
        ),
    )
    if kept is not None:
        kept.finish(to_json(rehearsal))
    return rehearsal


def _refuse_wrong(cells: Sequence[Cell], replicates: int, seed: int, slow: int) -> None:
    if not cells:
        raise RehearsalError("There is nothing to rehearse. Name a protocol and a scenario.")
    if replicates < 2:
        raise RehearsalError(
            f"{counted(replicates, 'replicate')} cannot show how estimates vary. Take 2 or more; "
            f"{REPLICATES} give a first impression."
        )
    if replicates * len(cells) > LARGEST:
        raise RehearsalError(
            f"{counted(len(cells), 'cell')} with {replicates:,} replicates are more than the "
            f"{LARGEST:,} studies that are rehearsed at once. Take fewer of either."
        )
    if slow < 0 or seed < 0:
        raise RehearsalError("A seed, and a number of replicates, is 0 or more.")
    key, times = Counter(cell.key for cell in cells).most_common(1)[0]
    if times > 1:
        raise RehearsalError(
            f"The same protocol under the same scenario ({key}) stands here {times} times. "
            "Name each once."
        )
    for cell in cells:
        _ = cell.study  # raises what does not fit, before anything is written


def _refuse_unplanned(cells: Sequence[Cell], analyses: Sequence[str]) -> None:
    planned = [one.id for cell in cells for one in listed(cell.protocol.analysis.analyses)]
    for wanted in analyses:
        if wanted not in planned:
            raise RehearsalError(
                f"No plan here has an analysis '{wanted}'. {suggestion(wanted, planned)}"
            )
