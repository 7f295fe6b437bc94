"""A CSV file seen through its map: rows, cells by meaning, problems with their lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from limen.dataset.adapters.csv_map.document import Cell, FileMap
from limen.dataset.nearest import nearest
from limen.dataset.storage.csv_file import parse
from limen.errors import Problem


@dataclass(eq=False)
class MappedFile:
    """A file, its map, and what was found wrong so far."""

    path: Path
    map: FileMap
    missing: frozenset[str]
    header: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    lines: Sequence[int] = ()
    digest: str = ""
    problems: list[Problem] = field(default_factory=list)
    _places: dict[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path, map: FileMap, missing: tuple[str, ...]) -> MappedFile:
        """Read the file that a map names; problems with it are kept in the result."""
        path = folder / map.file
        mapped = cls(path, map, frozenset(missing) | {""})
        try:
            content = path.read_bytes()
        except OSError as error:
            mapped.problems.append(Problem(file=path, message=f"cannot be read: {error.strerror}."))
            return mapped
        raw = parse(content, path, map.delimiter)
        mapped.digest = sha256(content).hexdigest()
        mapped.header, mapped.rows, mapped.lines = raw.header, raw.rows, raw.lines
        mapped.problems += raw.problems
        mapped._places = {name: i for i, name in enumerate(raw.header)}
        if raw.header:
            mapped.problems += mapped._unknown_columns()
        return mapped

    def records(self) -> Iterator[tuple[int, Sequence[str]]]:
        """(line, cells) of every row."""
        return zip(self.lines, self.rows, strict=True)

    def text(self, row: Sequence[str], cell: Cell | str | None, line: int) -> str:
        """What a cell means in a row: blank if missing or not understood (and then reported)."""
        if cell is None:
            return ""
        where = Cell(column=cell) if isinstance(cell, str) else cell
        if where.column is None:
            return where.value or ""
        text = row[self._places[where.column]].strip()
        if text in self.missing:
            return ""
        if not where.values:
            return text
        if text not in where.values:
            remedy = nearest(text, where.values) + " Add it to `values` in the map, or correct it."
            self.report(line, where.column, f"{text!r} has no meaning in the map.", remedy.strip())
            return ""
        return where.values[text]

    def report(self, line: int, column: str | None, message: str, remedy: str = "") -> None:
        """Note something wrong in a row."""
        place = self._places.get(column) if column else None
        self.problems.append(
            Problem(
                file=self.path,
                line=line,
                column=None if place is None else place + 1,
                path=column or "",
                message=message,
                remedy=remedy,
            )
        )

    def unused(self) -> list[str]:
        """Columns of the file that the map does not mention."""
        used = set(_columns(self.map))
        return [name for name in self.header if name not in used]

    def _unknown_columns(self) -> list[Problem]:
        return [
            Problem(
                file=self.path,
                line=1,
                path=name,
                message=f"the map names column {name!r}, which the file does not have.",
                remedy=nearest(name, self.header),
            )
            for name in dict.fromkeys(_columns(self.map))
            if name not in self._places
        ]


def _columns(map: FileMap) -> Iterator[str]:
    cells = [map.participant, map.occasion, map.arm, *map.about.values()]
    for guess in map.guesses:
        cells += [guess.answer, guess.confidence_percent, guess.reason]
    cells += [each.expectation for each in map.expectancies]
    cells += [each.value for each in map.measurements]
    if map.given:
        cells += [map.given.intervention, map.given.period, map.given.kit]
    yield from (cell.column for cell in cells if cell is not None and cell.column is not None)
    yield from (score.column for score in map.scores)
    if map.long:
        yield from (map.long.name, map.long.value)
