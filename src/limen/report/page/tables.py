"""Tables for people: units in the heads, one number of decimals where digits should align."""

from __future__ import annotations

import re
from dataclasses import replace
from math import floor, isfinite, log10
from statistics import median

from limen.figures import responsive
from limen.figures.numbers import MINUS, MISSING, NO_BREAK, decimals_for, number, p_value, percent
from limen.figures.paper.svg import clean
from limen.report.page.html import folded, spoken, tag
from limen.results import Cell, Column, Estimate, Table

LONG = 60  # longer tables that are drawn, or list participants, show a part of their rows
_SHOWN = 25
_MANY = 5  # tables with more columns are printed smaller
_LONG_CELL = 60  # letters; such a cell needs room, even where the page is narrow
_SHORT_CELL = 14  # letters; a figure with another in brackets behind it stays on one line
_DIGITS = "0123456789−"
_BRACKETS = re.compile(r"\([−\d][−\d.,%\s/±to]{0,30}\)")
_HYPHEN = re.compile(r"(?:^|(?<=[\s(]))-(?=[\d.])")
_PERSON = "participant"
_HIDDEN = "annotation"  # a column that only a figure needs
_OF_INTERVAL = frozenset(
    {"value", "estimate", "difference", "effect", "mean", "contrast", "lower", "upper"}
    | {"se", "standard_error", "index", "share"}
)


def table_html(table: Table, *, titled: bool = True, whole: bool = False) -> str:
    """The table in a box of its own that scrolls sideways where the page is narrow.

    `whole` prints every row of a long table, where no results.json holds the others.
    """
    kept = [i for i, column in enumerate(table.columns) if column.key != _HIDDEN]
    columns = [table.columns[i] for i in kept]
    all_rows = [tuple(row[i] for i in kept) for row in table.rows]
    part = table.picture is not None or _PERSON in {c.key for c in columns[:1]}
    rows = _shown(all_rows) if part and not whole else all_rows
    head = tag("tr", *(tag("th", _head(c), scope="col", class_=_side(c)) for c in columns))
    body = [_row(cells, columns) for cells in _written(columns, all_rows, rows)]
    notes = list(table.notes)
    if len(rows) < len(table.rows):
        notes.append(f"{len(rows)} of {len(table.rows)} rows are shown; results.json has them all.")
    caption = tag("p", clean(table.caption), class_="caption") if table.caption and titled else ""
    name = table.caption or None
    grid = tag("thead", head) + tag("tbody", *body)
    grid = tag("table", grid, data_key=table.key, class_="many" if len(kept) > _MANY else None)
    box = tag("div", grid, class_="scroll", tabindex=0, role="region", aria_label=name)
    return caption + box + "".join(tag("p", _broken(note), class_="note") for note in notes)


def figure_html(
    table: Table,
    *,
    small: bool = False,
    words: str = "The numbers",
    titled: bool = True,
    beside: bool = False,
    noted: bool = False,
    whole: bool = False,
) -> str:
    """The table's picture with its caption, and the table itself folded beneath it.

    `beside` leaves the table out, where another one holds the same numbers; `noted` prints the
    table's notes beneath the picture; `whole` prints every row of a long table.
    """
    if table.picture is None or not table.rows:
        return table_html(table, whole=whole)
    told = clean(table.picture.title or table.caption)
    caption = tag("figcaption", told, class_=None if titled else "unseen")
    notes = [tag("p", _broken(note), class_="note") for note in table.notes if noted]
    under = replace(table, notes=()) if noted else table
    numbers = "" if beside else folded(words, table_html(under, whole=whole), class_="numbers")
    return tag("figure", caption, responsive(table, small=small), *notes, numbers)


def transposed(table: Table) -> Table:
    """A table of few rows and many columns the other way round, its cells written out."""
    first, *others = table.columns
    written = list(
        zip(*_written(list(table.columns), list(table.rows), list(table.rows)), strict=True)
    )
    heads = [Column(key=f"row{i}", title=name, kind="text") for i, name in enumerate(written[0])]
    rows = [
        (f"{column.title} ({column.unit})" if column.unit else column.title, *cells)
        for column, cells in zip(others, written[1:], strict=True)
    ]
    return replace(table, columns=(replace(first, kind="text"), *heads), rows=tuple(rows))


def estimates_table(estimates: tuple[Estimate, ...], unit: str, key: str, caption: str) -> Table:
    """Estimates as a table: one row each."""
    level = f"{estimates[0].level:.0%}".replace("%", "\N{NO-BREAK SPACE}%")
    columns = (
        Column(key="label", title="Quantity", kind="text"),
        Column(key="value", title="Estimate", unit=unit),
        Column(key="standard_error", title="Standard error"),
        Column(key="lower", title=f"{level} lower"),
        Column(key="upper", title=f"{level} upper"),
        Column(key="df", title="df"),
        Column(key="p", title="p", kind="p"),
        Column(key="n", title="n", kind="count"),
        Column(key="participants", title="People", kind="count"),
        Column(key="interval", title="Interval by", kind="text"),
    )
    rows = tuple((spoken(e.label), *_figures(e), e.interval) for e in estimates)
    told = tuple(dict.fromkeys(e.status.value for e in estimates if e.status.value))
    kept = [
        i
        for i, column in enumerate(columns)
        if column.key != "df" or any(map(_finite_df, estimates))
    ]
    kept = [i for i in kept if i < 2 or any(_told(row[i]) for row in rows)]
    return Table(
        key=key,
        caption=caption,
        columns=tuple(columns[i] for i in kept),
        rows=tuple(tuple(row[i] for i in kept) for row in rows),
        notes=told,
    )


def _finite_df(estimate: Estimate) -> bool:
    return isfinite(estimate.df)


def _told(cell: Cell) -> bool:
    return cell is not None and cell == cell


def _figures(e: Estimate) -> tuple[Cell, ...]:
    return (e.value, e.standard_error, e.lower, e.upper, e.df, e.p, e.n, e.participants)


def _shown(rows: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """All rows of a table, or of a long one some from its whole length, ends included."""
    if len(rows) <= LONG:
        return rows
    last = len(rows) - 1
    return [rows[round(i * last / (_SHOWN - 1))] for i in range(_SHOWN)]


def _head(column: Column) -> str:
    unit = tag("span", clean(f"({column.unit})"), class_="unit") if column.unit else ""
    title = column.title.replace("n = ", f"n{NO_BREAK}={NO_BREAK}")
    return clean(title) + (f" {unit}" if unit else "")


def _side(column: Column) -> str | None:
    return None if column.kind == "text" else "r"


def _row(cells: tuple[str, ...], columns: list[Column]) -> str:
    first, *rest = map(_broken, cells)
    side = _side(columns[0])
    own = f' class="{side}"' if side else ""
    return f'<tr><th scope="row"{own}>{first}</th>{"".join(map(_cell, rest, columns[1:]))}</tr>'


def _cell(cell: str, column: Column) -> str:
    """Numbers are the rule and carry no class; words stand to the left, long ones get room."""
    if len(cell) > _LONG_CELL:
        return f'<td class="t long">{cell}</td>'
    return f'<td class="t">{cell}</td>' if column.kind == "text" else f"<td>{cell}</td>"


def _broken(cell: str) -> str:
    """The cell as markup; figures in it keep together and have a true minus sign."""
    if "-" in cell:
        cell = _HYPHEN.sub(MINUS, cell)
    if "(" in cell:
        short = len(cell) <= _SHORT_CELL and cell[0] in _DIGITS
        cell = cell.replace(" ", NO_BREAK) if short else _BRACKETS.sub(_unbroken, cell)
    return clean(cell)


def _unbroken(brackets: re.Match[str]) -> str:
    """Figures in brackets stay on one line: an interval, a standard deviation, a share."""
    return brackets.group().replace(" ", NO_BREAK)


def _written(
    columns: list[Column], all_rows: list[tuple[Cell, ...]], rows: list[tuple[Cell, ...]]
) -> list[tuple[str, ...]]:
    places = [
        _decimals([row[i] for row in all_rows]) if column.kind == "number" else 0
        for i, column in enumerate(columns)
    ]
    keys = [column.key for column in columns]
    by_row = {"lower", "upper"} <= set(keys)
    return [
        tuple(
            _word(cell, column, _own(keys, row) if by_row and _of_interval(column) else decimals)
            for cell, column, decimals in zip(row, columns, places, strict=True)
        )
        for row in rows
    ]


def _of_interval(column: Column) -> bool:
    return column.key in _OF_INTERVAL or column.key.endswith(("_lower", "_upper", "_error"))


def _own(keys: list[str], row: tuple[Cell, ...]) -> int | None:
    """The decimals of a row that has an interval; its estimate and limits share them."""
    lower, upper = row[keys.index("lower")], row[keys.index("upper")]
    if isinstance(lower, str | None) or isinstance(upper, str | None):
        return None
    return decimals_for(lower, upper) if isfinite(upper - lower) else None


def _decimals(cells: list[Cell]) -> int:
    """The decimals of a column: three significant digits of its middle value, one at least."""
    values = [
        float(cell)
        for cell in cells
        if isinstance(cell, int | float) and not isinstance(cell, bool) and isfinite(cell)
    ]
    sizes = [abs(value) for value in values if value != 0]
    if not sizes or all(value.is_integer() for value in values):
        return 0
    wanted = min(max(2 - floor(log10(median(sizes))), 1), 4)
    return next((d for d in range(1, wanted) if _exact(values, d)), wanted)


def _exact(values: list[float], decimals: int) -> bool:
    return all(abs(value - round(value, decimals)) < 1e-9 for value in values)


def _word(cell: Cell, column: Column, decimals: int | None) -> str:
    if cell is None or (isinstance(cell, float) and cell != cell):
        return MISSING
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, str):
        return cell
    if column.kind == "p":
        return p_value(float(cell))
    if column.kind == "percent":
        return percent(float(cell))
    if column.kind == "count":
        return number(float(cell), 0)
    return number(float(cell), decimals)
