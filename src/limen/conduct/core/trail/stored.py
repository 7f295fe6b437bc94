"""Rows as the database holds them, read by a statement that is composed once per model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.models.expressions import Col

from limen.conduct.core.trail.canonical import columns

_BATCH = 500  # keys per statement; SQLite allows no more than some thousand parameters


class _Reading(NamedTuple):
    """How rows of a model are read; `key` is the place of their key among the columns."""

    select: str
    cols: tuple[Col, ...]
    key: int


def stored(model: type[models.Model], keys: Sequence[Any]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield key and values (in the order of `columns`) of the rows that there are.

    What Django's `values_list` gives, for a third of the work: each service reads back what it
    wrote, and the trail holds the hash of that, not of what we think we wrote.
    """
    select, cols, key = _reading(model, connection.vendor)
    converters = _converters(cols)
    for first in range(0, len(keys), _BATCH):
        part = keys[first : first + _BATCH]
        with connection.cursor() as cursor:
            cursor.execute(f"{select} ({', '.join(['%s'] * len(part))})", part)
            rows = cursor.fetchall()
        for row in rows:
            values = list(row)
            for place, col, convert in converters:
                values[place] = convert(values[place], col, connection)
            yield str(values[key]), tuple(values)


@cache
def _reading(model: type[models.Model], vendor: str) -> _Reading:
    """Compose the statement; `vendor` because each database quotes in its own way."""
    quoted = connection.ops.quote_name
    table, pk = model._meta.db_table, model._meta.pk
    fields = model._meta.concrete_fields
    selected = ", ".join(quoted(str(field.column)) for field in fields)
    select = f"SELECT {selected} FROM {quoted(table)} WHERE {quoted(str(pk.column))} IN"
    cols = tuple(Col(table, field) for field in fields)
    return _Reading(select, cols, columns(model).index(pk.attname))


def _converters(cols: Sequence[Col]) -> list[tuple[int, Col, Callable[..., Any]]]:
    """Return what makes values of the driver's into those of the model's, by place and in order."""
    return [
        (place, col, convert)
        for place, col in enumerate(cols)
        for convert in (
            *connection.ops.get_db_converters(col),
            *col.get_db_converters(connection),
        )
    ]
