"""From pydantic's errors to problems that say what to write instead."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from limen.protocol.document.lookup import suggestion
from limen.protocol.document.opening import Path
from limen.protocol.document.part import Part

_SAYS = {
    "string_type": ("This must be a text.", 'Write it in quotes: "{value}".'),
    "int_type": ("This must be a whole number.", "Write digits without quotes."),
    "int_from_float": ("This must be a whole number.", "Write digits without a fraction."),
    "float_type": ("This must be a number.", "Write digits without quotes."),
    "bool_type": ("This must be true or false.", "Write true or false, without quotes."),
    "tuple_type": ("This must be a list.", "Write [one, two], or a line with `- ` for each."),
    "dict_type": ("This must be a mapping.", "Write `key: value` lines, indented."),
    "model_type": ("This must be a mapping.", "Write `key: value` lines, indented."),
    "model_attributes_type": ("This must be a mapping.", "Write `key: value` lines, indented."),
    "unknown_reason": ("An unknown needs its reason.", 'Write {unknown: "why it is not known"}.'),
    "string_too_short": ("The text is empty.", "Write something, or leave the field out."),
    "finite_number": ("This is not a number.", "Leave the field out."),
}
_LIMITS = {
    "greater_than": ("gt", "more than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}


@dataclass(frozen=True)
class Fault:
    """Something wrong in the raw data: where, what, and what to write instead."""

    path: Path
    message: str
    remedy: str
    kind: str
    key: bool = False  # the place is that of the key, not of its value


def faults(errors: Sequence[ErrorDetails], data: Any, model: type[Part]) -> list[Fault]:
    """Return pydantic's errors as faults; an echo of an error further inside is left out."""
    located = [(_path(error["loc"], data), error) for error in errors]
    paths = [path for path, _ in located]
    return [
        _fault(path, error, data, model)
        for path, error in located
        if not (error["type"] == "too_short" and _encloses(path, paths))
    ]


def _encloses(path: Path, paths: Sequence[Path]) -> bool:
    return any(len(other) > len(path) and other[: len(path)] == path for other in paths)


def _path(loc: tuple[int | str, ...], data: Any) -> Path:
    """Return the place in the data: pydantic's, without the names of alternatives."""
    path: list[int | str] = []
    here = data
    for number, step in enumerate(loc):
        last = number == len(loc) - 1
        if _holds(here, step):
            here = here[step]
        elif step == "[key]" or not last or not isinstance(here, Mapping):
            continue
        path.append(step)
    return tuple(path)


def _holds(here: Any, step: int | str) -> bool:
    if isinstance(here, list):
        return isinstance(step, int) and step < len(here)
    return isinstance(here, Mapping) and step in here


def _fault(path: Path, error: ErrorDetails, data: Any, model: type[Part]) -> Fault:
    kind, context = error["type"], error.get("ctx", {})
    value = error["input"]
    if kind == "missing":
        return _missing(path, model, data)
    if kind == "extra_forbidden":
        words = [
            name for name in _fields(path[:-1], data, model) if name not in _at(path[:-1], data)
        ]
        return Fault(
            path,
            f"There is no key '{path[-1]}' here.",
            suggestion(str(path[-1]), words) if words else "Leave it out: all keys are there.",
            kind,
            True,
        )
    if kind in ("literal_error", "enum", "union_tag_invalid"):
        return _not_one_of(path, kind, context, value)
    if kind == "union_tag_not_found":
        name = str(context["discriminator"]).strip("'")
        if not isinstance(value, Mapping):
            return Fault(path, *_SAYS["model_type"], kind)
        return Fault(
            (*path, name), f"`{name}` is missing.", "Say which alternative is meant.", kind
        )
    if kind in _LIMITS:
        limit, than = _LIMITS[kind]
        return Fault(path, f"{value!r} is out of range.", f"Write {than} {context[limit]:g}.", kind)
    if kind == "string_pattern_mismatch":
        return Fault(path, f"'{value}' is not written as it must be.", _pattern(context), kind)
    if kind == "too_short":
        least = context["min_length"]
        return Fault(path, "The list is too short.", f"Write at least {least}.", kind)
    message, remedy = _SAYS.get(kind, (error["msg"].rstrip(".") + ".", ""))
    shown = value if isinstance(value, (str, int, float)) else "..."
    return Fault(path, message, remedy.replace("{value}", str(shown)), kind)


def _pattern(context: Mapping[str, Any]) -> str:
    pattern = str(context.get("pattern", ""))
    if "0-5" in pattern:
        return 'Write a time as "HH:MM", in quotes.'
    if "a-f" in pattern:
        return "Write the 64 hexadecimal digits of the SHA-256, in lower case."
    if pattern.startswith("^[a-z]{2,3}"):
        return "Write a language code: en, de, pt-BR."
    if pattern.startswith("^[A-Z]{3}"):
        return "Write the three capital letters of a currency (ISO 4217): EUR, USD."
    if r"\." in pattern:
        return "Write an id, or an id, a dot and the part that is meant: `acute.1`."
    return "Use letters, digits and underscores, a letter first."


def _missing(path: Path, model: type[Part], data: Any) -> Fault:
    name = str(path[-1])
    field = _fields(path[:-1], data, model).get(name)
    about = f" ({field[0].lower()}{field[1:]})" if field else ""
    remedy = f"Write `{name}: ...`{about}."
    return Fault(path, f"`{name}` is missing.", remedy, "missing")


def _not_one_of(path: Path, kind: str, context: Mapping[str, Any], value: Any) -> Fault:
    if kind == "union_tag_invalid":
        path, value = (*path, str(context["discriminator"]).strip("'")), context["tag"]
    text = str(context.get("expected_tags") or context.get("expected"))
    allowed = re.findall(r"'([^']*)'", text) or [text]
    near = suggestion(str(value), allowed)
    if near.startswith("Did"):
        near += f" Allowed: {', '.join(allowed)}."
    return Fault(path, f"'{value}' is not one of the choices.", near, kind)


def _at(path: Path, data: Any) -> Any:
    for step in path:
        data = data[step]
    return data


def _fields(path: Path, data: Any, model: type[Part]) -> dict[str, str]:
    """Return the keys allowed at a place, with their descriptions."""
    candidates: list[type[BaseModel]] = [model]
    for number, step in enumerate(path):
        if isinstance(step, int):
            continue
        fields = [f for c in candidates for n, f in c.model_fields.items() if step in (n, f.alias)]
        if fields:
            candidates = [part for f in fields for part in _parts((f.annotation, f.metadata))]
        candidates = _fitting(candidates, _at(path[: number + 1], data), path[number + 1 :])
    candidates = _fitting(candidates, _at(path, data), ())
    return {
        f.alias or n: f.description or "" for c in candidates for n, f in c.model_fields.items()
    }


def _parts(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return [annotation]
    inner = annotation if isinstance(annotation, (tuple, list)) else get_args(annotation)
    return [part for argument in inner for part in _parts(argument)]


def _fitting(candidates: list[type[BaseModel]], here: Any, rest: Path) -> list[type[BaseModel]]:
    """Keep the alternatives that the data at this place name by their kind."""
    if isinstance(here, list) and rest and isinstance(rest[0], int):
        here = here[rest[0]]
    if not isinstance(here, Mapping):
        return candidates

    def fits(candidate: type[BaseModel]) -> bool:
        for name in ("kind", "estimator", "method"):
            field = candidate.model_fields.get(name)
            if field is not None and field.is_required() and name in here:
                return here[name] in get_args(field.annotation)
        return True

    return [candidate for candidate in candidates if fits(candidate)] or candidates
