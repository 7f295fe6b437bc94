"""Every combination of the values that some fields take."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from math import prod
from typing import Any, TypeVar

from limen.errors import RehearsalError
from limen.rehearse.cell import Cell
from limen.rehearse.vary.setting import (
    Values,
    divided,
    joined,
    refuse_overlap,
    with_fields,
    with_protocol,
    with_scenario,
)
from limen.rehearse.vary.variation import Variation

LARGEST_GRID = 10_000
Made = TypeVar("Made")


def grid(cells: Sequence[Cell], variations: Sequence[Variation]) -> tuple[Cell, ...]:
    """Return each cell with every combination of values; the last variation changes fastest.

    Raises `RehearsalError` for more than `LARGEST_GRID` cells, before any is made, and
    `DocumentError` for a field that there is not, or a value that a file would be refused for.
    """
    if not variations:
        return tuple(cells)
    total = len(cells) * prod(one.count for one in variations)
    if total > LARGEST_GRID:
        sizes = " × ".join(f"{one.count:,}" for one in variations)
        raise RehearsalError(
            f"The grid has {total:,} cells ({len(cells)} × {sizes}); at most {LARGEST_GRID:,} are "
            "rehearsed at once. Give fewer values, or vary fewer fields."
        )
    paths = [one.path for one in variations]
    refuse_overlap(paths)
    lists = [one.values() for one in variations]
    for cell in cells:  # what is wrong with one value is said before the whole grid is made
        with_fields(cell, dict(zip(paths, (values[0] for values in lists), strict=True)))
    return tuple(made for cell in cells for made in _varied(cell, paths, lists))


def _varied(cell: Cell, paths: list[str], lists: list[tuple[Any, ...]]) -> Iterator[Cell]:
    protocols: dict[str, Any] = {}
    scenarios: dict[str, Any] = {}
    for combination in product(*lists):
        values = dict(zip(paths, combination, strict=True))
        of_protocol, of_scenario = divided(values)
        protocol = _once(protocols, cell, of_protocol, with_protocol)
        scenario = _once(scenarios, cell, of_scenario, with_scenario)
        yield joined(cell, protocol, scenario, values)


def _once(
    made: dict[str, Made], cell: Cell, values: Values, make: Callable[[Cell, Values], Made]
) -> Made:
    """What was made of these values before, or is made now."""
    key = repr(sorted(values.items()))
    if key not in made:
        made[key] = make(cell, values)
    return made[key]
