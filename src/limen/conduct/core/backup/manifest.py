"""What a backup says about itself; it stands beside the tables and is written last."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from limen.conduct.core.trail import Head
from limen.errors import ConductError, Problem

FILE = "manifest.json"
FORM = 1


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table's rows, and the SHA-256 of its file."""

    rows: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """A backup: of which study, when, where the trail stood, and which tables it holds.

    `migrations` are those that had been applied, the latest of each app, as `app.name`. `files` are
    settings, documents and words of instruments: their SHA-256 by path.
    """

    study: str
    made_at: datetime
    limen: str
    database: str
    migrations: tuple[str, ...]
    master_key_id: str
    head: Head
    tables: Mapping[str, Table]
    files: Mapping[str, str]

    def write(self, folder: Path) -> None:
        """Write the manifest into a backup's folder."""
        content = asdict(self) | {
            "limen_backup": FORM,
            "made_at": self.made_at.isoformat(),
            "head": str(self.head),
        }
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        (folder / FILE).write_text(text, encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Return a backup's manifest; `ConductError` if the folder holds no backup."""
    file = folder / FILE
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        if content["limen_backup"] != FORM:
            raise _refused(file, "It was made by a later version of Limen.", "Update Limen.")
        number, _, hash = content["head"].partition(":")
        return Manifest(
            study=content["study"],
            made_at=datetime.fromisoformat(content["made_at"]),
            limen=content["limen"],
            database=content["database"],
            migrations=tuple(content["migrations"]),
            master_key_id=content["master_key_id"],
            head=Head(int(number), hash),
            tables={name: Table(**table) for name, table in content["tables"].items()},
            files=dict(content["files"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _refused(file, f"It is no backup: {error}.", "Name a backup's folder.") from None


def manifests(folder: Path) -> Iterator[tuple[Path, Manifest]]:
    """Yield every backup in a folder of backups, oldest first; `damaged` ones are left out."""
    for place in _places(folder):
        with suppress(ConductError):
            yield place, read_manifest(place)


def damaged(folder: Path) -> Iterator[Problem]:
    """Yield what lies in a folder of backups and cannot say which state of the record it is."""
    for place in _places(folder):
        try:
            read_manifest(place)
        except ConductError as error:
            yield from error.problems


def _places(folder: Path) -> Iterator[Path]:
    """Yield the folders of backups; those that begin with a dot were never finished."""
    for place in sorted(folder.iterdir() if folder.is_dir() else ()):
        if place.is_dir() and not place.name.startswith("."):
            yield place


def _refused(file: Path, message: str, remedy: str) -> ConductError:
    problem = Problem(message=message, remedy=remedy, file=file)
    return ConductError(f"{file.parent} cannot be used.", [problem])
