"""What else is to be expected: guesses, blinding indices, missing data, looks at boundaries."""

from __future__ import annotations

from dataclasses import replace

from limen.protocol import Protocol
from limen.rehearse.rehearsal import Rehearsed
from limen.rehearse.words.answer.questions import primary
from limen.rehearse.words.naming.cells import Cells
from limen.rehearse.words.naming.numbers import FEWEST
from limen.rehearse.words.naming.targets import occasion
from limen.rehearse.words.sections.estimators import printed
from limen.results import Cell, Section, Table

_OPEN_CELLS = 3  # with more cells every table is folded
_SHORT = 12  # rows of a table that stands open
_LINES = 6  # in a figure of p-values
_OCCASION, _ALL = "occasion", "all"
P_VALUES = "p_values"
_DASH = (
    f"A dash for an error: none is known from fewer than {FEWEST} replicates, or where none or all "
    "of the replicates are counted."
)


def course(cells: Cells) -> Section | None:
    """The tables of the rehearsal itself, cell by cell."""
    shown = [one for one in printed(cells) if one.tables]
    if not shown:
        return None
    folds = len(shown) > _OPEN_CELLS
    parts = tuple(
        _part(cells, one, number, folds=folds) for number, one in enumerate(shown, start=1)
    )
    told = (
        "Means over replicates: what people would guess, what the blinding indices would say, "
        "how much would be missing, and where a boundary of the protocol would be crossed."
    )
    return Section(
        id="course",
        title="What people would guess, and what else is to be expected",
        short="Guesses",
        paragraphs=(told,),
        parts=parts if len(cells.all) > 1 else (),
        tables=parts[0].tables if len(cells.all) == 1 else (),
        folded=parts[0].folded if len(cells.all) == 1 else (),
    )


def _part(cells: Cells, one: Rehearsed, number: int, *, folds: bool) -> Section:
    titles = [p.quantity.title for p in primary(one)]
    protocol = one.cell.protocol
    tables = [_readable(_plain(table, protocol), number, titles) for table in one.tables]
    opened = [] if folds else [brief(table) for table in tables]
    shown = [table for table in opened if len(table.rows) <= _SHORT]
    return Section(
        id=f"course-{number}",
        title=cells.heading(one),
        tables=tuple(shown),
        folded=tuple(table for table in tables if table not in shown),
    )


def brief(table: Table) -> Table:
    """Of a table by occasion the rows for all occasions together, if there are such rows."""
    keys = [column.key for column in table.columns]
    if _OCCASION not in keys:
        return table
    place = keys.index(_OCCASION)
    rows = [row for row in table.rows if row[place] == _ALL]
    if not rows or len(rows) == len(table.rows):
        return table
    return replace(
        table,
        key=f"{table.key}.together",
        caption=f"{table.caption.rstrip('.')} (all occasions together)",
        columns=tuple(c for c in table.columns if c.key != _OCCASION),
        rows=tuple((*row[:place], *row[place + 1 :]) for row in rows),
    )


def _plain(table: Table, protocol: Protocol) -> Table:
    """Occasions by their titles, and a dash for errors that are not known.

    The error of a share of none or all is 0 whatever the replicates, and tells nothing.
    """
    keys = [column.key for column in table.columns]

    def cell(key: str, value: Cell, row: dict[str, Cell]) -> Cell:
        if key == _OCCASION and isinstance(value, str):
            return occasion(protocol, value)
        return None if key == "error" and (value == 0 or _few(row)) else value

    def plain(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        named = dict(zip(keys, row, strict=True))
        return tuple(cell(key, value, named) for key, value in named.items())

    rows = tuple(plain(row) for row in table.rows)
    place = keys.index("error") if "error" in keys else None
    dash = place is not None and any(row[place] is None for row in rows)
    return replace(table, rows=rows, notes=(*table.notes, *([_DASH] if dash else [])))


def _few(row: dict[str, Cell]) -> bool:
    asked, failed = row.get("replicates"), row.get("failed", 0)
    return isinstance(asked, int) and isinstance(failed, int) and asked - failed < FEWEST


def _readable(table: Table, number: int, titles: list[str]) -> Table:
    """The table without keys for programs; how p-values spread is shown for primary answers.

    Its own key names the files of figures, so that each cell's table has its own.
    """
    rows, notes = table.rows, table.notes
    if table.key == P_VALUES and len(set(table.values("title"))) > len(titles):
        kept = set(titles[:_LINES])
        rows = tuple(row for row in rows if row[0] in kept)
        notes = (*notes, "Shown for the primary answers.")
    shown = [i for i, column in enumerate(table.columns) if column.key != "key"]
    return replace(
        table,
        key=f"{table.key}.{number}",
        columns=tuple(table.columns[i] for i in shown),
        rows=tuple(tuple(row[i] for i in shown) for row in rows),
        notes=notes,
    )
