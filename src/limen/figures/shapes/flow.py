"""Participant flow: boxes from top to bottom, the groups side by side where they part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from math import isfinite

from limen.figures.columns import numbers, picture_of, words
from limen.figures.numbers import number
from limen.figures.paper.svg import SMALL, element, text, tooltip, wrap
from limen.results import Table

_GAP = 26.0  # room for an arrow
_BETWEEN = 12.0
_LINE = 16.0
_SLIMMEST = 104.0  # narrower boxes cannot hold a word


@dataclass(frozen=True)
class _Box:
    label: str
    count: str
    group: str


def flow(table: Table, width: float) -> tuple[str, float]:
    """The markup and the height of a flow diagram."""
    picture = picture_of(table)
    counts = [f"n = {number(n)}" if isfinite(n) else "" for n in numbers(table, picture.y)]
    columns = (words(table, picture.label), counts, words(table, picture.group))
    boxes = [_Box(*cells) for cells in zip(*columns, strict=True)]
    parts: list[str] = []
    y = 4.0
    tips: list[tuple[float, float]] = []  # where the boxes above end
    for parted, run in groupby(boxes, key=lambda box: bool(box.group)):
        draw = _lanes if parted else _spine
        markup, y, tips = draw(list(run), width, y, tips)
        parts.append(markup)
    return "".join(parts), y + 4


def _spine(
    boxes: list[_Box], width: float, y: float, tips: list[tuple[float, float]]
) -> tuple[str, float, list[tuple[float, float]]]:
    wide = min(width - 8, 380.0)
    middle = width / 2
    parts: list[str] = []
    for box in boxes:
        top = y + (_GAP if tips else 0.0)
        parts.append(_join(tips, [(middle, top)]))
        markup, height = _box(box, middle - wide / 2, top, wide)
        parts.append(markup)
        y = top + height
        tips = [(middle, y)]
    return "".join(parts), y, tips


def _lanes(
    boxes: list[_Box], width: float, y: float, tips: list[tuple[float, float]]
) -> tuple[str, float, list[tuple[float, float]]]:
    names = list(dict.fromkeys(box.group for box in boxes))
    fit = max(1, int((width - 8 + _BETWEEN) // (_SLIMMEST + _BETWEEN)))
    parts: list[str] = []
    ends: list[tuple[float, float]] = []
    for start in range(0, len(names), fit):
        row = names[start : start + fit]
        wide = min((width - 8 - _BETWEEN * (len(row) - 1)) / len(row), 300.0)
        left = (width - wide * len(row) - _BETWEEN * (len(row) - 1)) / 2
        middles = [left + wide / 2 + index * (wide + _BETWEEN) for index in range(len(row))]
        first = y + (_GAP + 10 if tips else _GAP if start else 0.0)
        parts.append(_join(tips if start == 0 else [], [(x, first) for x in middles]))
        ends = []
        for name, middle in zip(row, middles, strict=True):
            markup, end = _lane(name, [b for b in boxes if b.group == name], middle, wide, first)
            parts.append(markup)
            ends.append((middle, end))
        y = max(end for _, end in ends)
    return "".join(parts), y, ends


def _lane(
    name: str, boxes: list[_Box], middle: float, wide: float, top: float
) -> tuple[str, float]:
    parts: list[str] = []
    y = top
    for order, box in enumerate(boxes):
        if order:
            parts.append(_arrow(middle, y, middle, y + _GAP))
            y += _GAP
        head = name if order == 0 else ""
        markup, height = _box(box, middle - wide / 2, y, wide, head)
        parts.append(markup)
        y += height
    return "".join(parts), y


def _box(box: _Box, x: float, y: float, width: float, head: str = "") -> tuple[str, float]:
    """A box with its group's name (first of a lane), what happened, and to how many."""
    heads = wrap(head, width - 14, SMALL * 1.06) if head and head != box.label else []
    lines = wrap(box.label, width - 14, SMALL)
    rows = [(line, "small strong") for line in heads]
    rows += [(line, "small") for line in lines]
    rows += [(box.count, "small figures strong")] if box.count else []
    height = 12 + _LINE * len(rows)
    parts = [
        tooltip(
            " ".join(filter(None, [f"{box.group}:" if box.group else "", box.label, box.count]))
        ),
        element("rect", x=x, y=y, width=width, height=height, rx=4, class_="box"),
    ]
    for index, (line, name) in enumerate(rows):
        parts.append(text(x + width / 2, y + 18 + _LINE * index, line, name, "middle"))
    return element("g", *parts, class_="step"), height


def _join(above: list[tuple[float, float]], below: list[tuple[float, float]]) -> str:
    """Arrows from every end above to every start below, by way of one horizontal line."""
    if not above or not below:
        return ""
    if len(above) == len(below) == 1 and abs(above[0][0] - below[0][0]) < 1:
        return _arrow(*above[0], *below[0])
    level = (max(y for _, y in above) + below[0][1]) / 2 - 3
    xs = [x for x, _ in [*above, *below]]
    return "".join(_strokes(above, level, xs)) + "".join(_arrow(x, level, x, y) for x, y in below)


def _strokes(above: list[tuple[float, float]], level: float, xs: list[float]) -> Iterator[str]:
    for x, y in above:
        yield element("line", x1=x, x2=x, y1=y, y2=level, class_="axis")
    yield element("line", x1=min(xs), x2=max(xs), y1=level, y2=level, class_="axis")


def _arrow(x1: float, y1: float, x2: float, y2: float) -> str:
    head = f"M{x2 - 4:.1f},{y2 - 6:.1f}L{x2:.1f},{y2 - 1:.1f}L{x2 + 4:.1f},{y2 - 6:.1f}"
    return element("line", x1=x1, x2=x2, y1=y1, y2=y2 - 1, class_="axis") + element(
        "path", d=head, class_="axis hollow"
    )
