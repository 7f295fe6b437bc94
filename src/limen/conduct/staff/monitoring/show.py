"""An exhibit as a page shows it: the picture, the table written out, and the same as CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString, mark_safe

from limen.conduct.core.monitoring.topic import Exhibit, day
from limen.figures import responsive
from limen.results import Cell, Column, Table
from limen.results.plain import written

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An exhibit, ready for a template; of a cell, whether it holds words or a date."""

    key: str
    caption: str
    said: str
    picture: SafeString
    heads: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[tuple[str, bool], ...], ...]
    notes: tuple[str, ...]


def shown(exhibit: Exhibit) -> Shown:
    """Return an exhibit with its picture drawn and its cells written."""
    drawn, table = exhibit.picture, exhibit.table
    words = tuple(column.kind in ("text", "date") for column in table.columns)
    return Shown(
        key=table.key,
        caption=table.caption,
        said=exhibit.said,
        picture=mark_safe(responsive(drawn)) if drawn is not None else mark_safe(""),
        heads=tuple(zip(map(_head, table.columns), words, strict=True)),
        rows=tuple(
            tuple(
                (_written(cell, column), said)
                for cell, column, said in zip(row, table.columns, words, strict=True)
            )
            for row in table.rows
        ),
        notes=table.notes,
    )


def _written(cell: Cell, column: Column) -> str:
    """A share stays on one line with its sign; a date is in words."""
    if column.kind == "date" and isinstance(cell, str):
        return day(date.fromisoformat(cell))
    text = written(cell, column.kind)
    return text.replace(" %", "\N{NO-BREAK SPACE}%") if column.kind == "percent" else text


def csv_of(table: Table) -> str:
    """Return a table as CSV: keys of its columns, full precision, blank where there is nothing."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.key for column in table.columns])
    writer.writerows([_plain(cell) for cell in row] for row in table.rows)
    return text.getvalue()


def _head(column: Column) -> str:
    return column.title + (f" ({column.unit})" if column.unit else "")


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    return repr(cell)
