"""What keeps a study from opening."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from limen.errors import Problem
from limen.protocol.document.part import Part, Unknown

_NEEDED = {
    "registration": "Register the study, and write the register and number.",
    "consent": "Say what participants agree to.",
    "safety": "Say who acts on which answer, and within how long.",
    "estimands": "Say what the study wants to know.",
    "allocation": "Say how people get their arm.",
    "blinding": "Say who is blinded to what.",
    "kits": "Say what a kit set holds.",
    "regimen": "Say on which days a dose is due.",
    "administration": "Say how and when a dose is taken.",
}
_NOT_IF_OBSERVATIONAL = frozenset({"allocation", "blinding", "kits", "regimen", "administration"})

Path = tuple[str | int, ...]


def written(path: Path) -> str:
    """Return a path as people write it: `arms[1].periods[0]`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def steps(path: str) -> Path:
    """Return a written path as steps: `arms[1].periods[0]` as ("arms", 1, "periods", 0)."""
    found = re.findall(r"\[(\d+)\]|([^.\[\]]+)", path)
    return tuple(int(number) if number else word for number, word in found)


def unknowns(part: Any, path: Path = ()) -> Iterator[tuple[Path, Unknown]]:
    """Return every `Unknown` in a part of the document, with its place."""
    if isinstance(part, Unknown):
        yield path, part
    elif isinstance(part, Part):
        for name, field in type(part).model_fields.items():
            yield from unknowns(getattr(part, name), (*path, field.alias or name))
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from unknowns(value, (*path, key))
    elif isinstance(part, tuple):
        for number, value in enumerate(part):
            yield from unknowns(value, (*path, number))


def open_problems(document: Part, *, historical: bool, observational: bool) -> tuple[Problem, ...]:
    """Return why the study cannot open: what is unknown, and what is missing altogether."""
    if historical:
        message = "The protocol describes a study that has been run."
        return (Problem(message=message, remedy="Write `status: planned`.", path="status"),)
    found = [
        Problem(
            message=f"This is unknown ({gap.reason}).",
            remedy="A planned study cannot open before it is known.",
            path=written(path),
        )
        for path, gap in unknowns(document)
    ]
    for name, remedy in _NEEDED.items():
        if not getattr(document, name) and not (observational and name in _NOT_IF_OBSERVATIONAL):
            found.append(Problem(message="This section is missing.", remedy=remedy, path=name))
    return tuple(found)
