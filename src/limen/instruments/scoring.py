"""Scoring rules and item slots that many instruments share, as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from limen.instruments.item import Item


def numbers(first: int, last: int) -> tuple[str, ...]:
    """Return the ids of consecutive items: ``numbers(1, 3)`` is ``("1", "2", "3")``."""
    return tuple(str(number) for number in range(first, last + 1))


def ids(*items: int) -> tuple[str, ...]:
    """Return item numbers as ids."""
    return tuple(str(number) for number in items)


def slots(count: int, low: int, high: int) -> tuple[Item, ...]:
    """Return numbered items that are answered with the whole numbers from low to high."""
    return tuple(Item(id=id, low=low, high=high) for id in numbers(1, count))


def sliders(names: Iterable[str], low: float = 0, high: float = 100) -> tuple[Item, ...]:
    """Return named items that are answered on a visual analogue scale."""
    return tuple(Item(id=name, low=low, high=high, continuous=True) for name in names)


def total(
    items: Iterable[str],
    *,
    reverse: Iterable[str] = (),
    span: tuple[int, int] | None = None,
    operator: str = "sum",
) -> dict[str, Any]:
    """Return the rule that sums items (or takes their mean), some reversed within `span`."""
    turned = list(reverse)
    plain = [item for item in items if item not in turned]
    if not turned:
        return {operator: {"values": plain}}
    reversed_part = {"reverse": {"values": turned}, "range": list(span or ())}
    return {operator: [{"values": plain}, reversed_part] if plain else [reversed_part]}


def band(score: str, *bands: tuple[float, str]) -> dict[str, Any]:
    """Return the rule that names the band in which a score lies."""
    return {"band": {"value": score}, "bands": [list(pair) for pair in bands]}
