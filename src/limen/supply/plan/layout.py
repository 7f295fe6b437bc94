"""The places of a set: how many kits for which period and dose level, the same for every arm."""

from __future__ import annotations

from collections.abc import Iterator

from limen.errors import Problem, SupplyError
from limen.protocol import Protocol, known
from limen.protocol.document.treatment import DoseLevels, KitContent, Kits
from limen.supply.sealed import Place


def kits_of(protocol: Protocol) -> Kits:
    """Return the protocol's part on kits, or raise `SupplyError` if it does not say enough."""
    kits = protocol.kits
    if not isinstance(kits, Kits):
        raise refused("kits", f"says {kits}: there is nothing to pack.", "Say what a set holds.")
    for name in ("packed_by", "contents"):
        value = getattr(kits, name)
        if not known(value):
            raise refused(f"kits.{name}", f"is {value}.", "A supply needs to know it.")
    return kits


def places(protocol: Protocol) -> tuple[Place, ...]:
    """Return the places of every set, those to be taken before the spares.

    An arm does not come into it: a placebo set has kits of each dose level too, or a titration
    would tell the arm. Raises `SupplyError` where the protocol leaves something open.
    """
    found: list[Place] = []
    for number, content in enumerate(kits_of(protocol).contents):
        found += _of_content(protocol, content, f"kits.contents[{number}]")
    return tuple(sorted(found, key=lambda place: (place.period, place.spare)))


def _of_content(protocol: Protocol, content: KitContent, path: str) -> Iterator[Place]:
    for name in ("period", "dose_level", "kits", "spares"):
        value = getattr(content, name)
        if not known(value):
            raise refused(f"{path}.{name}", f"is {value}.", "A supply needs to know it.")
    level = content.dose_level or ""
    if not level and len(levels_of(protocol)) > 1:
        raise refused(f"{path}.dose_level", "is not said, and the protocol has several levels.")
    every = range(1, protocol.period_count + 1)
    for period in [content.period] if content.period else every:
        for spare, count in ((False, content.kits), (True, content.spares)):
            yield from [Place(period=period, dose_level=level, spare=spare)] * count


def levels_of(protocol: Protocol) -> tuple[str, ...]:
    """Return the dose levels of the protocol; none if it has no ladder."""
    ladder = protocol.dose_levels
    if not isinstance(ladder, DoseLevels) or not isinstance(ladder.levels, tuple):
        return ()
    return tuple(level.id for level in ladder.levels)


def refused(path: str, message: str, remedy: str = "Amend the protocol.") -> SupplyError:
    """Return the error for a protocol that a supply cannot be made of."""
    problem = Problem(path=path, message=message, remedy=remedy)
    return SupplyError("A supply cannot be made of this protocol.", [problem])
