"""`dataset.json`: which protocol, which tables, their hashes, where everything comes from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from limen.dataset.provenance import Provenance
from limen.dataset.storage.digest import dataset_hash
from limen.errors import DatasetError, Problem

MANIFEST = "dataset.json"
PROTOCOL = "protocol.yaml"
FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class TableEntry:
    """A table on disk: its file, the file's SHA-256, and the hash of its content."""

    file: str
    rows: int
    sha256: str
    content: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What `dataset.json` says."""

    protocol_id: str
    protocol_version: str
    protocol_hash: str
    protocol_sha256: str
    simulated: bool
    tables: Mapping[str, TableEntry]
    seed: int | None = None
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def hash(self) -> str:
        """The hash of the dataset."""
        return dataset_hash(
            protocol=self.protocol_hash,
            simulated=self.simulated,
            tables={name: (entry.rows, entry.content) for name, entry in self.tables.items()},
        )

    def write(self, folder: Path) -> None:
        """Write `dataset.json` into a folder."""
        document = {
            "limen_dataset": FORMAT,
            "simulated": self.simulated,
            "seed": self.seed,
            "protocol": {
                "file": PROTOCOL,
                "id": self.protocol_id,
                "version": self.protocol_version,
                "hash": self.protocol_hash,
                "sha256": self.protocol_sha256,
            },
            "tables": {name: asdict(entry) for name, entry in self.tables.items()},
            "hash": self.hash,
            "provenance": self.provenance.as_json(),
        }
        text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
        (folder / MANIFEST).write_text(text, encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """What a folder's `dataset.json` says; raises `DatasetError` if it cannot be trusted."""
        file = folder / MANIFEST
        document = _document(folder, file)
        try:
            manifest = cls._from(document)
        except (KeyError, TypeError, ValueError) as error:
            raise DatasetError(
                f"{folder} cannot be read as a dataset.",
                [
                    Problem(
                        file=file,
                        message=f"lacks or misstates {error}.",
                        remedy="The file is written by Limen and not meant to be edited; "
                        "make the dataset again.",
                    )
                ],
            ) from None
        if document.get("hash") != manifest.hash:
            message = "was changed: its hash does not follow from the tables that it lists."
            raise DatasetError(
                f"{folder} was changed after it was written.",
                [Problem(file=file, message=message, remedy="Use an unchanged copy.")],
            )
        return manifest

    @classmethod
    def _from(cls, document: Mapping[str, Any]) -> Manifest:
        protocol, simulated, seed = document["protocol"], document["simulated"], document["seed"]
        if not isinstance(simulated, bool):
            raise ValueError("'simulated' (true or false)")
        return cls(
            protocol_id=str(protocol["id"]),
            protocol_version=str(protocol["version"]),
            protocol_hash=str(protocol["hash"]),
            protocol_sha256=str(protocol["sha256"]),
            simulated=simulated,
            seed=None if seed is None else int(seed),
            tables={
                name: TableEntry(
                    file=_inside(entry["file"]),
                    rows=int(entry["rows"]),
                    sha256=str(entry["sha256"]),
                    content=str(entry["content"]),
                )
                for name, entry in document["tables"].items()
            },
            provenance=Provenance.from_json(document.get("provenance", {})),
        )


def _inside(name: str) -> str:
    if Path(name).name != name:
        raise ValueError(f"a file name inside the folder: {name!r} is not one")
    return name


def _document(folder: Path, file: Path) -> dict[str, Any]:
    if not file.is_file():
        raise DatasetError(
            f"{folder} is not a dataset.",
            [
                Problem(
                    file=file,
                    message="does not exist.",
                    remedy="Name the folder that holds `dataset.json`; "
                    "`limen dataset import` makes one from other people's files.",
                )
            ],
        )
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        version = document["limen_dataset"]
    except (ValueError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise DatasetError(
            f"{folder} cannot be read as a dataset.",
            [Problem(file=file, message=f"is not what Limen writes there: {error}.")],
        ) from None
    if version != FORMAT:
        raise DatasetError(
            f"{folder} has format {version!r}; this version of Limen reads format {FORMAT}.",
            [Problem(file=file, message="has another format.", remedy="Use a newer Limen.")],
        )
    return dict(document)
