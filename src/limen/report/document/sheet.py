"""A table as CSV: keys of its columns, full precision, and nothing where there is nothing."""

from __future__ import annotations

import csv
import io
from math import isinf, isnan

from limen.results import Cell, Table


def sheet(table: Table) -> str:
    """The table under a header of column keys; missing cells are blank, infinity is ``Inf``."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.key for column in table.columns])
    writer.writerows([_written(cell) for cell in row] for row in table.rows)
    return text.getvalue()


def _written(cell: Cell) -> str:
    if cell is None or (isinstance(cell, float) and isnan(cell)):
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return ("Inf" if cell > 0 else "-Inf") if isinf(cell) else repr(float(cell))
    return str(cell)
