"""Unsealing: the allocations file of a dataset, made by both key holders, bound to it by hash."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from limen.dataset import Allocations, Dataset
from limen.dataset.provenance import NOT_LOCKED
from limen.errors import Problem, SupplyError
from limen.supply.opening.holders import Holders, open_everything
from limen.supply.opening.unblinded import UnblindedPart, refuse_foreign
from limen.supply.sealed import PackedKit, ServerPart
from limen.supply.sealed.numbers import typed

BEFORE_LOCK = ("interim", "pharmacovigilance")


def unseal(
    server: ServerPart,
    part: UnblindedPart,
    dataset: Dataset,
    *,
    assigned: Mapping[str, str],
    holders: Holders,
) -> Allocations:
    """Return the allocations of a dataset: who had which arm, period by period and kit by kit.

    `assigned` maps participants to their set. The opening is in the log, with the dataset's hash,
    before anything is opened. Raises `SupplyError` if the parts, the dataset and the sets do not
    belong together, the purpose is none for which everything may be opened, or it is the lock, and
    the dataset is a snapshot of a database that was not locked.
    """
    refuse_foreign(part, supply=server.supply, server_manifest=server.hash)
    if holders.purpose not in ("lock", *BEFORE_LOCK):
        raise SupplyError(f"Nobody unseals a study for '{holders.purpose}'.")
    refuse_snapshot(dataset, holders.purpose)
    if dataset.protocol.id != part.protocol_id:
        raise SupplyError(
            f"The dataset is of study '{dataset.protocol.id}', the supply of '{part.protocol_id}'."
        )
    _refuse_assigned(server, dataset, assigned)
    contents = open_everything(part, holders, dataset=dataset.hash)
    allocations = Allocations.of(dataset.hash, _rows(server, dataset, assigned, contents))
    dataset.unseal(allocations)
    return allocations


def refuse_snapshot(dataset: Dataset, purpose: str) -> None:
    """Raise `SupplyError` if a snapshot of a database that was not locked is for the lock."""
    if purpose != "lock" or dataset.provenance.locked != NOT_LOCKED:
        return
    message = "It is a snapshot of a database that was not locked."
    remedy = (
        "Lock it (limen conduct lock) and export again; or unseal the snapshot for one of "
        f"{', '.join(BEFORE_LOCK)}, and only those whom the protocol names may see what follows."
    )
    raise SupplyError(
        "The dataset is not unsealed for 'lock'.", [Problem(message=message, remedy=remedy)]
    )


def assigned_by_kits(server: ServerPart, dataset: Dataset) -> dict[str, str]:
    """Return the set of each participant, by the kits that they took.

    For studies whose list of assignments is lost; who never took a kit is not in it. `SupplyError`
    where somebody took kits of several sets.
    """
    found: dict[str, str] = {}
    for person, kit in _taken(dataset):
        if typed(kit) not in server.set_of:
            continue
        number = server.set_of[typed(kit)].set
        if found.setdefault(person, number) != number:
            raise SupplyError(
                f"Participant {person!r} took kits of sets {found[person]} and {number}: say which "
                "was assigned, with --assigned."
            )
    return found


def unknown_kits(server: ServerPart, dataset: Dataset) -> tuple[str, ...]:
    """Return kits of the dataset that are not of the supply: slips, for which there is no row."""
    kits = dict.fromkeys(kit for _, kit in _taken(dataset))
    return tuple(kit for kit in kits if typed(kit) not in server.set_of)


def read_assigned(file: Path) -> dict[str, str]:
    """Return participant -> set from a CSV file with columns `participant` and `set`."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError) as error:
        raise SupplyError(f"{file} cannot be read: {error}.") from None
    found: dict[str, str] = {}
    for line, row in enumerate(rows, start=2):
        person, number = (row.get("participant") or "").strip(), typed(row.get("set") or "")
        if not person or not number:
            problem = Problem(file=file, line=line, message="lacks `participant` or `set`.")
            raise SupplyError("The list of assigned sets cannot be used.", [problem])
        if found.setdefault(person, number) != number:
            problem = Problem(file=file, line=line, message=f"{person!r} has two sets.")
            raise SupplyError("The list of assigned sets cannot be used.", [problem])
    return found


def _refuse_assigned(server: ServerPart, dataset: Dataset, assigned: Mapping[str, str]) -> None:
    problems = [
        Problem(path=person, message=message)
        for person, message in _wrong(server, dataset, assigned)
    ]
    if problems:
        raise SupplyError("The assigned sets do not fit the dataset and the supply.", problems)


def _wrong(
    server: ServerPart, dataset: Dataset, assigned: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    people, owner = set(dataset.participants), dict[str, str]()
    for person, number in assigned.items():
        if person not in people:
            yield person, "is not in the dataset."
        if number not in server.by_set:
            yield person, f"has set {number}, which is not in the supply."
        if owner.setdefault(number, person) != person:
            yield person, f"has set {number}, and so has {owner[number]!r}."
    dosed = {person for person, kit in _taken(dataset) if typed(kit) in server.set_of}
    for person in sorted(dosed - set(assigned)):
        yield person, "took kits of the supply, and has no set."


def _rows(
    server: ServerPart,
    dataset: Dataset,
    assigned: Mapping[str, str],
    contents: Mapping[str, Mapping[str, Any]],
) -> Iterator[dict[str, object]]:
    """The arm and intervention of each period, then the content of each kit that was taken."""
    by = {"respondent": "staff", "source": f"supply {server.supply}"}
    packed = {one.kit: one for each in server.sets for one in each.kits}
    for person, number in assigned.items():
        arm, course = contents[number]["arm"], contents[number]["course"]
        for period, intervention in enumerate(course, start=1):
            yield {
                "participant": person,
                "arm": arm,
                "period": period,
                "intervention": intervention,
                **by,
            }
    for person, kit in dict.fromkeys(_taken(dataset)):
        if typed(kit) in packed and person in assigned:
            held = _held(packed[typed(kit)], server, contents)
            arm = contents[assigned[person]]["arm"]
            yield {"participant": person, "arm": arm, "kit": kit, **held, **by}


def _held(
    packed: PackedKit, server: ServerPart, contents: Mapping[str, Mapping[str, Any]]
) -> dict[str, object]:
    """What a kit held, also if it was of another person's set."""
    held = contents[server.set_of[packed.kit].set]["kits"][packed.kit]
    return {
        "period": packed.place.period,
        "intervention": held,
        "dose_level": packed.place.dose_level,
    }


def _taken(dataset: Dataset) -> Iterable[tuple[str, str]]:
    """Participant and kit of each administration, as the dataset writes them."""
    rows = dataset.rows("administrations")
    return (
        (person, kit)
        for person, kit in zip(rows.column("participant"), rows.column("kit"), strict=True)
        if kit
    )
