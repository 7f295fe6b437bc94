"""The columns of a table as a figure needs them."""

from __future__ import annotations

from math import nan

from limen.figures.numbers import number
from limen.results import Picture, Table
from limen.results.table import Kind


def picture_of(table: Table) -> Picture:
    """The table's hint how to draw it; a table without one is a mistake of the caller."""
    if table.picture is None:
        raise ValueError(f"Table {table.key!r} has no picture. Give it one, or do not draw it.")
    return table.picture


def numbers(table: Table, key: str) -> list[float]:
    """One column as numbers, NaN where there is none; all NaN when there is no such column."""
    if not has(table, key):
        return [nan] * len(table.rows)
    return [_number(cell) for cell in table.values(key)]


def words(table: Table, key: str) -> list[str]:
    """One column as text, empty where there is nothing."""
    if not has(table, key):
        return [""] * len(table.rows)
    return [_word(cell) for cell in table.values(key)]


def positions(table: Table, key: str) -> tuple[list[float], tuple[str, ...]]:
    """A column as places along an axis: text becomes 0, 1, 2 … with its distinct words in order."""
    if not has(table, key) or not any(isinstance(cell, str) for cell in table.values(key)):
        return numbers(table, key), ()
    categories = groups(table, key)
    return [float(categories.index(word)) for word in words(table, key)], categories


def has(table: Table, key: str) -> bool:
    """Whether the table has this column."""
    return bool(key) and any(column.key == key for column in table.columns)


def kind_of(table: Table, key: str) -> Kind:
    """What the column holds; a number when there is no such column."""
    return next((column.kind for column in table.columns if column.key == key), "number")


def axis_title(table: Table, key: str, given: str) -> str:
    """The title that the picture gives, else the column's with its unit."""
    if given:
        return given
    for column in table.columns:
        if column.key == key:
            return f"{column.title} ({column.unit})" if column.unit else column.title
    return ""


def groups(table: Table, key: str) -> tuple[str, ...]:
    """The distinct values of the group column, in order of appearance."""
    return tuple(dict.fromkeys(words(table, key)))


def _number(cell: str | int | float | bool | None) -> float:
    if cell is None or isinstance(cell, str):
        return nan
    return float(cell)


def _word(cell: str | int | float | bool | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return cell if isinstance(cell, str) else number(float(cell))
