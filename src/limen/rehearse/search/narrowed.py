"""A plan narrowed to what a search asks, so that nothing else is computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from limen.dataset.vocabulary import parts
from limen.errors import RehearsalError
from limen.protocol import Protocol
from limen.protocol.document.analysis import Analysis
from limen.protocol.document.lookup import suggestion
from limen.protocol.document.part import Part
from limen.rehearse.cell import Cell


def narrowed(cell: Cell, key: str | None, *, beside: tuple[type[Part], ...] = ()) -> Cell:
    """Return the cell with a plan of one analysis, of one outcome where it has several.

    It is the one that `key` begins with; left out, the first primary one, or the first. Analyses of
    the kinds in `beside` stay as they are. Each analysis gives what it gives in the whole plan.
    `RehearsalError` for a key that begins with no analysis.
    """
    plan = cell.protocol.analysis
    wanted, outcome = _asked(cell.protocol, key)
    kept: list[Analysis] = []
    for item in parts(plan.analyses):
        if item.id == wanted:
            kept.append(_of_one_outcome(item, outcome))
        elif isinstance(item, beside):
            kept.append(item)
    narrow = plan.model_copy(update={"analyses": tuple(kept), "multiplicity": ()})
    return replace(cell, protocol=cell.protocol.model_copy(update={"analysis": narrow}))


def _asked(protocol: Protocol, key: str | None) -> tuple[str, str | None]:
    """The analysis that a key begins with, and the outcome that comes next."""
    planned = parts(protocol.analysis.analyses)
    if key is None:
        first = next((one for one in planned if one.role == "primary"), planned[0])
        return first.id, None
    id, _, rest = key.partition(".")
    for item in planned:
        if item.id == id:
            return id, rest.partition(".")[0] or None
    raise RehearsalError(f"The plan has no result '{key}'. {suggestion(key, _keys(planned))}")


def _keys(planned: tuple[Analysis, ...]) -> Iterator[str]:
    for item in planned:
        outcomes = getattr(item, "outcomes", ())
        yield from (f"{item.id}.{outcome}" for outcome in outcomes) if outcomes else (item.id,)


def _of_one_outcome(item: Analysis, outcome: str | None) -> Analysis:
    """The analysis of the named outcome, or of its first."""
    outcomes = getattr(item, "outcomes", ())
    if not outcomes:
        return item
    one = outcome if outcome in outcomes else outcomes[0]
    update: dict[str, object] = {"outcomes": (one,)}
    special = getattr(item, "covariates_by_outcome", None)
    if special:
        update["covariates_by_outcome"] = {id: names for id, names in special.items() if id == one}
    return item.model_copy(update=update)
