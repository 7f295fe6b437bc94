"""Labels for people: an occasion is called by its title, not by its id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from limen.analyse.answer import Answer
from limen.protocol import Protocol
from limen.results import Cell, Table

_LABEL = "label"  # the column that a figure prints


def titled(answer: Answer, protocol: Protocol) -> Answer:
    """The answer with labels such as `Microdose − Placebo, After four weeks` (id: `post`).

    One of several occasions keeps its number: `visit.3` becomes `Visit 3`. Other columns of the
    tables, such as `visit`, keep the ids, by which programs find their rows.
    """
    titles = _titles(protocol)
    return replace(
        answer,
        estimates=tuple(replace(e, label=_titled(e.label, titles)) for e in answer.estimates),
        tables=tuple(_relabelled(table, titles) for table in answer.tables),
    )


def titled_label(label: str, protocol: Protocol) -> str:
    """A door's label as `titled` writes it."""
    return _titled(label, _titles(protocol))


def _titles(protocol: Protocol) -> Mapping[str, str]:
    return {o.id: o.title for o in protocol.occasions if isinstance(o.title, str)}


def _relabelled(table: Table, titles: Mapping[str, str]) -> Table:
    keys = [column.key for column in table.columns]
    if _LABEL not in keys:
        return table
    place = keys.index(_LABEL)

    def cell(number: int, value: Cell) -> Cell:
        return _titled(value, titles) if number == place and isinstance(value, str) else value

    rows = tuple(tuple(cell(i, value) for i, value in enumerate(row)) for row in table.rows)
    return replace(table, rows=rows)


def _titled(label: str, titles: Mapping[str, str]) -> str:
    """The label with the title of the occasion that it ends with, if it ends with one."""
    what, comma, last = label.rpartition(", ")
    definition, dot, number = last.removeprefix("occasion ").partition(".")
    if not comma or definition not in titles or (dot and not number.isdigit()):
        return label
    return f"{what}, {' '.join(filter(None, [titles[definition], number]))}"
