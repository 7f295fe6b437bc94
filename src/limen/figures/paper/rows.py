"""Labelled rows along one horizontal value axis: what forest plots and bars share.

Where there is room the label stands left of the plot and the figures right of it. On a telephone
the label moves onto a line of its own above its marks, so that nothing shrinks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from limen.figures.paper import ticks
from limen.figures.paper.scales import Scale
from limen.figures.paper.svg import SMALL, TEXT, strokes, text, width_of, wrap
from limen.results.table import Kind

NARROW = 520.0  # below this width labels stand above their marks
_LINE = 17.0
_MARK = 19.0


@dataclass(frozen=True)
class Block:
    """Consecutive rows of a table that share a label, and where they stand."""

    label: tuple[str, ...]
    rows: tuple[int, ...]
    top: float
    label_height: float
    height: float
    heading: bool = False

    def y(self, order: int, narrow: bool) -> float:
        """The middle of the line for the row with this order in the block."""
        start = self.top + (self.label_height if narrow else 0.0)
        spare = 0.0 if narrow else max(0.0, self.height - 10 - _MARK * len(self.rows)) / 2
        return start + 4 + spare + _MARK * (order + 0.5)


@dataclass(frozen=True)
class Rows:
    """The layout: blocks from top to bottom, the value axis, and the column for figures."""

    width: float
    narrow: bool
    scale: Scale
    top: float
    bottom: float
    blocks: tuple[Block, ...]

    def lines(self) -> Iterator[tuple[int, float]]:
        """Row number and vertical middle of every row."""
        for block in self.blocks:
            for order, row in enumerate(block.rows):
                yield row, block.y(order, self.narrow)


def lay_out(
    labels: list[str],
    figures: list[str],
    domain: tuple[float, float],
    *,
    width: float,
    top: float,
    headings: list[str] | None = None,
) -> Rows:
    """Places rows with these labels and figures; equal neighbouring labels become one block.

    A heading stands above the first of neighbouring rows that share it; a row with the heading as
    its label is printed as one.
    """
    narrow = width < NARROW
    figure_width = max((width_of(words, SMALL) for words in figures), default=0.0)
    figure_width = min(figure_width, 0.42 * width)
    longest = max((width_of(words) for words in labels), default=0.0)
    label_width = width - 8 if narrow else min(longest, 0.34 * width)
    left = 15.0 if narrow else label_width + 20
    right = width - figure_width - (22 if figure_width else 12)
    over = headings or [""] * len(labels)
    blocks = tuple(_blocks(labels, over, label_width, narrow, top + 6))
    bottom = blocks[-1].top + blocks[-1].height if blocks else top + 20
    return Rows(width, narrow, Scale(*domain, left, right), top, bottom, blocks)


def _blocks(
    labels: list[str], headings: list[str], width: float, narrow: bool, top: float
) -> Iterator[Block]:
    said = ""
    for (heading, label), members in groupby(enumerate(labels), lambda p: (headings[p[0]], p[1])):
        alone = heading == label != ""  # such a row is its own heading
        if heading and heading != said and not alone:
            yield Block((heading,), (), top, _LINE, _LINE + 9, heading=True)
            top += _LINE + 9
        said = heading
        rows = tuple(index for index, _ in members)
        lines = tuple(wrap(label, width, TEXT)) if label else ()
        tall = _LINE * len(lines)
        marks = _MARK * len(rows)
        height = 10 + (tall + marks if narrow else max(tall, marks))
        yield Block(lines, rows, top, tall, height, heading=alone)
        top += height


def row_labels(rows: Rows) -> str:
    """The labels, with a hairline between blocks so that the eye keeps its row."""
    tops = [block.top for block in rows.blocks[1:]]
    parts = [strokes(((0, top, rows.width, top) for top in tops), "grid")]
    for block in rows.blocks:
        spare = 0.0 if rows.narrow else (block.height - 10 - block.label_height) / 2
        name = "label strong" if block.heading else "label"
        for index, line in enumerate(block.label):
            parts.append(text(2, block.top + 4 + spare + _LINE * index + 13, line, name))
    return "".join(parts)


def value_axis(rows: Rows, title: str, kind: Kind = "number") -> tuple[str, float]:
    """Grid, ticks and title under the rows, and where the figure ends."""
    scale, floor = rows.scale, rows.bottom + 2
    marks = ticks.ticks(scale.low, scale.high, 6 if rows.width > NARROW else 5, kind)
    at = [scale(tick) for tick in marks]
    named = zip(at, ticks.labels(marks, kind), strict=True)
    parts = [
        strokes([(x, rows.top, x, floor) for x in at], "grid"),
        strokes(
            [(scale.start, floor, scale.end, floor), *((x, floor, x, floor + 4) for x in at)],
            "axis",
        ),
        *(text(x, floor + 18, label, "small", "middle") for x, label in named),
    ]
    room = rows.width - 8 if rows.narrow else scale.end - scale.start + 120
    lines = wrap(title, room, SMALL) if title else []
    middle = rows.width / 2 if rows.narrow else (scale.start + scale.end) / 2
    for index, line in enumerate(lines):
        parts.append(text(middle, floor + 37 + 16 * index, line, "small muted", "middle"))
    return "".join(parts), floor + 26 + 16 * len(lines) + 2


def down(rows: Rows, values: tuple[float, ...]) -> str:
    """Vertical reference lines, where they lie on the axis."""
    at = [rows.scale(value) for value in values if rows.scale.holds(value)]
    return strokes([(x, rows.top, x, rows.bottom + 2) for x in at], "reference")
