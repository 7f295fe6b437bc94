"""The files of a dataset: unchanged, readable, and everything that is wrong inside them."""

from __future__ import annotations

from limen.dataset.check.report import Findings
from limen.dataset.dataset import Dataset
from limen.dataset.sources import FolderSource
from limen.dataset.storage.csv_file import read_table
from limen.dataset.storage.manifest import MANIFEST
from limen.dataset.storage.rows import Rows
from limen.dataset.tables import TABLES
from limen.errors import DatasetError, Problem


def readable_tables(dataset: Dataset, found: Findings) -> dict[str, Rows]:
    """The tables that can be read, by name; what is wrong with files goes into `found`."""
    source = dataset.source
    if not isinstance(source, FolderSource):
        return {name: source.rows(name) for name in TABLES}
    tables: dict[str, Rows] = {}
    for name, spec in dataset.tables.items():
        try:
            tables[name] = source.rows(name)
            continue
        except DatasetError:  # look again, and list everything
            pass
        try:
            content = source.content(name)
        except DatasetError as error:
            for problem in error.problems:
                found.error("files", problem)
            continue
        if content is None:
            tables[name] = Rows(spec, ())
            continue
        changed = source.tampered(name, content)
        rows, problems = read_table(content, spec, source.folder / spec.file)
        for problem in (*changed, *problems):
            found.error(f"file {name}", problem)
        if not problems:
            tables[name] = rows
        if not changed and not problems and (len(rows), rows.digest) != source.summary(name):
            message = f"does not hold the rows that {MANIFEST} lists."
            found.error("content", Problem(file=source.folder / spec.file, message=message))
    return tables
