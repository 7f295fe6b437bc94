"""More people."""

from __future__ import annotations

from limen.rehearse.cell import Cell
from limen.rehearse.changes.change import DesignChange, Unfit, changed
from limen.rehearse.search.sizes import rounded, step_of

_COSTS = (
    "More people are exposed, and recruitment takes longer. Bias does not shrink with the number: "
    "a blind that leaks goes on leaking."
)


def _times(cell: Cell, factor: float, title: str) -> Cell | Unfit:
    people = rounded(factor * cell.study.people, step_of(cell.protocol))
    return changed(cell, title, {"population.planned": people})


def _half_again(cell: Cell) -> Cell | Unfit:
    return _times(cell, 1.5, HALF_AS_MANY_AGAIN.title)


def _twice(cell: Cell) -> Cell | Unfit:
    return _times(cell, 2.0, TWICE_AS_MANY.title)


HALF_AS_MANY_AGAIN = DesignChange(
    key="half_as_many_again",
    title="Taking half as many people again",
    why="Standard errors shrink to 0.82 of what they are.",
    costs=_COSTS,
    apply=_half_again,
)
TWICE_AS_MANY = DesignChange(
    key="twice_as_many",
    title="Taking twice as many people",
    why="Standard errors shrink to 0.71 of what they are.",
    costs=_COSTS,
    apply=_twice,
)
