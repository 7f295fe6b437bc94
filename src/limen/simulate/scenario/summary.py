"""A scenario in words: only what it supposes, nothing that does not happen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from limen.protocol.canonical import encode
from limen.protocol.document.opening import Path, written
from limen.protocol.document.part import Part
from limen.simulate.scenario.document import Scenario

_SAID = ("limen", "id", "title", "sources")


def summary(scenario: Scenario) -> str:
    """Return title, hash, and a line for each thing that is supposed, with unit and meaning."""
    lines = [f"{scenario.title}", f"{scenario.id}, hash {scenario.hash}", ""]
    found = [line for name, line in _supposed(scenario, ()) if name[0] not in _SAID]
    lines += found or ["Nothing happens: no effect, no belief, nobody leaves."]
    if scenario.sources:
        lines += ["", "Sources:", *(f"  {source}" for source in scenario.sources)]
    return "\n".join(lines)


def _supposed(part: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """(path, line) of every field that is not at its default."""
    for name, field in type(part).model_fields.items():
        value, here = getattr(part, name), (*path, name)
        default = None if field.is_required() else field.get_default(call_default_factory=True)
        if encode(value) == encode(default):
            continue
        if isinstance(value, Part):
            yield from _supposed(value, here)
        elif isinstance(value, tuple) and value and isinstance(value[0], Part):
            for number, element in enumerate(value):
                yield from _supposed(element, (*here, number))
        else:
            extra = field.json_schema_extra
            unit = str(extra.get("unit", "")) if isinstance(extra, dict) else ""
            shown = f"{encode(value)} {unit}".strip()
            yield here, f"{written(here)} = {shown}: {field.description}"
