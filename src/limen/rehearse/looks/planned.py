"""The looks that a protocol plans at an estimand, and what is asked at each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from limen.boundaries import SequentialDesign, sequential_design
from limen.errors import BoundaryError
from limen.protocol import Protocol, listed
from limen.protocol.document.oversight import GroupSequentialBoundary


@dataclass(frozen=True, kw_only=True)
class PlannedLooks:
    """A group-sequential boundary whose crossing can be told.

    `analysis` is the plan's item that answers its estimand. `sign` is 1 where a larger value lies
    in the boundary's direction (benefit, or harm), −1 where a smaller one does, 0 where the
    outcome names no direction.
    """

    boundary: GroupSequentialBoundary
    design: SequentialDesign
    analysis: str
    sign: int

    @property
    def id(self) -> str:
        """The boundary's id."""
        return self.boundary.id

    @property
    def title(self) -> str:
        """The boundary's name in words."""
        return str(self.boundary.title or self.boundary.id)

    @property
    def sides(self) -> tuple[tuple[str, str], ...]:
        """The sides that can be crossed: the name in counts, and the name in words."""
        if self.sign == 0:
            return (("above", "higher with the active"), ("below", "lower with the active"))
        words = ("harm", "benefit") if self.boundary.purpose == "harm" else ("benefit", "harm")
        both = tuple(zip(("above", "below"), words, strict=True))
        return both if self.design.two_sided else both[:1]

    def people(self, look: int, planned: int) -> int:
        """How many of the planned participants a look sees."""
        return max(round(self.design.information[look] * planned), 1)


def planned_looks(protocol: Protocol) -> Iterator[PlannedLooks]:
    """The boundaries of a protocol that stop a study.

    Futility binds nobody and is left out, as is a one-sided boundary of an outcome that names no
    direction, one that cannot be computed, and one whose estimand no analysis answers.
    """
    for boundary in listed(protocol.boundaries):
        if not isinstance(boundary, GroupSequentialBoundary) or boundary.purpose == "futility":
            continue
        item = next(
            (one for one in listed(protocol.analysis.analyses) if _answers(one, boundary)), None
        )
        sign = 0 if item is None else _sign(protocol, item, boundary)
        if item is None or (sign == 0 and not boundary.two_sided):
            continue
        try:
            design = sequential_design(
                kind=boundary.shape,
                information=boundary.information,
                alpha=boundary.alpha,
                two_sided=boundary.two_sided,
                power=boundary.power,
                parameter=boundary.parameter or 0.0,
            )
        except BoundaryError:
            continue
        yield PlannedLooks(boundary=boundary, design=design, analysis=item.id, sign=sign)


def _answers(item: Any, boundary: GroupSequentialBoundary) -> bool:
    return bool(item.estimand == boundary.estimand and item.role != "sensitivity")


def _sign(protocol: Protocol, item: Any, boundary: GroupSequentialBoundary) -> int:
    named = getattr(item, "outcomes", ()) or (getattr(item, "outcome", ""),)
    better = {one.id: one.better for one in protocol.outcomes}.get(str(named[0]))
    benefit = {"higher": 1, "lower": -1}.get(str(better), 0)
    return -benefit if boundary.purpose == "harm" else benefit
