"""The words that a protocol's data may use: its occasions, and the subscales of its instruments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from limen.instruments import catalogue
from limen.protocol import Protocol, known
from limen.protocol.document.lookup import numbered

Range = tuple[float | None, float | None]
Part = TypeVar("Part")


def parts(listed: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts that a protocol lists; none if it says `{unknown: ...}` instead."""
    return listed if isinstance(listed, tuple) else ()


def occasions_of(protocol: Protocol) -> dict[str, tuple[str, ...] | None]:
    """Occasion definition -> the ids of its occasions; None where the protocol does not say."""
    lengths = [len(arm.periods) for arm in parts(protocol.arms) if known(arm.periods)]
    count = protocol.periods.count if protocol.periods and known(protocol.periods) else None
    periods = count if isinstance(count, int) else max(lengths, default=1)
    found: dict[str, tuple[str, ...] | None] = {}
    for definition in parts(protocol.occasions):
        try:
            found[definition.id] = numbered(definition, definition.id, periods)
        except (TypeError, AttributeError):  # part of the schedule is unknown
            found[definition.id] = None
    return found


def instruments_of(protocol: Protocol) -> dict[str, Mapping[str, Range]]:
    """Instrument -> subscale -> (lowest, highest score), for all that the protocol measures.

    A definition of the study's own comes before a built-in instrument of the same id. An
    instrument that is neither is left out.
    """
    found: dict[str, Mapping[str, Range]] = {
        own.id: {part.id: (_number(part.low), _number(part.high)) for part in parts(own.subscales)}
        for own in parts(protocol.instruments)
    }
    named = {
        each.instrument for each in parts(protocol.outcomes) if isinstance(each.instrument, str)
    }
    for occasion in parts(protocol.occasions):
        named |= set(parts(occasion.measures))
    built_in = catalogue()
    for name in sorted((named - found.keys()) & built_in.keys()):
        found[name] = {part.id: (part.low, part.high) for part in built_in[name].subscales}
    return found


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None
