"""From items to a scenario: a document with what is known of each number beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isfinite, log10
from typing import Any

from limen.rehearse.calibrate.calibration import Learned, NotIdentified
from limen.rehearse.calibrate.items import Item, Used, rounded

_LISTED = {"outcomes": "id", "covariates": "id", "side_effects": "term"}
_PLACED = re.compile(r"^(.*)\[(\d+)\]$")


Leaf = tuple[Any, str]  # a value, and what stands beside it
Tree = dict[str, Any]  # name -> Tree or Leaf


def tree_of(items: Iterable[Item]) -> Tree:
    """The scenario's values as a tree of names, each leaf with its comment."""
    tree: Tree = {}
    for one in items:
        if isinstance(one, Learned):
            leaf: Leaf = (rounded(one.value, one.standard_error), _beside(one))
        elif isinstance(one, Used):
            value = rounded(one.value, one.error) if isinstance(one.value, float) else one.value
            leaf = (value, one.why)
        else:
            continue
        steps = _steps(one.path)
        place = tree
        for step in steps[:-1]:
            place = place.setdefault(step, {})
        place[steps[-1]] = leaf
    return tree


def _steps(path: str) -> list[str]:
    """The names of a path; the name of a listed part may hold dots itself."""
    head, _, rest = path.partition(".")
    if head == "side_effects":
        known = re.match(r"^(.*)\.(share|severity_grade|serious|added\..*)$", rest)
        assert known is not None
        return [head, known.group(1), *known.group(2).split(".", 2)]
    return path.split(".")


def _beside(one: Learned) -> str:
    error = f"± {_short(one.standard_error)}" if isfinite(one.standard_error) else "no SE"
    if not isfinite(one.standard_error):
        error = f"{_short(one.lower)} to {_short(one.upper)}"
    given = f"; given: {one.given}" if one.given else ""
    return f"{error} (n {one.n}, {one.participants} people){given}"


def _short(value: float) -> str:
    if value == 0 or not isfinite(value):
        return f"{value:g}"
    digits = max(1 - int(log10(abs(value)) // 1), 0)
    return f"{value:.{digits}f}"


def text_of(
    tree: Tree, head: Mapping[str, str], sources: Sequence[str], notes: Iterable[NotIdentified]
) -> str:
    """The scenario as YAML, with standard errors as comments and what is open at the end."""
    lines = ["# Learned by `limen scenario calibrate`. Behind each number: standard error (or 95 %"]
    lines += ["# limits), how much it rests on, and under which supposition it holds.", "limen: 1"]
    lines += [f"{name}: {_scalar(value)}" for name, value in head.items()]
    lines += ["sources:", *(f"  - {_scalar(source)}" for source in sources)]
    for name, value in tree.items():
        lines += _block(name, value, 0)
    lines += ["", "# Not identified by these data, and what was used instead:"]
    return "\n".join([*lines, *_notes(notes)]) + "\n"


def _notes(notes: Iterable[NotIdentified]) -> Iterator[str]:
    """What is open, those with one reason together."""
    groups: dict[tuple[str, str, str], list[NotIdentified]] = {}
    for one in notes:
        used = "" if one.corners or "SE" in one.used else one.used
        groups.setdefault((one.reason, one.remedy, used), []).append(one)
    for (reason, remedy, used), group in groups.items():
        alone = [one.path for one in group if not one.corners and used == one.used]
        told = f" Used: {used}." if used else ""
        yield "#"
        names = ", ".join(alone)
        yield from _wrapped(f"{names}{': ' if names else ''}{reason}{told} To identify: {remedy}")
        for one in group:
            if one.path not in alone:
                yield f"#     {one.path}{f' = {one.used}' if one.used else ''}"
            for corner in one.corners:
                error = f" (SE {corner.standard_error:.2g})" if corner.standard_error > 0 else ""
                yield f"#         {corner.value:.3g}{error} if {corner.supposing}"


def _block(name: str, value: Any, depth: int) -> list[str]:
    indent = "  " * depth
    if isinstance(value, tuple):
        number, comment = value
        return [f"{indent}{name}: {_scalar(number)}" + (f"  # {comment}" if comment else "")]
    if name in _LISTED and depth == 0:
        lines = [f"{name}:"]
        for key, part in value.items():
            lines.append(f"  - {_LISTED[name]}: {_scalar(key)}")
            for inner, held in _lists(part).items():
                lines += _block(inner, held, 2)
        return lines
    lines = [f"{indent}{name}:"]
    for inner, held in _lists(value).items():
        lines += _block(inner, held, depth + 1)
    return lines


def _lists(part: Mapping[str, Any]) -> dict[str, Any]:
    """`periods[0]`, `periods[1]`, ... as one list; shares are made to add up to 1."""
    found: dict[str, Any] = {}
    lists: dict[str, dict[int, Leaf]] = {}
    for name, value in part.items():
        placed = _PLACED.match(name)
        if placed is None:
            found[name] = value
        else:
            lists.setdefault(placed.group(1), {})[int(placed.group(2))] = value
    for name, values in lists.items():
        numbers = [float(values[k][0]) if k in values else 0.0 for k in range(max(values) + 1)]
        if name == "shares":
            largest = max(range(len(numbers)), key=lambda k: numbers[k])
            others = sum(numbers) - numbers[largest]
            numbers[largest] = round(1 - others, 9)
        comment = ", ".join(values[k][1].partition(" (")[0] for k in sorted(values))
        found[name] = (numbers, comment)
    return found


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, list):
        return "[" + ", ".join(_scalar(one) for one in value) + "]"
    if isinstance(value, int):
        return str(value)
    text = str(value)
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", text) and text.lower() not in (
        "yes",
        "no",
        "true",
        "false",
        "null",
        "on",
        "off",
        "y",
        "n",
    ):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def _wrapped(text: str) -> list[str]:
    from textwrap import wrap

    clean = " ".join(text.split())
    return wrap(clean, width=98, initial_indent="# - ", subsequent_indent="#   ")
