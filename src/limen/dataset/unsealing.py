"""Whether allocations belong to a dataset."""

from __future__ import annotations

from collections.abc import Iterable

from limen.dataset.allocations import Allocations
from limen.dataset.nearest import nearest
from limen.dataset.vocabulary import parts
from limen.errors import AllocationsError, Problem
from limen.protocol import Protocol


def refuse_foreign(
    allocations: Allocations, dataset_hash: str, protocol: Protocol, people: Iterable[str]
) -> None:
    """Raise `AllocationsError`, with all reasons, if the allocations are not of this dataset."""
    if allocations.dataset_hash != dataset_hash:
        raise AllocationsError(
            "These allocations belong to another dataset.",
            [
                Problem(
                    file=allocations.rows.file,
                    message=f"was sealed for dataset {allocations.dataset_hash[:12]}…, "
                    f"this one is {dataset_hash[:12]}….",
                    remedy="Use the allocations that were made with this dataset; a dataset that "
                    "was changed or made again needs its own.",
                )
            ],
        )
    problems = allocation_problems(allocations, protocol, frozenset(people))
    if problems:
        raise AllocationsError("The allocations do not fit their dataset.", problems)


def allocation_problems(
    allocations: Allocations, protocol: Protocol, people: frozenset[str]
) -> list[Problem]:
    """Unknown participants, arms and interventions; two arms; a kit or period given twice."""
    arms = [arm.id for arm in parts(protocol.arms)]
    interventions = [each.id for each in parts(protocol.interventions)]
    problems: list[Problem] = []
    arm_of: dict[str, str] = {}
    seen: set[tuple[str, str, str]] = set()

    def report(index: int, path: str, message: str, remedy: str = "") -> None:
        rows = allocations.rows
        problems.append(
            Problem(
                file=rows.file, line=rows.line(index), path=path, message=message, remedy=remedy
            )
        )

    for index, row in enumerate(allocations.rows):
        person, arm = row["participant"], row["arm"]
        key = (person, row["period"], row["kit"])
        if person not in people:
            report(index, "participant", f"{person!r} is not in the dataset.")
        if arm and arm not in arms:
            report(index, "arm", f"{arm!r} is no arm of the protocol.", nearest(arm, arms))
        if row["intervention"] and row["intervention"] not in interventions:
            message = f"{row['intervention']!r} is no intervention of the protocol."
            report(index, "intervention", message, nearest(row["intervention"], interventions))
        if arm and arm_of.setdefault(person, arm) != arm:
            report(index, "arm", f"participant {person!r} has arms {arm_of[person]!r} and {arm!r}.")
        if key in seen:
            report(index, "kit", f"participant {person!r}, period and kit occur twice.")
        seen.add(key)
    return problems
