"""The one shape: what a study's data look like, wherever they come from."""

from limen.dataset.allocations import Allocations, read_allocations, write_allocations
from limen.dataset.dataset import Dataset, UnsealedDataset, read_dataset, write_dataset
from limen.dataset.provenance import Provenance
from limen.dataset.storage.writer import DatasetWriter
from limen.dataset.tables import ALLOCATIONS, TABLES, ColumnSpec, TableSpec

__all__ = [
    "ALLOCATIONS",
    "TABLES",
    "Allocations",
    "ColumnSpec",
    "Dataset",
    "DatasetWriter",
    "Provenance",
    "TableSpec",
    "UnsealedDataset",
    "read_allocations",
    "read_dataset",
    "write_allocations",
    "write_dataset",
]
