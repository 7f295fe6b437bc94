"""Nothing skipped silently: what could not be computed, why, and how often fits failed."""

from __future__ import annotations

from limen.counted import counted
from limen.rehearse.rehearsal import Refused, Rehearsed
from limen.rehearse.words.answer.questions import own, title
from limen.rehearse.words.naming.cells import Cells
from limen.results import Column, Section, Table

_SIDE_BY_SIDE = 4  # so many cells have a column of their own


def problems(cells: Cells) -> Section:
    """Refused analyses with their reasons, then analyses of which some fits failed."""
    refused, failed = _refused(cells), _failed(cells)
    keys = {row.key for one in cells.all for row in one.refused}
    told = [
        f"{counted(len(keys), 'analysis', 'analyses')} of the plan had no answer in some or all "
        "replicates."
        if keys
        else "Every analysis of the plan had an answer.",
        f"{counted(len(failed.rows), 'estimate')} had failed fits, which are left out of means "
        "and shares, and counted."
        if failed.rows
        else "No fit failed.",
    ]
    return Section(
        id="problems",
        title="What could not be computed",
        short="Problems",
        paragraphs=(" ".join(told),),
        tables=tuple(table for table in (refused, failed) if table.rows),
    )


def _refused(cells: Cells) -> Table:
    """Equal refusals of several cells become one row."""
    found: dict[tuple[str, str], list[tuple[Rehearsed, Refused]]] = {}
    for one in cells.all:
        for row in one.refused:
            found.setdefault((row.title, row.reason), []).append((one, row))
    return Table(
        key="refused",
        caption="Without an answer",
        columns=(
            Column(key="analysis", title="Analysis", kind="text"),
            Column(key="reason", title="Reason", kind="text"),
            Column(key="where", title="Where", kind="text"),
            Column(key="replicates", title="Replicates", kind="count"),
        ),
        rows=tuple(
            (name, reason, _where(cells, members), sum(row.replicates for _, row in members))
            for (name, reason), members in found.items()
        ),
    )


def _where(cells: Cells, members: list[tuple[Rehearsed, Refused]]) -> str:
    if len(members) == len(cells.all):
        return "everywhere"
    return "; ".join(cells.name(one) for one, _ in members)


def _failed(cells: Cells) -> Table:
    """A row per estimate; a column per cell where there are few, else all cells together."""
    shown = cells.all if len(cells.all) <= _SIDE_BY_SIDE else ()
    keys = {p.quantity.key for one in cells.all for p in own(one) if p.failed}
    names: dict[str, str] = {}
    found: dict[str, dict[int, int]] = {key: {} for key in sorted(keys)}
    total = dict.fromkeys(keys, 0)
    for number, one in enumerate(cells.all):
        for p in own(one):
            key = p.quantity.key
            if key in keys:
                names[key] = names.get(key) or title(one, p)
                total[key] += p.replicates
                found[key][number] = p.failed
    return Table(
        key="failed",
        caption="Failed fits",
        columns=(
            Column(key="analysis", title="Analysis", kind="text"),
            *(
                Column(key=f"cell_{number}", title=cells.name(one), kind="count")
                for number, one in enumerate(shown)
            ),
            Column(key="failed", title="Together", kind="count"),
            Column(key="replicates", title="Of replicates", kind="count"),
        ),
        rows=tuple(
            (
                names[key],
                *(by_cell.get(number, 0) for number, _ in enumerate(shown)),
                sum(by_cell.values()),
                total[key],
            )
            for key, by_cell in found.items()
        ),
    )
