"""What a cell's plan aims at, and what is true of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from limen.analyse.batch.quantity import Target
from limen.rehearse.block import targets
from limen.rehearse.cell import Cell
from limen.rehearse.tally.summing import BELIEFS
from limen.rehearse.tally.tally import target_of
from limen.rehearse.truth import Truth, truths


@dataclass(frozen=True, kw_only=True)
class Aims:
    """Estimands, and the true values of those that have one, with belief treated in each way."""

    people: int = 0  # who lived under both conditions, about
    targets: tuple[Target, ...] = ()
    truths: Mapping[Target, Truth] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Plain data; floats come back bit by bit."""
        return {
            "people": self.people,
            "targets": [asdict(one) for one in self.targets],
            "truths": [[asdict(one), asdict(truth)] for one, truth in self.truths.items()],
        }

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Aims:
        """What `to_json` gave."""
        return cls(
            people=record["people"],
            targets=tuple(map(target_of, record["targets"])),
            truths={target_of(one): Truth(**truth) for one, truth in record["truths"]},
        )


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A cell whose truth is asked for; without targets, of all that its plan aims at."""

    place: int
    cell: Cell
    seed: int
    people: int
    targets: tuple[Target, ...]
    analyses: tuple[str, ...] = ()


def aims(wanted: Wanted) -> Aims:
    """The true values; the people are those of the rehearsal's first replicates."""
    found = wanted.targets or targets(wanted.cell, wanted.seed, wanted.analyses)
    each_way = [one.with_belief(belief) for one in found for belief in BELIEFS]
    known = truths(wanted.cell.study, each_way, seed=wanted.seed, people=wanted.people)
    return Aims(people=wanted.people, targets=found, truths=known)
