"""What a seal hides: the content of a kit, of a set, and the list; and how long each can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from itertools import product
from typing import Any

from limen.protocol import Protocol, known
from limen.protocol.document.treatment import Dose, DoseLevels, DoseRange
from limen.supply.plan.drawing import DrawnSet, procedure
from limen.supply.plan.layout import levels_of
from limen.supply.plan.strata import factor_levels, factors
from limen.supply.sealed import PackedKit, Place
from limen.supply.sealed.files import canonical, digest
from limen.supply.sealed.numbers import KIT_DIGITS, SET_DIGITS


def held_kit(protocol: Protocol, kit: str, place: Place, intervention: str) -> dict[str, Any]:
    """Return what one kit holds, so that a clinician understands it without the protocol."""
    given = protocol.intervention(intervention)
    return {
        "kit": kit,
        "period": place.period,
        "dose_level": place.dose_level,
        "intervention": intervention,
        "title": str(given.title),
        "dose": _dose(protocol, intervention, place.dose_level),
    }


def held_set(number: str, drawn: DrawnSet, kits: Sequence[PackedKit]) -> dict[str, Any]:
    """Return the arm of a set, and the intervention in each of its kits."""
    return {
        "set": number,
        "arm": drawn.arm,
        "course": list(drawn.course),
        "kits": {one.kit: drawn.course[one.place.period - 1] for one in kits},
    }


def longest_kit(protocol: Protocol, places: Sequence[Place]) -> int:
    """Return the bytes of the longest kit content of this protocol, whatever was drawn."""
    names = [intervention.id for intervention in protocol.interventions]
    return max(
        len(canonical(held_kit(protocol, "9" * KIT_DIGITS, place, name)))
        for place, name in product(dict.fromkeys(places), names)
    )


def longest_set(protocol: Protocol, places: Sequence[Place]) -> int:
    """Return the bytes of the longest set content of this protocol, whatever was drawn."""
    arm = max((one.id for one in protocol.arms), key=len)
    name = max((one.id for one in protocol.interventions), key=len)
    course = (name,) * protocol.period_count
    kits = [
        PackedKit(kit=str(10 ** (KIT_DIGITS - 1) + i), place=place)
        for i, place in enumerate(places)
    ]
    drawn = DrawnSet(stratum={}, order=1, draw=None, arm=arm, course=course)
    return len(canonical(held_set("9" * SET_DIGITS, drawn, kits)))


def longest_list(protocol: Protocol, sets: int) -> int:
    """Return the bytes of the longest list of so many sets."""
    arm = max((one.id for one in protocol.arms), key=len)
    return len(canonical(held_list(2**256, [(str(10 ** (SET_DIGITS - 1)), arm)] * sets))) + (
        sets * (len(arm) + SET_DIGITS + 6)  # equal keys above were written once
    )


def held_list(seed: int, arms: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return the list as it is sealed: the seed that it was drawn with, and each set's arm."""
    return {"seed": f"{seed:064x}", "arms": dict(arms)}


def held_pool(
    protocol: Protocol, seed: int, sets: Sequence[tuple[str, dict[str, str], str]]
) -> dict[str, Any]:
    """Return what the allocator needs: its rule, its seed, and set, site and arm of each set.

    It gives the sets of an arm in the order in which they stand here. Everybody sees the order of
    the server part: were it this one, a set that is passed over would be of another arm.
    """
    rule = procedure(protocol)
    assert rule is not None  # minimisation has arms
    return {
        "seed": f"{seed:064x}",
        "procedure": asdict(rule),
        "factors": [[name, list(levels)] for name, levels in _factors(protocol).items()],
        "sets": sorted(map(list, sets), key=lambda one: _secret_place(seed, one[0])),
    }


def _secret_place(seed: int, number: object) -> str:
    """Return where a set stands in the pool: whoever knows the seed can tell, and nobody else."""
    return digest(canonical(["limen pool", f"{seed:064x}", number]))


def _factors(protocol: Protocol) -> dict[str, tuple[str, ...]]:
    return factor_levels(protocol, factors(protocol))


def _dose(protocol: Protocol, intervention: str, level: str) -> str:
    ladder = protocol.dose_levels
    if level and isinstance(ladder, DoseLevels):
        doses = ladder.levels[levels_of(protocol).index(level)].doses
        dose: object = doses.get(intervention) if known(doses) else None
    else:
        dose = getattr(protocol.intervention(intervention), "dose", None)
    if isinstance(dose, Dose):
        return f"{dose.amount:g} {dose.unit}"
    if isinstance(dose, DoseRange):
        return f"{dose.lowest} to {dose.highest} {dose.unit}, chosen by {dose.chosen_by}"
    return ""
