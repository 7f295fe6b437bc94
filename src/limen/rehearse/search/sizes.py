"""Numbers of participants: which a design can have, and the design with another one."""

from __future__ import annotations

from math import ceil

from limen.protocol import Protocol
from limen.rehearse.cell import Cell
from limen.rehearse.vary import with_fields


def step_of(protocol: Protocol) -> int:
    """The smallest number of participants that fills every arm in its ratio."""
    ratio = getattr(protocol.allocation, "ratio", None)
    return sum(ratio.values()) if isinstance(ratio, dict) else max(len(protocol.arms), 1)


def rounded(people: float, step: int) -> int:
    """The next number of participants that fills the arms in their ratio, at least one step."""
    return max(ceil(people / step - 1e-9), 1) * step


def sized(cell: Cell, people: int) -> Cell:
    """The cell with another number of participants."""
    return with_fields(cell, {"population.planned": people})
