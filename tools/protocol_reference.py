"""Write docs/reference/protocol.md from the document's classes.

Run `python -m tools.protocol_reference`.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from inspect import getdoc
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from limen.protocol import Protocol
from limen.protocol.canonical import encode
from limen.protocol.diff import reconsent_rule
from limen.protocol.document.part import Part

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "protocol.md"
INTRODUCTION = """\
# The protocol document

Generated from the classes that read it (`python -m tools.protocol_reference`).

A protocol is one YAML file in UTF-8. Start one with `limen protocol new my_study.yaml`, check it
with `limen protocol check my_study.yaml`, and let an editor complete it by the schema that
`limen protocol schema` prints.

- **Unknown.** Any field but ids, kinds and the like may be `{unknown: "why"}`. A historical
  protocol stays so; a planned one loads, and cannot open.
- **Occasions.** A definition that repeats stands for `acute.1`, `acute.2`, ...: write `acute` for
  all of them, `acute.1` for one. A definition that comes once has its own id.
- **Days** count from 1 within a phase, or within a period where that is said. Times are local
  wall times in quotes: `"07:00"`.
- **Rules** are written in the language of `rules.md`. Eligibility looks at screening questions;
  dose and safety rules at `instrument.subscale`, `instrument.item`, `measurement.id` and
  `adverse_event.column`.
- **Consent.** The last column says whether an amendment of a field makes participants consent
  again: never, ask (the ethics committee), always. A blank follows the part around it.
- **Hash.** SHA-256 over the content with defaults left out: comments, the order of keys, 2 or 2.0
  do not change it; the order of a list does.
"""
_PLAIN = {str: "text", int: "whole number", float: "number", bool: "true or false"}


def reachable(part: type[Part] = Protocol) -> dict[str, type[Part]]:
    """Every part that a document can hold, in the order in which one meets it."""
    found: dict[str, type[Part]] = {}
    waiting = [part]
    while waiting:
        one = waiting.pop(0)
        if one.__name__ not in found:
            found[one.__name__] = one
            waiting[:0] = [p for f in one.model_fields.values() for p in _inside(f.annotation)]
    return found


def _inside(annotation: Any) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for inner in get_args(annotation):
        yield from _inside(inner)


def kind(annotation: Any) -> str:
    """What a field holds, in words, with links to parts."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return kind(inner[0])
    if origin is Literal:
        return ", ".join(f"`{value}`" for value in inner)
    if origin in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(kind(one) for one in inner if one is not type(None)))
    if origin is tuple:
        return f"list of {kind(inner[0])}"
    if origin is dict:
        return f"{kind(inner[0])} → {kind(inner[1])}"
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return _PLAIN.get(annotation, "rule")


def default(field: FieldInfo) -> str:
    """What holds if the field is left out."""
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    return "" if value in (None, ()) or encode(value) == "{}" else f"`{encode(value)}`"


def table(part: type[Part]) -> str:
    """A part as a section with a row per field."""
    rows = [
        f"| `{field.alias or name}` | {kind(field.annotation)} | {default(field)} "
        f"| {field.description} | {reconsent_rule(field) or ''} |".replace("\n", " ")
        for name, field in part.model_fields.items()
    ]
    heading = "| Key | Holds | If left out | Meaning | Consent |\n| --- | --- | --- | --- | --- |"
    return f"## {part.__name__}\n\n{getdoc(part)}\n\n{heading}\n" + "\n".join(rows) + "\n"


def render() -> str:
    """The whole page."""
    return "\n".join([INTRODUCTION, *map(table, reachable().values())])


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
    print(f"Wrote {PAGE}")
