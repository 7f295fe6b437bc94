"""A change of a design: what it is, what it costs, and the design with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from limen.errors import DocumentError
from limen.rehearse.cell import Cell
from limen.rehearse.vary import with_fields


@dataclass(frozen=True)
class Unfit:
    """Why a change cannot be made to a design."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class DesignChange:
    """A change of a design. `title` can begin a sentence: "Taking twice as many people".

    `why` says what it might do, `costs` what it asks of people and of the study. `apply` gives the
    design with it, or why it does not fit.
    """

    key: str
    title: str
    why: str
    costs: str
    apply: Callable[[Cell], Cell | Unfit]


def changed(cell: Cell, title: str, values: Mapping[str, Any]) -> Cell | Unfit:
    """The cell with other values and a word for it; `Unfit` if they break something else."""
    try:
        return with_fields(cell, values, labels={"change": title})
    except DocumentError as error:
        first = error.problems[0].message if error.problems else error.message
        return Unfit(f"The protocol does not hold together with it: {first}")
