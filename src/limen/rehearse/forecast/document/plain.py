"""Documents as plain data in the order of their fields, and as YAML text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from limen.protocol.canonical import canonical, encode
from limen.protocol.document.part import Part

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_WIDTH = 100


def plain(value: Any) -> Any:
    """Return nested mappings, lists, texts and numbers; fields at their default are left out."""
    if isinstance(value, Part):
        found = {}
        for name, field in type(value).model_fields.items():
            here = getattr(value, name)
            default = None if field.is_required() else field.get_default()
            if field.is_required() or encode(here) != encode(default):
                found[field.alias or name] = plain(here)
        return found
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return canonical(value)


def as_yaml(data: dict[str, Any]) -> str:
    """Return plain data as YAML: texts in double quotes, short lists and mappings on one line."""
    return "\n".join(_mapping(data, "")) + "\n"


def _mapping(data: dict[str, Any], indent: str) -> Iterator[str]:
    for key, value in data.items():
        name = key if _PLAIN_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)
        flow = _flow(value)
        if not _nested(value) or len(indent) + len(name) + 2 + len(flow) <= _WIDTH:
            yield f"{indent}{name}: {flow}"
            continue
        yield f"{indent}{name}:"
        if isinstance(value, dict):
            yield from _mapping(value, indent + "  ")
        else:
            yield from _sequence(value, indent + "  ")


def _sequence(values: list[Any], indent: str) -> Iterator[str]:
    for value in values:
        flow = _flow(value)
        if len(indent) + 2 + len(flow) <= _WIDTH or not _nested(value):
            yield f"{indent}- {flow}"
            continue
        inner = indent + "  "
        inside = _mapping(value, inner) if isinstance(value, dict) else _sequence(value, inner)
        for number, line in enumerate(inside):
            yield f"{indent}- {line[len(inner) :]}" if number == 0 else line


def _nested(value: Any) -> bool:
    """Whether a value can be spread over lines: a list of numbers stays on one."""
    if isinstance(value, list):
        return any(isinstance(one, dict | list | str) for one in value)
    return isinstance(value, dict) and bool(value)


def _flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        pairs = (
            f"{key if _PLAIN_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)}: "
            f"{_flow(one)}"
            for key, one in value.items()
        )
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
