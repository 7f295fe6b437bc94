"""pandas frames out of tables, and back. pandas is imported only when a frame is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from limen.dataset.storage.rows import Rows

if TYPE_CHECKING:
    import pandas as pd

Records = Iterable[Mapping[str, object]]


def frame_of(rows: Rows) -> pd.DataFrame:
    """A table as a frame.

    Numbers are `float64` (NaN where blank), integers `Int64` (`<NA>` where blank); everything else
    is text, with an empty text where blank. Dates and moments stay text.
    """
    import pandas as pd

    cells = list(zip(*rows.rows, strict=True)) or [()] * len(rows.spec.columns)
    columns: dict[str, object] = {}
    for column, texts in zip(rows.spec.columns, cells, strict=True):
        if column.kind == "number":
            values = [float(text) if text else float("nan") for text in texts]
            columns[column.name] = pd.Series(values, dtype="float64")
        elif column.kind == "integer":
            whole = [int(text) if text else pd.NA for text in texts]
            columns[column.name] = pd.Series(whole, dtype="Int64")
        else:
            columns[column.name] = pd.Series(list(texts), dtype="str")
    return pd.DataFrame(columns)


def records_of(table: pd.DataFrame | Records) -> Iterator[Mapping[str, object]]:
    """The rows of a frame, or of anything that yields mappings; missing values become None."""
    if not hasattr(table, "itertuples"):
        yield from table
        return
    import pandas as pd

    assert isinstance(table, pd.DataFrame)
    names = [str(name) for name in table.columns]
    cells = table.astype(object).where(table.notna(), None)
    for values in cells.itertuples(index=False, name=None):
        yield dict(zip(names, values, strict=True))
