"""Which number a search is about: the one that answers the primary question, or a named one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan, sqrt
from typing import TYPE_CHECKING
from typing import Protocol as Interface

from limen.dataset.vocabulary import parts
from limen.errors import RehearsalError
from limen.protocol.document.lookup import suggestion
from limen.rehearse.cell import Cell
from limen.rehearse.performance import Performance
from limen.rehearse.search.curve import Point

if TYPE_CHECKING:
    from limen.rehearse.rehearsed import Rehearsed


class Evaluate(Interface):
    """Rehearses cells on common random numbers and gives one result for each, in order."""

    def __call__(self, cells: Sequence[Cell], replicates: int, /) -> Sequence[Rehearsed]:
        """The results of so many replicates."""


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a planned analysis has no answer in any replicate."""

    key: str
    reason: str


def chosen(rehearsed: Rehearsed, key: str | None = None) -> Performance | Refusal:
    """Return the performance of a quantity against its own estimand, or why there is none.

    Without a key it is the first answer of the primary analyses, in the order of the plan; where
    none of these was rehearsed, of the whole plan. `RehearsalError` for a key that is not there.
    """
    own = [one for one in rehearsed.performance if one.own]
    if key is not None:
        return _named(rehearsed, own, key)
    planned = parts(rehearsed.cell.protocol.analysis.analyses)
    first = [one.id for one in planned if one.role == "primary"]
    for id in (*first, *(one.id for one in planned)):
        for one in own:
            if one.quantity.analysis == id and one.quantity.answers:
                return one
        for refused in rehearsed.refused:
            if refused.key.partition(".")[0] == id:
                return Refusal(key=refused.key, reason=refused.reason)
    raise RehearsalError(
        "No planned analysis compares anything, so there is nothing whose power could be rehearsed."
    )


def _named(rehearsed: Rehearsed, own: list[Performance], key: str) -> Performance | Refusal:
    for one in own:
        if one.quantity.key == key:
            return one
    for refused in rehearsed.refused:
        if refused.key == key or key.startswith(f"{refused.key}."):
            return Refusal(key=key, reason=refused.reason)
    keys = [one.quantity.key for one in own]
    raise RehearsalError(f"The plan has no result '{key}'. {suggestion(key, keys)}")


def point(one: Performance | Refusal, people: int, replicates: int) -> Point:
    """The power that a result shows; a fit that failed, and a refusal, reject nothing."""
    if isinstance(one, Refusal) or one.replicates == 0:
        return Point(people=people, power=0.0, error=0.0, replicates=replicates)
    fitted = (one.replicates - one.failed) / one.replicates
    power = one.rejection.value * fitted if fitted > 0 else 0.0
    if power != power:  # estimates without tests
        return Point(people=people, power=nan, error=nan, replicates=one.replicates)
    error = sqrt(power * (1 - power) / one.replicates)
    return Point(people=people, power=power, error=error, replicates=one.replicates)
