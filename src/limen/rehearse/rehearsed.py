"""What came out of one cell, and of all of them side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from limen.analyse.batch.quantity import Target
from limen.protocol import listed
from limen.rehearse.cell import Cell
from limen.rehearse.looks import looks_tables
from limen.rehearse.measures import performances
from limen.rehearse.performance import Performance
from limen.rehearse.tables import tables
from limen.rehearse.tally import Tally
from limen.rehearse.truth import Truth
from limen.results import Table


@dataclass(frozen=True, kw_only=True)
class Refused:
    """An analysis that could not answer in some replicates, and why."""

    key: str
    title: str
    reason: str
    replicates: int


@dataclass(frozen=True, kw_only=True)
class Rehearsed:
    """What came out of one cell.

    `performance` has a row for each quantity and each estimand that it is set against, in the
    order of the plan. `seconds` is computing time, of all workers together.
    """

    cell: Cell
    replicates: int
    truths: Mapping[Target, Truth]
    performance: tuple[Performance, ...]
    tables: tuple[Table, ...]
    refused: tuple[Refused, ...]
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """Cells side by side: the same people and the same noise wherever nothing else is said.

    `facts` are where the numbers come from: versions, hashes, seed, time.
    """

    cells: tuple[Rehearsed, ...]
    seed: int
    replicates: int
    facts: tuple[tuple[str, str], ...]


def rehearsed(
    cell: Cell, tally: Tally, truths: Mapping[Target, Truth], *, replicates: int, seconds: float
) -> Rehearsed:
    """What the tally of all replicates shows."""
    tally = tally.sorted([one.id for one in listed(cell.protocol.analysis.analyses)])
    rows = tuple(
        row
        for key, quantity in tally.quantities.items()
        for row in performances(quantity, tally.sums[key], truths)
    )
    return Rehearsed(
        cell=cell,
        replicates=replicates,
        truths=truths,
        performance=rows,
        tables=(
            *tables(cell.protocol, tally, replicates),
            *looks_tables(cell.study, tally.counts, rows),
        ),
        refused=tuple(
            Refused(key=one.key, title=one.title, reason=one.reason, replicates=n)
            for one, n in tally.refused.items()
        ),
        seconds=seconds,
    )
