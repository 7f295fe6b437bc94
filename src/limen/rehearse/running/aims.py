"""What a cell's plan aims at, and what is true of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from limen.analyse.batch.quantity import Target
from limen.rehearse.block import targets
from limen.rehearse.cell import Cell
from limen.rehearse.tally.summing import BELIEFS
from limen.rehearse.tally.tally import target_of
from limen.rehearse.truth import Lives, Truth, concluded, lived, parts

PARTS = 8  # of the people who live under both conditions
_TOGETHER = 200  # of them who are one replicate


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

    place: int  # of the cell in its rehearsal
    cell: Cell
    seed: int
    people: int
    targets: tuple[Target, ...] = ()
    analyses: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The same for everything with the same answer."""
        made = (self.cell.protocol.hash, self.cell.scenario.hash, self.seed, self.people)
        return " ".join(map(str, (*made, *self.analyses, *self.targets)))

    @property
    def title(self) -> str:
        """What is being found, in words."""
        return f"{self.cell.scenario.id}, what the plan aims at"


@dataclass(frozen=True, kw_only=True)
class Living:
    """Part of the people whose lives under both conditions show what is true of targets."""

    wanted: Wanted
    targets: tuple[Target, ...]
    number: int  # of the part, from 0

    @property
    def place(self) -> int:
        """Of the cell in its rehearsal."""
        return self.wanted.place

    @property
    def title(self) -> str:
        """What is being found, in words."""
        return f"{self.wanted.cell.scenario.id}, what is true, part {self.number + 1} of {PARTS}"


def with_usual_number(cell: Cell) -> Cell:
    """The cell with a number of participants that is always the same.

    What is true does not depend on how many take part, so designs that differ in nothing else
    share their truths to the last bit, rehearsed together or apart.
    """
    population = cell.protocol.population.model_copy(update={"planned": _TOGETHER})
    return Cell(
        protocol=cell.protocol.model_copy(update={"population": population}),
        scenario=cell.scenario.model_copy(update={"participants": None}),
    )


def aimed_at(wanted: Wanted) -> list[Living]:
    """Find out what the plan aims at; what has to be done to know the truth of that."""
    found = wanted.targets or targets(wanted.cell, wanted.seed, wanted.analyses)
    return [Living(wanted=wanted, targets=found, number=number) for number in range(PARTS)]


def lives(part: Living) -> Lives:
    """How one part of the people fares."""
    wanted = part.wanted
    every = parts(wanted.cell.study, seed=wanted.seed, blocks=PARTS, people=wanted.people)
    return lived(every[part.number], _each_way(part.targets))


def aims(part: Living, every: Sequence[Lives]) -> Aims:
    """The true values, from the lives of all parts of the people in their order."""
    wanted = part.wanted
    known = concluded(wanted.cell.study, _each_way(part.targets), every)
    return Aims(people=wanted.people, targets=part.targets, truths=known)


def _each_way(aimed: Sequence[Target]) -> list[Target]:
    return [one.with_belief(belief) for one in aimed for belief in BELIEFS]
