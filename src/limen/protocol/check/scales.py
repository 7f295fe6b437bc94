"""Which instruments and subscales a protocol can refer to: its own, then the built-in ones."""

from __future__ import annotations

from dataclasses import dataclass

from limen import instruments
from limen.protocol.check.context import Context, all_of, said


@dataclass(frozen=True)
class Scale:
    """A subscale: its range and which end is better."""

    low: float | None
    high: float | None
    direction: str


def known_instruments(context: Context) -> list[str]:
    """Return the ids of all instruments that the protocol can use."""
    own = context.ids("instruments")
    return list(dict.fromkeys([*own, *(built_in.id for built_in in instruments.catalogue())]))


def subscales(context: Context, instrument: str) -> dict[str, Scale] | None:
    """Return an instrument's subscales by id; None if there is no such instrument."""
    for _, own in context.each("instruments"):
        if own.id == instrument:
            return {
                part.id: Scale(said(part.low), said(part.high), str(said(part.direction)))
                for part in all_of(own.subscales)
            }
    for built_in in instruments.catalogue():
        if built_in.id == instrument:
            return {
                id: Scale(part.low, part.high, str(part.direction))
                for id, part in built_in.subscales.items()
            }
    return None
