"""The hash of a table's content, and of a dataset's."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import islice

_BETWEEN = "\x1f"  # no cell may hold it
_CHUNK = 2048


class TableDigest:
    """SHA-256 of a table, row after row in constant memory.

    Columns are hashed apart and blank ones left out, so that a new optional column next year does
    not change the hash of an old dataset. The order of rows counts; that of columns does not.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = tuple(names)
        self._hashes = [sha256() for _ in self._names]
        self._filled = [False] * len(self._names)
        self._waiting: list[Sequence[str]] = []
        self.rows = 0

    def add(self, row: Sequence[str]) -> None:
        """Take the next row."""
        self._waiting.append(row)
        self.rows += 1
        if len(self._waiting) == _CHUNK:
            self._take()

    def _take(self) -> None:
        for i, cells in enumerate(zip(*self._waiting, strict=True)):
            text = _BETWEEN.join(cells) + _BETWEEN
            self._filled[i] = self._filled[i] or len(text) > len(cells)
            self._hashes[i].update(text.encode())
        self._waiting.clear()

    def hexdigest(self) -> str:
        """The hash of all rows so far."""
        self._take()
        columns = {
            name: hash_.hexdigest()
            for name, hash_, filled in zip(self._names, self._hashes, self._filled, strict=True)
            if filled
        }
        return hash_of({"rows": self.rows, "columns": columns})


def hash_of(content: Mapping[str, object]) -> str:
    """SHA-256 of a mapping as canonical JSON."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def digest_of(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The content hash of a table in memory."""
    digest = TableDigest(names)
    iterator = iter(rows)
    while chunk := list(islice(iterator, _CHUNK)):
        for row in chunk:
            digest.add(row)
    return digest.hexdigest()


def dataset_hash(*, protocol: str, simulated: bool, tables: Mapping[str, tuple[int, str]]) -> str:
    """The hash of a dataset: its protocol's, whether it was simulated, and every filled table's.

    `tables` maps a table's name to its number of rows and content hash. Provenance, file names and
    the time of export are left out.
    """
    filled = {name: digest for name, (rows, digest) in tables.items() if rows}
    return hash_of(
        {"limen_dataset": 1, "protocol": protocol, "simulated": simulated, "tables": filled}
    )
