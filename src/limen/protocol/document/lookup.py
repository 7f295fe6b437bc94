"""Finding parts of a protocol by id, with a suggestion where the id is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Protocol, TypeVar

from limen.errors import ProtocolError
from limen.protocol.document.measurement import Occasion
from limen.protocol.document.measurement.schedules import (
    AfterAdministrations,
    Daily,
    EachPeriod,
    OnDays,
    Schedule,
    Weekly,
)
from limen.protocol.document.part import known


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Item = TypeVar("Item", bound=_Named)


def suggestion(wrong: str, allowed: Iterable[str]) -> str:
    """Return what to write instead: the nearest allowed word, or all of them."""
    words = list(dict.fromkeys(allowed))
    near = get_close_matches(wrong, words, n=1, cutoff=0.6)
    if near:
        return f"Did you mean '{near[0]}'?"
    if not words:
        return "None is defined."
    shown = ", ".join(words[:20]) + (", ..." if len(words) > 20 else "")
    return f"Write one of: {shown}."


def find(items: Sequence[Item], id: str, what: str) -> Item:
    """Return the item with this id; `ProtocolError` if there is none."""
    listed = items if known(items) else ()
    for item in listed:
        if item.id == id:
            return item
    raise ProtocolError(
        f"The protocol has no {what} '{id}'. {suggestion(id, (item.id for item in listed))}"
    )


def find_definition(occasions: Sequence[Occasion], id: str) -> Occasion:
    """Return the definition that an occasion's id belongs to."""
    return find(occasions, id.partition(".")[0], "occasion")


def repeats(schedule: Schedule, periods: int) -> int:
    """Return how many occasions a schedule stands for."""
    match schedule:
        case OnDays():
            return len(schedule.days)
        case Daily():
            return max(0, (schedule.last - schedule.first) // schedule.every + 1)
        case Weekly():
            return schedule.weeks
        case EachPeriod():
            return periods
        case AfterAdministrations():
            return len(schedule.numbers)
        case _:
            return 1


def numbered(definition: Occasion, reference: str, periods: int) -> tuple[str, ...]:
    """Return the occasion ids that a reference to a definition, or to one occasion, stands for.

    One that comes once keeps its definition's id; others are numbered from 1.
    """
    count = repeats(definition.schedule, periods)
    entries = getattr(definition, "entries_per_day", 1)
    count *= entries if isinstance(entries, int) else 1
    single = count == 1
    number = reference.partition(".")[2]
    there = not single and number.isdecimal() and 0 < int(number) <= count
    if there and reference == f"{definition.id}.{int(number)}":
        return (reference,)
    ids = (definition.id,) if single else tuple(f"{definition.id}.{n + 1}" for n in range(count))
    if reference == definition.id:
        return ids
    if reference in ids:
        return (reference,)
    raise ProtocolError(
        f"There is no occasion '{reference}': '{definition.id}' has "
        + (f"only '{definition.id}' itself." if single else f"'{ids[0]}' to '{ids[-1]}'.")
    )
