"""Anybody's CSV files, with a map that says which column means what."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from limen import __version__
from limen.dataset.adapters.csv_map.collect import Collected
from limen.dataset.adapters.csv_map.document import CsvMap, load_map
from limen.dataset.adapters.csv_map.table_file import MappedFile
from limen.dataset.allocations import Allocations
from limen.dataset.check.promises import Promises
from limen.dataset.dataset import Dataset
from limen.dataset.provenance import Provenance
from limen.dataset.storage.csv_file import shortened
from limen.errors import DatasetError, Problem
from limen.protocol import load_protocol


def import_csv(map_file: Path | str) -> tuple[Dataset, Allocations | None]:
    """The dataset that a map and its CSV files give, and its allocations if they hold any.

    Raises `DocumentError` for a map, `ProtocolError` for a protocol, and `DatasetError` for files
    that do not make sense: all problems at once, each with its file and line.
    """
    path = Path(map_file)
    map = load_map(path)
    protocol = load_protocol(path.parent / map.protocol)
    collected = Collected(Promises(protocol))
    files = [MappedFile.read(path.parent, each, map.missing) for each in map.files]
    problems: list[Problem] = []
    for file in files:
        if not file.problems:
            collected.take(file)
        problems += shortened(file.problems, file.path)
    if problems:
        raise DatasetError(f"The files of {path} cannot be imported.", problems)
    dataset = Dataset.from_tables(
        protocol,
        collected.all_tables(),
        simulated=False,
        provenance=Provenance(
            source=map.source,
            made_by=f"limen {__version__}, dataset import csv",
            made_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            citation=map.citation,
            licence=map.licence,
            findings=_findings(files),
            files=tuple((file.map.file, file.digest) for file in files),
        ),
    )
    rows = collected.tables.get("allocations")
    return dataset, Allocations.of(dataset.hash, rows) if rows else None


def _findings(files: list[MappedFile]) -> tuple[str, ...]:
    """Which columns of the files were left out."""
    return tuple(
        f"{file.map.file}: columns that the map does not mention were left out: {', '.join(out)}."
        for file in files
        if (out := file.unused())
    )


__all__ = ["CsvMap", "import_csv", "load_map"]
