"""A streaming writer of datasets: constant memory, no pandas, all or nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import IO

from limen.dataset.nearest import nearest
from limen.dataset.provenance import Provenance
from limen.dataset.storage.digest import TableDigest
from limen.dataset.storage.manifest import PROTOCOL, Manifest, TableEntry
from limen.dataset.storage.protocol_text import protocol_text
from limen.dataset.storage.rows import Row, RowMaker
from limen.dataset.storage.staging import new_folder
from limen.dataset.tables import TABLES, TableSpec, tables_of
from limen.errors import DatasetError
from limen.protocol import Protocol


class _HashingFile:
    """A binary file that hashes what is written to it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.hash = sha256()

    def write(self, content: bytes) -> int:
        self.hash.update(content)
        return self._file.write(content)


class TableWriter:
    """One table's CSV file, open for rows."""

    def __init__(self, spec: TableSpec, folder: Path, stack: ExitStack) -> None:
        self.spec = spec
        self._file = _HashingFile(stack.enter_context((folder / spec.file).open("wb")))
        self._buffer: list[Row] = []
        self._maker = RowMaker(spec)
        self._digest = TableDigest(spec.names)
        self._put([spec.names])

    def add(self, values: Mapping[str, object]) -> None:
        """Check one row and write it."""
        self.add_row(self._maker.row(values, number=self._digest.rows + 1))

    def add_row(self, row: Row) -> None:
        """Write one row that is known to fit."""
        self._digest.add(row)
        self._buffer.append(row)
        if len(self._buffer) >= 2048:
            self._flush()

    def entry(self) -> TableEntry:
        """What `dataset.json` says of the table; call it after the last row."""
        self._flush()
        return TableEntry(
            file=self.spec.file,
            rows=self._digest.rows,
            sha256=self._file.hash.hexdigest(),
            content=self._digest.hexdigest(),
        )

    def _flush(self) -> None:
        self._put(self._buffer)
        self._buffer.clear()

    def _put(self, rows: Iterable[Row]) -> None:
        text = _Text()
        csv.writer(text, lineterminator="\n").writerows(rows)
        self._file.write("".join(text.parts).encode())


class _Text:
    def __init__(self) -> None:
        self.parts: list[str] = []

    def write(self, text: str) -> None:
        self.parts.append(text)


class DatasetWriter:
    """Writes a dataset's folder row by row.

    ```python
    with DatasetWriter(folder, protocol=protocol, simulated=False) as writer:
        writer.add("participants", {"participant": "1", "respondent": "staff", "source": "web"})
    ```

    Every row is checked when it is added (its columns, and the kind of each cell). The folder
    appears when the block ends; if the block raises, or the folder exists already, there is
    nothing. Keys and references between tables are for `check_dataset` afterwards.
    """

    def __init__(
        self,
        folder: Path,
        *,
        protocol: Protocol,
        simulated: bool,
        seed: int | None = None,
        provenance: Provenance | None = None,
    ) -> None:
        self.folder = Path(folder)
        self._about = (protocol, simulated, seed, provenance or Provenance())
        self._stack = ExitStack()
        self._tables: dict[str, TableWriter] = {}

    def __enter__(self) -> DatasetWriter:
        with ExitStack() as stack:
            self.staging = stack.enter_context(new_folder(self.folder))
            files = stack.enter_context(ExitStack())
            self._files = files
            self._tables = {
                spec.name: TableWriter(spec, self.staging, files)
                for spec in tables_of(self._about[0]).values()
            }
            self._stack = stack.pop_all()
        return self

    def add(self, table: str, row: Mapping[str, object]) -> None:
        """Add one row; raises `DatasetError` if its columns or values do not fit the table."""
        self.table(table).add(row)

    def table(self, name: str) -> TableWriter:
        """The writer of one table."""
        if name not in self._tables:
            raise DatasetError(f"There is no table {name!r}. {nearest(name, TABLES)}".strip())
        return self._tables[name]

    def describe(self, provenance: Provenance) -> None:
        """Say where the data come from, once the last row has told what was found on the way."""
        protocol, simulated, seed, _ = self._about
        self._about = (protocol, simulated, seed, provenance)

    @property
    def counts(self) -> dict[str, int]:
        """The rows so far, by table."""
        return {name: table.entry().rows for name, table in self._tables.items()}

    @property
    def hash(self) -> str:
        """The hash of the dataset if no row follows."""
        return self._manifest(b"").hash

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._stack.__exit__(kind, error, trace)
            return
        with self._stack:
            self._finish()

    def _finish(self) -> None:
        text = protocol_text(self._about[0]).encode()
        manifest = self._manifest(text)
        self._files.close()
        (self.staging / PROTOCOL).write_bytes(text)
        manifest.write(self.staging)

    def _manifest(self, text: bytes) -> Manifest:
        protocol, simulated, seed, provenance = self._about
        return Manifest(
            protocol_id=protocol.id,
            protocol_version=protocol.version,
            protocol_hash=protocol.hash,
            protocol_sha256=sha256(text).hexdigest(),
            simulated=simulated,
            seed=seed,
            tables={name: table.entry() for name, table in self._tables.items()},
            provenance=provenance,
        )
