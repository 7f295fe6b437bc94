"""Ids are unique within their list, and across lists where a reference could mean either."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from limen.protocol.check.context import Context
from limen.protocol.check.finding import Finding
from limen.protocol.document.opening import Path
from limen.protocol.document.part import Part


def check_ids(context: Context) -> Iterator[Finding]:
    """Yield every id that occurs twice in one list."""
    yield from _within(context.protocol, ())
    arms, interventions = context.ids("arms"), set(context.ids("interventions"))
    for number, id in enumerate(arms):
        if id in interventions:
            yield Finding(
                ("arms", number, "id"),
                f"'{id}' is both an arm and an intervention.",
                "Give one of them another id, or guesses of it mean two things.",
            )


def _within(part: Any, path: Path) -> Iterator[Finding]:
    if isinstance(part, Part):
        for name, field in type(part).model_fields.items():
            yield from _within(getattr(part, name), (*path, field.alias or name))
    elif isinstance(part, tuple):
        seen: dict[str, int] = {}
        for number, element in enumerate(part):
            id = getattr(element, "id", None)
            if isinstance(id, str):
                if id in seen:
                    yield Finding(
                        (*path, number, "id"),
                        f"The id '{id}' is taken by number {seen[id] + 1} of this list.",
                        "Give each its own id.",
                    )
                seen.setdefault(id, number)
            yield from _within(element, (*path, number))
