"""A dataset: a protocol and its tables, sealed; unsealed, with its allocations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from limen.dataset.allocations import Allocations, put_allocations
from limen.dataset.frames import Records, frame_of, records_of
from limen.dataset.nearest import nearest
from limen.dataset.provenance import Provenance
from limen.dataset.sources import FolderSource, MemorySource, Source, summaries
from limen.dataset.storage.digest import dataset_hash
from limen.dataset.storage.manifest import MANIFEST, PROTOCOL, Manifest
from limen.dataset.storage.rows import Rows, rows_of
from limen.dataset.storage.writer import DatasetWriter
from limen.dataset.tables import TABLES, TableSpec, tables_of
from limen.dataset.unsealing import refuse_foreign
from limen.errors import DatasetError, Problem
from limen.protocol import Protocol, load_protocol

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True, eq=False)
class Dataset:
    """The data of one study, without its arms.

    Whether real people or a simulation stand behind it is in `simulated`: no analysis may look,
    every report must say it.
    """

    protocol: Protocol
    source: Source
    simulated: bool
    seed: int | None = None
    provenance: Provenance = field(default_factory=Provenance)
    folder: Path | None = None

    @cached_property
    def hash(self) -> str:
        """SHA-256 over protocol, `simulated` and the content of all tables; 64 hex digits."""
        return dataset_hash(
            protocol=self.protocol.hash,
            simulated=self.simulated,
            tables=summaries(self.source),
        )

    @cached_property
    def tables(self) -> Mapping[str, TableSpec]:
        """The tables by name, each with its columns; the participants' depend on the study."""
        return tables_of(self.protocol)

    def rows(self, name: str) -> Rows:
        """A table as texts, without pandas; iterating gives a dictionary a row."""
        if name not in TABLES:
            sealed = "Allocations are sealed; unseal the dataset." if name == "allocations" else ""
            raise DatasetError(
                f"There is no table {name!r}. {sealed or nearest(name, TABLES)}".strip()
            )
        return self.source.rows(name)

    def table(self, name: str) -> pd.DataFrame:
        """A table as a frame of its own: numbers float64, integers Int64, the rest text.

        A blank cell is NaN in numbers, `<NA>` in integers and "" in text.
        """
        frames = self._frames
        if name not in frames:
            frames[name] = frame_of(self.rows(name))
        return frames[name].copy()

    @cached_property
    def _frames(self) -> dict[str, pd.DataFrame]:
        return {}

    def count(self, name: str) -> int:
        """How many rows a table has."""
        return self.source.summary(name)[0]

    @cached_property
    def participants(self) -> tuple[str, ...]:
        """The participants' ids, in the table's order."""
        return tuple(self.rows("participants").column("participant"))

    @classmethod
    def from_tables(
        cls,
        protocol: Protocol,
        tables: Mapping[str, pd.DataFrame | Records],
        *,
        simulated: bool,
        seed: int | None = None,
        provenance: Provenance | None = None,
    ) -> Dataset:
        """A dataset in memory; raises `DatasetError` for a row that does not fit its table."""
        return cls(
            protocol=protocol,
            source=MemorySource(tables_of(protocol), _checked(tables, tables_of(protocol))),
            simulated=simulated,
            seed=seed,
            provenance=provenance or Provenance(),
        )

    def with_tables(self, **tables: pd.DataFrame | Records) -> Dataset:
        """The same dataset in memory with some of its tables replaced; sealed."""
        kept = [self.rows(name) for name in TABLES if name not in tables]
        return Dataset(
            protocol=self.protocol,
            source=MemorySource(self.tables, [*kept, *_checked(tables, self.tables)]),
            simulated=self.simulated,
            seed=self.seed,
            provenance=self.provenance,
        )

    def unseal(self, allocations: Allocations) -> UnsealedDataset:
        """This dataset with its allocations.

        Raises `AllocationsError` if they are of another dataset, name people or arms that this one
        does not have, or contradict themselves.
        """
        refuse_foreign(allocations, self.hash, self.protocol, self.participants)
        return UnsealedDataset(
            protocol=self.protocol,
            source=self.source,
            simulated=self.simulated,
            seed=self.seed,
            provenance=self.provenance,
            folder=self.folder,
            sealed_allocations=allocations,
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class UnsealedDataset(Dataset):
    """A dataset with its allocations; what compares arms asks for one of these."""

    sealed_allocations: Allocations

    @property
    def allocations(self) -> pd.DataFrame:
        """The allocations as a frame: participant, arm, period, kit, intervention, dose_level."""
        return frame_of(self.sealed_allocations.rows)

    @property
    def allocations_hash(self) -> str:
        """The hash of the allocations."""
        return self.sealed_allocations.hash

    @cached_property
    def arm_of(self) -> Mapping[str, str]:
        """The arm of each participant whose arm is known."""
        rows: Iterator[dict[str, str]] = iter(self.sealed_allocations.rows)
        return {row["participant"]: row["arm"] for row in rows if row["arm"]}


def read_dataset(folder: Path | str) -> Dataset:
    """The dataset in a folder; its tables are read when asked for.

    Raises `DatasetError` if the folder is not a dataset or was changed.
    """
    place = Path(folder)
    manifest = Manifest.read(place)
    protocol = _own_protocol(place, manifest)
    return Dataset(
        protocol=protocol,
        source=FolderSource(place, manifest, tables_of(protocol)),
        simulated=manifest.simulated,
        seed=manifest.seed,
        provenance=manifest.provenance,
        folder=place,
    )


def write_dataset(
    dataset: Dataset, folder: Path | str, *, allocations: Allocations | None = None
) -> Dataset:
    """Write a dataset into a new folder and return it, sealed, as read from there.

    `allocations` are put beside the tables only if given: right for published data, wrong while
    anybody must stay blinded (`write_allocations` puts them elsewhere). Raises `DatasetError` if
    the folder exists and is not empty, and `AllocationsError` for allocations of another dataset.
    """
    if allocations is not None:
        refuse_foreign(allocations, dataset.hash, dataset.protocol, dataset.participants)
    place = Path(folder)
    with DatasetWriter(
        place,
        protocol=dataset.protocol,
        simulated=dataset.simulated,
        seed=dataset.seed,
        provenance=dataset.provenance,
    ) as writer:
        for name in TABLES:
            table = writer.table(name)
            for row in dataset.rows(name).rows:
                table.add_row(row)
        if allocations is not None:
            put_allocations(allocations, writer.staging)
    return read_dataset(place)


def _own_protocol(folder: Path, manifest: Manifest) -> Protocol:
    file = folder / PROTOCOL
    if not file.is_file():
        raise DatasetError(
            f"{folder} is not complete.", [Problem(file=file, message="does not exist.")]
        )
    protocol = load_protocol(file)
    if protocol.hash != manifest.protocol_hash:
        raise DatasetError(
            f"{folder} was changed after it was written.",
            [
                Problem(
                    file=file,
                    message=f"is not the protocol that {MANIFEST} names: its hash is "
                    f"{protocol.hash[:12]}…, not {manifest.protocol_hash[:12]}….",
                    remedy="Use an unchanged copy. Data of another study need their own dataset.",
                )
            ],
        )
    return protocol


def _checked(
    tables: Mapping[str, pd.DataFrame | Records], specs: Mapping[str, TableSpec]
) -> list[Rows]:
    unknown = [name for name in tables if name not in specs]
    if unknown:
        raise DatasetError(
            f"There is no table {unknown[0]!r}. {nearest(unknown[0], TABLES)}".strip()
        )
    return [rows_of(specs[name], records_of(table)) for name, table in tables.items()]
