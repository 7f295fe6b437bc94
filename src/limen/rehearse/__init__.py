"""Know before the first participant whether the study can answer its question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from limen.rehearse.block import replicate
    from limen.rehearse.cell import Cell
    from limen.rehearse.performance import Measure, Performance
    from limen.rehearse.rehearsal import Refused, Rehearsal, Rehearsed, rehearse

__all__ = [
    "Cell",
    "Measure",
    "Performance",
    "Refused",
    "Rehearsal",
    "Rehearsed",
    "rehearse",
    "replicate",
]

_FROM = {
    "Cell": "cell",
    "Measure": "performance",
    "Performance": "performance",
    "Refused": "rehearsal",
    "Rehearsal": "rehearsal",
    "Rehearsed": "rehearsal",
    "rehearse": "rehearsal",
    "replicate": "block",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: a worker that starts needs none."""
    from importlib import import_module

    if name in _FROM:
        return getattr(import_module(f"limen.rehearse.{_FROM[name]}"), name)
    raise AttributeError(f"module 'limen.rehearse' has no attribute {name!r}")
