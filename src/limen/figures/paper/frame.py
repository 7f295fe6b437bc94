"""The frame of an x–y figure: axes, grid, titles and legend around an empty plot."""

from __future__ import annotations

from dataclasses import dataclass

from limen.figures.paper import ticks
from limen.figures.paper.scales import Scale
from limen.figures.paper.series import legend
from limen.figures.paper.svg import SMALL, strokes, text, width_of, wrap
from limen.results.table import Kind

_LINE = 16.0


@dataclass(frozen=True)
class Frame:
    """Two scales, and the markup of everything around the plot."""

    x: Scale
    y: Scale
    height: float
    markup: str


def frame(
    *,
    width: float,
    x_domain: tuple[float, float],
    y_domain: tuple[float, float],
    x_title: str,
    y_title: str,
    names: tuple[str, ...] = (),
    room: float = 0.0,
    x_kind: Kind = "number",
    y_kind: Kind = "number",
    categories: tuple[str, ...] = (),
    ratio: float = 0.42,
) -> Frame:
    """The frame for these domains; `room` pixels are kept free above the plot for labels.

    `categories` replace the ticks of the x axis; they stand at 0, 1, 2 …
    """
    key, key_height = legend(names, 2, 2, width - 4)
    titles = wrap(y_title, width - 8, SMALL) if y_title else []
    top = 12 + key_height + (_LINE * len(titles) + 8 if titles else 0) + room
    y_ticks = ticks.ticks(*y_domain, 5, y_kind)
    y_labels = ticks.labels(y_ticks, y_kind)
    left = 10 + max((width_of(label, SMALL) for label in y_labels), default=20)
    plot = max(165.0, ratio * (width - left))
    x = Scale(*x_domain, left, width - 14)
    y = Scale(*y_domain, top + plot, top)
    ends = tuple(map(float, range(len(categories)))) or ticks.ticks(
        *x_domain, 7 if width > 500 else 5, x_kind
    )
    named = categories or ticks.labels(ends, x_kind)
    bottom, height = _x_axis(x, y.start, x_title, dict(zip(ends, named, strict=True)))
    levels = [y(tick) for tick in y_ticks]
    rows = [strokes([(left, at, x.end, at) for at in levels], "grid")]
    rows += [
        text(left - 6, at + 4, label, "small", "end")
        for at, label in zip(levels, y_labels, strict=True)
    ]
    heads = [
        text(2, 8 + key_height + 11 + _LINE * index, line, "small muted")
        for index, line in enumerate(titles)
    ]
    return Frame(x, y, height, "".join([key, *heads, *rows, bottom]))


def _x_axis(x: Scale, floor: float, title: str, named: dict[float, str]) -> tuple[str, float]:
    room = (x.end - x.start) / max(len(named), 1) - 6
    down = [(x(tick), floor, x(tick), floor + 4) for tick in named]
    parts = [strokes([(x.start, floor, x.end, floor), *down], "axis")]
    deepest = 1
    for tick, label in named.items():
        words = wrap(label, max(room, 30.0), SMALL)
        deepest = max(deepest, len(words))
        for index, line in enumerate(words):
            parts.append(text(x(tick), floor + 18 + _LINE * index, line, "small", "middle"))
    below = floor + 20 + _LINE * (deepest - 1)
    lines = wrap(title, x.end - x.start, SMALL) if title else []
    for index, line in enumerate(lines):
        middle = (x.start + x.end) / 2
        parts.append(text(middle, below + 16 + _LINE * index, line, "small muted", "middle"))
    return "".join(parts), below + 8 + _LINE * len(lines)


def across(place: Frame, values: tuple[float, ...]) -> str:
    """Horizontal reference lines, where they lie on the axis."""
    at = [place.y(value) for value in values if place.y.holds(value)]
    return strokes([(place.x.start, y, place.x.end, y) for y in at], "reference")
