"""Deciding: the arm that leaves the factors most alike, and the next set of it, written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from limen.allocation.minimise import chances, imbalance_after
from limen.errors import ExhaustedError, SupplyError
from limen.randomness import stream
from limen.supply.allocator.pool import Pool, PooledSet
from limen.supply.chain import Link, adding

FILE = "allocated.jsonl"


@dataclass(frozen=True, kw_only=True)
class Request:
    """Who is to be allocated, and their level of each factor."""

    participant: str
    levels: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """The number of a set, and nothing else."""

    set: str


@dataclass(frozen=True)
class Allocator:
    """A pool in memory, and the chain of what was given: numbers and levels, never an arm.

    Decision n uses the random numbers of its own place n, so that it comes out the same after a
    restart, and both key holders can draw everything again from the sealed seed.
    """

    pool: Pool
    folder: Path

    def allocate(self, request: Request, *, at: datetime) -> Answer:
        """Return the set of a participant: once decided, the same for ever.

        It is on the disk before it is told. Raises `SupplyError` for a level that the protocol
        does not have and for other levels than the first time; `ExhaustedError` for everybody new
        where any arm has no set left.
        """
        self._refuse_levels(request)
        with adding(self.folder / FILE) as (links, add):
            self._refuse_foreign(links)
            known = next((one for one in links if _is_of(one, request)), None)
            if known is not None:
                if known.content["levels"] != dict(request.levels):
                    raise SupplyError(
                        f"{request.participant} was allocated with other levels. A correction "
                        "afterwards does not change the allocation: enter the levels as they were, "
                        "randomise, and correct them then."
                    )
                return Answer(known.content["set"])
            chosen = self._next(request, links)
            add(
                {
                    "supply": self.pool.supply,
                    "participant": request.participant,
                    "levels": dict(request.levels),
                    "set": chosen.set,
                    "at": at.astimezone(UTC).isoformat(timespec="seconds"),
                }
            )
            return Answer(chosen.set)

    def _next(self, request: Request, links: Sequence[Link]) -> PooledSet:
        """Return the next set of the arm that is drawn.

        Where one arm has run out, nobody gets a set: those that are left would be alike, and
        whoever saw others refused beside them would know it.
        """
        given = {link.content["set"] for link in links}
        free: dict[int, PooledSet] = {}
        for one in self.pool.sets:
            here = all(request.levels[name] == level for name, level in one.where.items())
            if here and one.set not in given:
                free.setdefault(one.arm, one)
        if len(free) < len(self.pool.procedure.arms):
            raise ExhaustedError(
                "The pool has run out here: more must be supplied before anybody else is "
                "randomised. Ask the pharmacist for a new supply."
            )
        return free[self._arm(request, links)]

    def _arm(self, request: Request, links: Sequence[Link]) -> int:
        rule, names = self.pool.procedure, list(self.pool.factors)
        arm_of = {one.set: one.arm for one in self.pool.sets}
        counts = np.zeros((1, len(names), len(rule.arms)))
        for link in links:
            same = [link.content["levels"][name] == request.levels[name] for name in names]
            counts[0, same, arm_of[link.content["set"]]] += 1
        ratio = np.array(rule.ratio, dtype=float)
        score = imbalance_after(
            counts,
            ratio=ratio,
            weights=np.array(rule.weights or (1.0,) * len(names)),
            distance=rule.distance,
        )
        limits = np.cumsum(chances(score, ratio=ratio, probability=rule.probability)[0])
        drawn = stream(self.pool.seed, "supply allocator", len(links)).random()
        return int(min((drawn >= limits).sum(), len(rule.arms) - 1))

    def _refuse_levels(self, request: Request) -> None:
        if not request.participant.strip():
            raise SupplyError("The request names no participant.")
        factors = self.pool.factors
        if set(request.levels) != set(factors):
            raise SupplyError(f"The request needs a level of each of: {', '.join(factors)}.")
        for name, level in request.levels.items():
            if level not in factors[name]:
                levels = ", ".join(factors[name])
                raise SupplyError(f"'{level}' is no level of {name}. Levels: {levels}.")

    def _refuse_foreign(self, links: Sequence[Link]) -> None:
        if any(link.content.get("supply") != self.pool.supply for link in links):
            raise SupplyError(f"{self.folder / FILE} belongs to another supply.")


def _is_of(link: Link, request: Request) -> bool:
    return bool(link.content["participant"] == request.participant)
