"""Who was randomised to what: a sealed file of its own, bound to its dataset by hash."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from io import StringIO
from pathlib import Path

from limen.dataset.storage.csv_file import read_table
from limen.dataset.storage.digest import hash_of
from limen.dataset.storage.rows import Rows, rows_of
from limen.dataset.storage.staging import new_folder
from limen.dataset.tables import ALLOCATIONS
from limen.errors import AllocationsError, Problem

FILE = "allocations.csv"
SEAL = "allocations.json"
FORMAT = 1


@dataclass(frozen=True, eq=False)
class Allocations:
    """The allocations of one dataset; `dataset_hash` says of which.

    Rows with a kit give that kit's content, rows with a period and no kit the period's
    intervention, rows without a period the arm only.
    """

    rows: Rows
    dataset_hash: str

    @cached_property
    def hash(self) -> str:
        """The hash of the allocations together with their dataset's."""
        return hash_of({"dataset": self.dataset_hash, "content": self.rows.digest})

    @classmethod
    def of(cls, dataset_hash: str, records: Iterable[Mapping[str, object]]) -> Allocations:
        """Allocations from mappings; raises `DatasetError` at the first that does not fit."""
        return cls(rows_of(ALLOCATIONS, records), dataset_hash)


def write_allocations(allocations: Allocations, folder: Path | str) -> Path:
    """Write `allocations.csv` and `allocations.json` into a new folder; the CSV's path.

    Keep the folder where nobody who must stay blinded can read it.
    """
    place = Path(folder)
    with new_folder(place) as staging:
        put_allocations(allocations, staging)
    return place / FILE


def put_allocations(allocations: Allocations, folder: Path) -> None:
    """Write the two files of the allocations into a folder that is being made."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(ALLOCATIONS.names)
    writer.writerows(allocations.rows.rows)
    content = text.getvalue().encode()
    seal = {
        "limen_allocations": FORMAT,
        "dataset": allocations.dataset_hash,
        "file": FILE,
        "rows": len(allocations.rows),
        "sha256": sha256(content).hexdigest(),
        "hash": allocations.hash,
    }
    (folder / FILE).write_bytes(content)
    (folder / SEAL).write_text(json.dumps(seal, indent=2) + "\n", encoding="utf-8")


def read_allocations(path: Path | str) -> Allocations:
    """Read allocations from their CSV file or its folder.

    Raises `AllocationsError` if a file is missing, does not fit, or was changed.
    """
    given = Path(path)
    folder = given if given.is_dir() else given.parent
    file, seal_file = folder / FILE if given.is_dir() else given.with_suffix(".csv"), folder / SEAL
    content, seal = _bytes(file), _seal(seal_file)
    if sha256(content).hexdigest() != seal.get("sha256"):
        raise AllocationsError(
            "The allocations were changed after they were written.",
            [
                Problem(
                    file=file,
                    message=f"does not have the SHA-256 that {SEAL} lists.",
                    remedy="Use an unchanged copy of both files.",
                )
            ],
        )
    rows, problems = read_table(content, ALLOCATIONS, file)
    if problems:
        raise AllocationsError("The allocations cannot be read.", problems)
    allocations = Allocations(rows, str(seal["dataset"]))
    if allocations.hash != seal.get("hash"):
        message = "was changed: its hash does not follow from its content."
        raise AllocationsError(
            "The allocations were changed after they were written.",
            [Problem(file=seal_file, message=message, remedy="Use an unchanged copy.")],
        )
    return allocations


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise AllocationsError(
            "The allocations cannot be read.",
            [
                Problem(
                    file=file,
                    message=f"cannot be read: {error.strerror}.",
                    remedy=f"Name the {FILE}; {SEAL} must lie beside it.",
                )
            ],
        ) from None


def _seal(file: Path) -> dict[str, object]:
    try:
        seal = json.loads(_bytes(file))
        version = seal["limen_allocations"]
        _ = seal["dataset"]
    except (ValueError, KeyError, TypeError) as error:
        raise AllocationsError(
            "The allocations cannot be read.",
            [Problem(file=file, message=f"is not what Limen writes there: {error}.")],
        ) from None
    if version != FORMAT:
        raise AllocationsError(
            f"The allocations have format {version!r}; this version of Limen reads {FORMAT}."
        )
    return dict(seal)
