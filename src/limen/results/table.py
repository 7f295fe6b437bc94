"""A small table for people, and a hint how to draw it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from limen.counted import counted
from limen.results.plain import aligned, html, written

if TYPE_CHECKING:
    import pandas as pd

Cell = str | int | float | bool | None
# percent holds a share: 0.5 is 50 %; date holds text: 2026-11-26
Kind = Literal["text", "number", "count", "percent", "p", "date"]
Shape = Literal["forest", "lines", "bars", "scatter", "histogram", "flow"]


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: `key` for programs, `title` and `unit` for people."""

    key: str
    title: str
    kind: Kind = "number"
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """How to draw a table: which columns go where. Names are column keys.

    forest: one row per line; `label`, `x`, `lower`, `upper`, optional `group` (colour).
    lines: `x`, `y`, optional band `lower`/`upper`, optional `group` (one line per value).
    bars: `label`, `y`, optional `lower`/`upper`, optional `group` (bars side by side).
    scatter: `x`, `y`, optional `group`. histogram: `x` (bin left), `upper` (bin right), `y`.
    flow: `label`, `y`, optional `group`: boxes from top to bottom, groups side by side.
    """

    shape: Shape
    x: str = ""
    y: str = ""
    label: str = ""
    lower: str = ""
    upper: str = ""
    group: str = ""
    title: str = ""
    x_title: str = ""
    y_title: str = ""
    reference: tuple[float, ...] = ()  # reference lines on the value axis
    marks: tuple[tuple[float, str], ...] = ()  # labelled positions on the x axis


@dataclass(frozen=True, kw_only=True)
class Table:
    """Columns, rows and a caption; `picture` draws it, the table stays beside the picture.

    `to_text()` gives aligned columns for a terminal, `to_pandas()` a frame for computing; a
    notebook shows a table as it is.
    """

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    picture: Picture | None = None

    def __post_init__(self) -> None:
        wrong = [i for i, row in enumerate(self.rows) if len(row) != len(self.columns)]
        if wrong:
            raise ValueError(
                f"Table {self.key!r}: row {wrong[0]} has "
                f"{counted(len(self.rows[wrong[0]]), 'cell')} "
                f"for {counted(len(self.columns), 'column')}."
            )

    def values(self, key: str) -> tuple[Cell, ...]:
        """The cells of one column, top to bottom."""
        index = [column.key for column in self.columns].index(key)
        return tuple(row[index] for row in self.rows)

    def to_text(self) -> str:
        """Caption, heads (with units) and rows as aligned columns, notes beneath."""
        text = aligned(self._heads(), self._cells(), self._left())
        return "\n".join([self.caption, "", text, *(f"\n{note}" for note in self.notes)])

    def to_pandas(self) -> pd.DataFrame:
        """A frame of the cells as they are: columns by key, missing is None or NaN.

        Needs pandas (`pip install "limen[science]"`).
        """
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=[column.key for column in self.columns])

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return html(self.caption, self._heads(), self._cells(), self._left())

    def _heads(self) -> list[str]:
        return [c.title + (f" ({c.unit})" if c.unit else "") for c in self.columns]

    def _cells(self) -> list[list[str]]:
        kinds = [column.kind for column in self.columns]
        return [[written(v, k) for v, k in zip(row, kinds, strict=True)] for row in self.rows]

    def _left(self) -> list[bool]:
        return [column.kind in ("text", "date") for column in self.columns]
