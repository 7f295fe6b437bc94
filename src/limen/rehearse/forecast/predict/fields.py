"""Fields of a scenario by their names: `every_outcome.by_lag[1]`, `outcomes.mood.direct.active`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from limen.errors import DocumentError
from limen.protocol.document.lookup import suggestion
from limen.simulate.scenario import Scenario

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_OPEN = "interventions"  # a mapping that takes any id


def plain(scenario: Scenario) -> dict[str, Any]:
    """A scenario as nested plain data, every field at its value, defaults included."""
    return scenario.model_dump(mode="json", by_alias=True)


def with_values(data: Mapping[str, Any], values: Mapping[str, float]) -> dict[str, Any]:
    """The data with these fields set; `DocumentError` for a field that there is not."""
    copied: dict[str, Any] = deepcopy(dict(data))
    for field, value in values.items():
        holder, key = place(copied, field)
        holder[key] = value
    return copied


def place(data: dict[str, Any], field: str) -> tuple[Any, str | int]:
    """What holds a field, and its key there; the field must hold a number, or nothing yet."""
    steps: list[str | int] = [
        int(found.group(2)) if found.group(2) else found.group(1) for found in _STEP.finditer(field)
    ]
    rewritten = "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in steps).lstrip(".")
    if not steps or rewritten != field:
        raise DocumentError(f"'{field}' names no field. Write it like `outcomes.mood.belief`.")
    holder: Any = data
    before: str | int = ""
    for step, inside in zip(steps, [*steps[1:], None], strict=True):
        key = _key(holder, step, field, open_=before == _OPEN)
        if inside is None:
            here = holder.get(key) if isinstance(holder, dict) else holder[key]
            if isinstance(here, bool) or not (here is None or isinstance(here, int | float)):
                raise DocumentError(f"'{field}' holds no number, but more fields or a text.")
            return holder, key
        holder, before = holder[key], step
        if not isinstance(holder, dict | list):
            raise DocumentError(
                f"'{field}' lies inside something that the scenario leaves out. Write "
                f"'{step}' in the scenario."
            )
    raise AssertionError(field)


def _key(holder: Any, step: str | int, field: str, *, open_: bool) -> str | int:
    if isinstance(holder, list):
        names = [str(one.get("id") or one.get("term")) for one in holder if isinstance(one, dict)]
        if isinstance(step, int) and step < len(holder):
            return step
        if step in names:
            return names.index(str(step))
        remedy = suggestion(str(step), names) if names else f"It has {len(holder)} elements."
        raise DocumentError(f"'{field}': the scenario lists no '{step}' there. {remedy}")
    known = holder if isinstance(holder, dict) else {}
    if isinstance(step, str) and (step in known or open_):
        return step
    raise DocumentError(
        f"'{field}': a scenario has no '{step}' there. {suggestion(str(step), known)}"
    )
