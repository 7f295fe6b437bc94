"""Drawing the list: who gets which arm, by strata and blocks. Once; afterwards it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np

from limen.allocation import Procedure
from limen.allocation.generate import allocations
from limen.protocol import Protocol, known, listed
from limen.protocol.document.treatment import Arm, Minimisation, NOf1, Observational, SelfDrawn
from limen.randomness import stream
from limen.supply.plan.layout import refused
from limen.supply.plan.strata import strata


@dataclass(frozen=True, kw_only=True)
class DrawnSet:
    """One line of the list: its place in it, its arm, and the intervention of each period."""

    stratum: Mapping[str, str]
    order: int
    draw: int | None
    arm: str
    course: tuple[str, ...]


def draw_sets(protocol: Protocol, *, seed: int, count: int | None = None) -> tuple[DrawnSet, ...]:
    """Return the list: `count` sets in each stratum, or for `count` people who draw their own.

    For minimisation it is a pool: `count` sets of each arm at each site, for the allocator.
    `seed` is secret: who knows it knows the list. Raises `SupplyError` for a protocol without a
    procedure, and `AllocationError` for one that cannot do what it was asked.
    """
    _refuse_what_cannot_be_packed(protocol)
    many = default_count(protocol) if count is None else count
    if many < 1:
        raise refused("population.planned", f"{many} sets are none.", "Give --sets.")
    if isinstance(protocol.allocation, SelfDrawn):
        placed = list(_self_drawn(protocol, protocol.allocation, many, seed))
    elif isinstance(protocol.allocation, Minimisation):
        placed = list(_pool(protocol, many, seed))
    else:
        placed = list(_listed(protocol, many, seed))
    rng = stream(seed, "supply orders")
    return tuple(
        DrawnSet(
            stratum=stratum, order=order, draw=draw, arm=arm, course=_course(protocol, arm, rng)
        )
        for stratum, order, draw, arm in placed
    )


def default_count(protocol: Protocol) -> int:
    """Return how many sets a stratum gets if nobody says: half as many again as expected.

    Rounded up to whole blocks of the largest size. For self-drawn sets, the planned people; for
    minimisation, per site and arm.
    """
    planned = protocol.population.planned
    if not known(planned):
        raise refused("population.planned", f"is {planned}.", "Give --sets.")
    if isinstance(protocol.allocation, SelfDrawn):
        return planned
    if isinstance(protocol.allocation, Minimisation):
        return ceil(planned * 1.5 / len(strata(protocol)) / len(protocol.arms))
    blocks: tuple[int, ...] = getattr(protocol.allocation, "block_sizes", ()) or (1,)
    return ceil(planned * 1.5 / len(strata(protocol)) / max(blocks)) * max(blocks)


def procedure(protocol: Protocol) -> Procedure | None:
    """Return how arms are drawn, as the protocol says; None where there is a single arm."""
    planned: Any = protocol.allocation
    arms = tuple(arm.id for arm in protocol.arms)
    if len(arms) == 1 and planned is None:
        return None
    if not hasattr(planned, "kind"):
        raise refused("allocation", f"says {planned}: arms cannot be drawn.")
    if planned.kind == "urn" and (planned.initial, planned.added) != (1, 1):
        raise refused("allocation", "is an urn that Limen cannot draw from; it has 1 and adds 1.")
    names = ("block_sizes", "limit", "probability", "distance", "allow_deterministic")
    details = {name: getattr(planned, name) for name in names if hasattr(planned, name)}
    for name, value in {"ratio": planned.ratio, **details}.items():
        if not known(value):
            raise refused(f"allocation.{name}", f"is {value}.", "A list needs to know it.")
    return Procedure(
        kind=planned.kind,
        arms=arms,
        ratio=tuple(planned.ratio[arm] for arm in arms),
        weights=tuple(factor.weight for factor in getattr(planned, "factors", ())),
        **details,
    )


_Placed = tuple[Mapping[str, str], int, int | None, str]


def _listed(protocol: Protocol, count: int, seed: int) -> Iterator[_Placed]:
    rule, cells = procedure(protocol), strata(protocol)
    codes = np.repeat(np.arange(len(cells)), count)
    if rule is None:
        arms = [protocol.arms[0].id] * len(codes)
    else:
        rng = stream(seed, "supply list")
        drawn = allocations(rule, replicates=1, rng=rng, strata=codes)[0]
        arms = [rule.arms[arm] for arm in drawn]
    for index, (code, arm) in enumerate(zip(codes, arms, strict=True)):
        yield cells[code], index % count + 1, None, arm


def _self_drawn(protocol: Protocol, rule: SelfDrawn, people: int, seed: int) -> Iterator[_Placed]:
    """Sets for each person to draw from: the ratio's number of each arm, in random order."""
    if not known(rule.ratio):
        raise refused("allocation.ratio", f"is {rule.ratio}.", "A list needs to know it.")
    urn = [arm.id for arm in protocol.arms for _ in range(rule.ratio[arm.id])]
    order = np.argsort(stream(seed, "supply list").random((people, len(urn))), axis=1)
    for person, row in enumerate(order, start=1):
        for place, index in enumerate(row, start=1):
            yield {}, place, person, urn[index]


def _pool(protocol: Protocol, count: int, seed: int) -> Iterator[_Placed]:
    """Sets for an allocator: at each site `count` of each arm, in random order."""
    arms = [arm.id for arm in protocol.arms] * count
    for number, cell in enumerate(strata(protocol)):
        order = stream(seed, "supply list", number).permutation(len(arms))
        for place, index in enumerate(order, start=1):
            yield cell, place, None, arms[index]


def _course(protocol: Protocol, arm: str, rng: np.random.Generator) -> tuple[str, ...]:
    """The intervention of each period; a drawn order is drawn here, within each cycle."""
    written = protocol.arm(arm)
    count = protocol.period_count
    course = list(written.periods) * (count if len(written.periods) == 1 else 1)
    if written.order != "drawn":
        return tuple(course)
    cycles = _cycles(protocol, count)
    dealt = sorted(course)  # each cycle holds as much of everything as the others
    found: list[str] = []
    for cycle in range(cycles):
        part = dealt[cycle::cycles]
        found += [part[index] for index in rng.permutation(len(part))]
    return tuple(found)


def _cycles(protocol: Protocol, count: int) -> int:
    design = protocol.design
    if isinstance(design, NOf1) and known(design.cycles) and count % design.cycles == 0:
        return design.cycles
    return 1


def _refuse_what_cannot_be_packed(protocol: Protocol) -> None:
    if isinstance(protocol.design, Observational):
        raise refused("design", "is observational: nobody is given anything.")
    if known(protocol.administration) and getattr(protocol.administration, "filler", None):
        raise refused(
            "administration.filler",
            "puts other capsules between the doses; which kit holds which is not in the protocol.",
            "Describe each dosing day as a kit, without a filler.",
        )
    for arm in listed(protocol.arms):
        _refuse_arm(protocol, arm)


def _refuse_arm(protocol: Protocol, arm: Arm) -> None:
    path = f"arms.{arm.id}.periods"
    if not known(arm.periods) or not known(arm.order):
        raise refused(path, f"is {arm.periods}.", "A kit needs a content.")
    if len(arm.periods) not in (1, protocol.period_count):
        raise refused(path, f"has {len(arm.periods)} of {protocol.period_count} periods.")
    for name in arm.periods:
        if protocol.intervention(name).kind == "none":
            raise refused(path, f"'{name}' gives nothing: no kit can hide that.")
