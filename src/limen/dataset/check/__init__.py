"""Does a dataset keep its protocol's promises? Everything that is wrong, at once."""

from __future__ import annotations

from pathlib import Path

from limen.dataset.allocations import Allocations
from limen.dataset.check.files import readable_tables
from limen.dataset.check.guesses import check_guesses
from limen.dataset.check.order import check_order
from limen.dataset.check.people import check_arms, check_outcomes, check_people
from limen.dataset.check.promises import Promises
from limen.dataset.check.references import check_keys, check_references
from limen.dataset.check.report import CheckReport, Findings
from limen.dataset.check.values import check_values
from limen.dataset.dataset import Dataset, read_dataset
from limen.dataset.storage.rows import Rows
from limen.dataset.unsealing import refuse_foreign
from limen.errors import AllocationsError, Problem
from limen.protocol import Protocol


def check_dataset(
    dataset: Dataset | Path | str,
    *,
    allocations: Allocations | None = None,
    protocol: Protocol | None = None,
) -> CheckReport:
    """Everything that is wrong or remarkable in a dataset, or in the folder of one.

    With `allocations`, whether they belong to the dataset and leave no arm empty; with `protocol`,
    whether the dataset is of that study. Raises `DatasetError` only if there is no dataset to
    check: no folder, no `dataset.json`, no readable protocol.
    """
    data = dataset if isinstance(dataset, Dataset) else read_dataset(dataset)
    found = Findings()
    if protocol is not None and protocol.hash != data.protocol.hash:
        found.error("protocol", _other_study(data, protocol))
    tables = readable_tables(data, found)
    promises = Promises(data.protocol)
    complete = {name: tables.get(name) or Rows(spec, ()) for name, spec in data.tables.items()}
    if "participants" in tables:
        check_references(complete, promises, found)
    if {"participants", "scores"} <= tables.keys():
        check_people(complete, found)
    check_keys(complete, found)
    check_values(complete, promises, found)
    check_order(complete, found)
    if {"guesses", "scores"} <= tables.keys():
        check_guesses(complete, promises, found)
    if "scores" in tables:
        check_outcomes(complete, promises, found)
    if allocations is not None:
        _check_allocations(data, complete, allocations, promises, found)
    return found.report()


def _check_allocations(
    data: Dataset,
    tables: dict[str, Rows],
    allocations: Allocations,
    promises: Promises,
    found: Findings,
) -> None:
    try:
        refuse_foreign(allocations, data.hash, data.protocol, data.participants)
    except AllocationsError as error:
        for problem in error.problems:
            found.error("allocations", problem)
        return
    check_arms(tables, allocations, promises, found)


def _other_study(data: Dataset, protocol: Protocol) -> Problem:
    same = data.protocol.id == protocol.id
    return Problem(
        path="protocol",
        message=f"the data are of {data.protocol.id!r} {data.protocol.version} "
        f"({data.protocol.hash[:12]}…), not of {protocol.id!r} {protocol.version} "
        f"({protocol.hash[:12]}…).",
        remedy="`limen protocol diff` says what changed between the two."
        if same
        else "Check the data against the protocol of their own study.",
    )


__all__ = ["CheckReport", "check_dataset"]
