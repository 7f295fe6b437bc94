"""A table in memory as texts, in the order of its columns; the one truth that frames come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from limen.dataset.nearest import nearest
from limen.dataset.storage.cells import CellError, Write, writer_of
from limen.dataset.storage.digest import digest_of
from limen.dataset.tables import TableSpec
from limen.errors import DatasetError, Problem

Row = tuple[str, ...]
_CACHE = 4096  # distinct texts that a column remembers to have accepted


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of one table; `lines` are their line numbers where they came from a file."""

    spec: TableSpec
    rows: Sequence[Row]
    file: Path | None = None
    lines: Sequence[int] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Each row as a dictionary; a blank cell is an empty text."""
        names = self.spec.names
        return (dict(zip(names, row, strict=True)) for row in self.rows)

    def column(self, name: str) -> list[str]:
        """The cells of one column, top to bottom."""
        i = self.spec.names.index(name)
        return [row[i] for row in self.rows]

    def line(self, index: int) -> int | None:
        """The line of the file in which the row with this index begins."""
        return self.lines[index] if self.lines else None

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content."""
        return digest_of(self.spec.names, self.rows)


class RowMaker:
    """Turns mappings into rows of one table; a row that does not fit raises `DatasetError`."""

    def __init__(self, spec: TableSpec) -> None:
        self.spec = spec
        self._names = frozenset(spec.names)
        self._columns: list[tuple[str, Write, dict[str, str]]] = [
            (column.name, writer_of(column), {}) for column in spec.columns
        ]

    def row(self, values: Mapping[str, object], *, number: int) -> Row:
        """The cells of one row; `number` (the first is 1) is for the error."""
        if not self._names.issuperset(values):
            self._refuse_unknown(values, number)
        return tuple([self._cell(values, *column, number) for column in self._columns])

    def _cell(
        self,
        values: Mapping[str, object],
        name: str,
        write: Write,
        known: dict[str, str],
        number: int,
    ) -> str:
        value = values.get(name, "")
        if isinstance(value, str) and value in known:
            return known[value]
        try:
            text = write(value)
        except CellError as error:
            raise DatasetError(
                f"Table {self.spec.name!r} cannot take row {number}.",
                [Problem(path=f"{self.spec.name}[{number}].{name}", message=str(error))],
            ) from None
        if isinstance(value, str):
            if len(known) >= _CACHE:
                known.clear()
            known[value] = text
        return text

    def _refuse_unknown(self, values: Mapping[str, object], number: int) -> None:
        raise DatasetError(
            f"Table {self.spec.name!r} cannot take row {number}.",
            [
                Problem(
                    path=f"{self.spec.name}[{number}]",
                    message=f"there is no column {name!r}.",
                    remedy=nearest(name, self.spec.names),
                )
                for name in values
                if name not in self._names
            ],
        )


def rows_of(spec: TableSpec, records: Iterable[Mapping[str, object]]) -> Rows:
    """A table from mappings; raises `DatasetError` at the first that does not fit."""
    given = list(records)
    columns = _columns_of(spec, given)
    if columns is not None:
        return Rows(spec, list(zip(*columns, strict=True)))
    maker = RowMaker(spec)
    return Rows(spec, [maker.row(record, number=i) for i, record in enumerate(given, start=1)])


def _columns_of(spec: TableSpec, records: Sequence[Mapping[str, object]]) -> list[list[str]] | None:
    """All columns at once, every distinct text checked once; None if anything does not fit."""
    known = frozenset(spec.names)
    if not all(map(known.issuperset, records)):
        return None
    columns: list[list[str]] = []
    for column in spec.columns:
        write = writer_of(column)
        values = [record.get(column.name, "") for record in records]
        try:
            texts = {value: write(value) for value in set(values) if isinstance(value, str)}
            columns.append(
                [texts[value] if isinstance(value, str) else write(value) for value in values]
            )
        except (CellError, TypeError):
            return None
    return columns
