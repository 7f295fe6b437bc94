"""Where the pen of an SVG path goes: enough of the language for the paths that figures draw."""

from __future__ import annotations

import re

_STEP = re.compile(r"([MmLlHhVvZz])([^MmLlHhVvZz]*)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")

Point = tuple[float, float]


def strokes(path: str) -> list[list[Point]]:
    """The corners of every stroke; a new one begins wherever the pen is lifted."""
    found: list[list[Point]] = []
    x = y = 0.0
    for letter, rest in _STEP.findall(path):
        numbers = [float(number) for number in _NUMBER.findall(rest)]
        own = letter.islower()
        kind = letter.upper()
        if kind == "Z":
            found[-1].append(found[-1][0])
            continue
        for a, b in _pairs(kind, numbers, 0.0 if own else x, 0.0 if own else y):
            x, y = (x + a, y + b) if own else (a, b)
            if kind == "M":
                found.append([])
            found[-1].append((x, y))
    return found


def corners(path: str) -> list[Point]:
    """Every corner of every stroke."""
    return [corner for stroke in strokes(path) for corner in stroke]


def _pairs(kind: str, numbers: list[float], x: float, y: float) -> list[Point]:
    if kind == "H":
        return [(number, y) for number in numbers]
    if kind == "V":
        return [(x, number) for number in numbers]
    return list(zip(numbers[::2], numbers[1::2], strict=True))
