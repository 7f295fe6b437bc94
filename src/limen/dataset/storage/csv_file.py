"""Reading a table's CSV file: every problem at once, each with its line."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from limen.counted import counted
from limen.dataset.nearest import nearest
from limen.dataset.storage.cells import CellError, writer_of
from limen.dataset.storage.rows import Row, Rows
from limen.dataset.tables import ColumnSpec, TableSpec
from limen.errors import Problem

_SHOWN = 20  # problems of one kind that are listed before the rest is counted


@dataclass
class RawCsv:
    """A CSV file as texts: a header, rows of equal length, their lines, what was wrong."""

    header: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    lines: Sequence[int] = ()
    problems: list[Problem] = field(default_factory=list)


def decode(content: bytes, file: Path) -> tuple[str, list[Problem]]:
    """The text of a UTF-8 file (a byte order mark is dropped), or where it stops being UTF-8."""
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        guess = "UTF-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "Windows-1252 or Latin-1"
        remedy = f"It is probably {guess}; save it as UTF-8 (in a spreadsheet: 'CSV UTF-8')."
        message = f"is not UTF-8: byte {error.start} is 0x{byte:02x}."
        return "", [Problem(file=file, line=line, message=message, remedy=remedy)]


def parse(content: bytes, file: Path, delimiter: str = ",") -> RawCsv:
    """The header and rows of a CSV file; ragged rows are left out and reported."""
    text, problems = decode(content, file)
    raw = RawCsv(problems=problems)
    if problems:
        return raw
    if _parse_plain(text, raw, delimiter):
        return raw
    reader = csv.reader(StringIO(text, newline=""), strict=True, delimiter=delimiter)
    ragged: list[Problem] = []
    lines: list[int] = []
    line = 1
    try:
        for cells in reader:
            begins, line = line, reader.line_num + 1
            if not cells:
                continue
            if not raw.header:
                raw.header = cells
            elif len(cells) == len(raw.header):
                raw.rows.append(cells)
                lines.append(begins)
            else:
                ragged.append(_ragged(file, begins, len(cells), len(raw.header)))
    except csv.Error as error:
        message = f"is not CSV: {error}."
        raw.problems.append(
            Problem(file=file, line=line, message=message, remedy="Close the quotation mark.")
        )
    raw.lines = lines
    raw.problems.extend(shortened(ragged, file))
    if not raw.header:
        raw.problems.append(Problem(file=file, message="is empty.", remedy="Write a header line."))
    return raw


def _parse_plain(text: str, raw: RawCsv, delimiter: str) -> bool:
    """Parse a file without quotes, blank lines and ragged rows, where every row is one line."""
    if '"' in text:
        return False
    rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    if not rows or not rows[0] or len(set(map(len, rows))) != 1:
        return False
    raw.header, raw.rows = rows[0], rows[1:]
    raw.lines = range(2, len(rows) + 1)
    return True


def read_table(content: bytes, spec: TableSpec, file: Path) -> tuple[Rows, list[Problem]]:
    """A table out of its file, and everything that is wrong with it."""
    raw = parse(content, file)
    problems = raw.problems + _header_problems(raw.header, spec, file)
    if problems:
        return Rows(spec, (), file), problems
    given = dict(zip(raw.header, zip(*raw.rows, strict=True), strict=False)) if raw.rows else {}
    blank = ("",) * len(raw.rows)
    columns: list[Sequence[str]] = []
    for column in spec.columns:
        cells = given.get(column.name, blank)
        texts, wrong = _accept(cells, column, spec, file, raw.lines)
        columns.append(texts)
        problems.extend(wrong)
    rows: list[Row] = list(zip(*columns, strict=True))
    return Rows(spec, rows, file, raw.lines), problems


def _accept(
    cells: Sequence[str], column: ColumnSpec, spec: TableSpec, file: Path, lines: Sequence[int]
) -> tuple[Sequence[str], list[Problem]]:
    write = writer_of(column)
    texts: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for cell in set(cells):
        try:
            texts[cell] = write(cell)
        except CellError as error:
            wrong[cell] = str(error)
    if not wrong:
        return [texts[cell] for cell in cells], []
    place = spec.names.index(column.name) + 1
    problems = [
        Problem(
            file=file,
            line=lines[i],
            column=place,
            path=f"{spec.name}.{column.name}",
            message=wrong[cell],
        )
        for i, cell in enumerate(cells)
        if cell in wrong
    ]
    return cells, shortened(problems, file)


def _header_problems(header: Sequence[str], spec: TableSpec, file: Path) -> list[Problem]:
    if not header:
        return []
    problems = [
        Problem(
            file=file,
            line=1,
            column=i,
            path=spec.name,
            message=f"there is no column {name!r} in {spec.name!r}.",
            remedy=nearest(name, [known for known in spec.names if known not in header]),
        )
        for i, name in enumerate(header, start=1)
        if name not in spec.names
    ]
    problems += [
        Problem(file=file, line=1, path=spec.name, message=f"column {name!r} occurs twice.")
        for name in {name for name in header if header.count(name) > 1}
    ]
    return problems + [
        Problem(
            file=file,
            line=1,
            path=spec.name,
            message=f"column {name!r} is missing.",
            remedy="It must be there and filled.",
        )
        for name in spec.required
        if name not in header
    ]


def _ragged(file: Path, line: int, has: int, needs: int) -> Problem:
    return Problem(
        file=file,
        line=line,
        message=f"has {counted(has, 'cell')}, the header has {needs}.",
        remedy="A comma inside a text needs quotation marks around the text."
        if has > needs
        else "Was the line cut off?",
    )


def shortened(problems: list[Problem], file: Path) -> list[Problem]:
    """The first problems of a kind; the rest is only counted."""
    if len(problems) <= _SHOWN:
        return problems
    rest = len(problems) - _SHOWN
    return [*problems[:_SHOWN], Problem(file=file, message=f"… and {rest:,} more of this kind.")]
