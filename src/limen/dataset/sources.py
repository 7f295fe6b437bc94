"""Where a dataset's tables come from: a folder, or memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Protocol as Interface

from limen.dataset.nearest import nearest
from limen.dataset.storage.csv_file import read_table
from limen.dataset.storage.manifest import Manifest
from limen.dataset.storage.rows import Rows
from limen.dataset.tables import TABLES, TableSpec
from limen.errors import DatasetError, Problem


class Source(Interface):
    """What a dataset asks of the place where its tables are."""

    def rows(self, name: str) -> Rows:
        """The rows of a table; raises `DatasetError` if they were changed or do not fit."""
        ...

    def summary(self, name: str) -> tuple[int, str]:
        """Number of rows and content hash of a table."""
        ...


class MemorySource:
    """Tables in memory; one that is not given is empty."""

    def __init__(self, specs: Mapping[str, TableSpec], tables: Iterable[Rows] = ()) -> None:
        self._specs = specs
        self._tables = {rows.spec.name: rows for rows in tables}

    def rows(self, name: str) -> Rows:
        """The rows of a table."""
        return self._tables.get(name) or Rows(self._specs[name], ())

    def summary(self, name: str) -> tuple[int, str]:
        """Number of rows and content hash of a table."""
        rows = self.rows(name)
        return len(rows), rows.digest


class FolderSource:
    """Tables in a folder: CSV files listed in `dataset.json`, read when asked for."""

    def __init__(self, folder: Path, manifest: Manifest, specs: Mapping[str, TableSpec]) -> None:
        self.folder = folder
        self.specs = specs
        self.manifest = manifest
        self._read: dict[str, Rows] = {}
        unknown = [name for name in manifest.tables if name not in TABLES]
        if unknown:
            raise DatasetError(
                f"{folder} holds tables that this version of Limen does not know.",
                [Problem(path=name, message=nearest(name, TABLES)) for name in unknown],
            )

    def rows(self, name: str) -> Rows:
        """The rows of a table, checked against the file's hash and the table's columns."""
        if name not in self._read:
            self._read[name] = self._load(name)
        return self._read[name]

    def summary(self, name: str) -> tuple[int, str]:
        """Number of rows and content hash of a table, as `dataset.json` lists them."""
        entry = self.manifest.tables.get(name)
        return (entry.rows, entry.content) if entry else (0, "")

    def content(self, name: str) -> bytes | None:
        """The bytes of a table's file; None if the dataset has no such file."""
        entry = self.manifest.tables.get(name)
        if entry is None:
            return None
        file = self.folder / entry.file
        try:
            content = file.read_bytes()
        except OSError as error:
            raise DatasetError(
                f"{self.folder} is not complete.",
                [
                    Problem(
                        file=file,
                        message=f"cannot be read: {error.strerror}.",
                        remedy="Copy the whole folder again.",
                    )
                ],
            ) from None
        return content

    def tampered(self, name: str, content: bytes) -> list[Problem]:
        """The problem that a file is not the one that `dataset.json` lists, if so."""
        entry = self.manifest.tables[name]
        if sha256(content).hexdigest() == entry.sha256:
            return []
        return [
            Problem(
                file=self.folder / entry.file,
                message="was changed after the dataset was written: its SHA-256 is not the one "
                "in dataset.json.",
                remedy="Use an unchanged copy; corrections are made where the data come from.",
            )
        ]

    def _load(self, name: str) -> Rows:
        content = self.content(name)
        if content is None:
            return Rows(self.specs[name], ())
        entry = self.manifest.tables[name]
        problems = self.tampered(name, content)
        if problems:
            raise DatasetError(f"Table {name!r} cannot be trusted.", problems)
        rows, problems = read_table(content, self.specs[name], self.folder / entry.file)
        if not problems and (len(rows), rows.digest) != (entry.rows, entry.content):
            problems = [
                Problem(
                    file=self.folder / entry.file,
                    message="does not hold the rows that dataset.json lists.",
                    remedy="Use an unchanged copy.",
                )
            ]
        if problems:
            raise DatasetError(f"Table {name!r} cannot be read.", problems)
        return rows


def summaries(source: Source) -> Mapping[str, tuple[int, str]]:
    """Number of rows and content hash of every table."""
    return {name: source.summary(name) for name in TABLES}
