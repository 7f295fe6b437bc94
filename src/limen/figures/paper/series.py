"""Groups told apart twice: by colour and by shape, so that neither is needed alone."""

from __future__ import annotations

from limen.figures.paper.svg import SMALL, element, text, width_of, wrap

SERIES = 6  # after that, colours and shapes repeat
_LEGEND_LINE = 20.0
_LEGEND_WRAPPED = 15.0


def series_class(index: int) -> str:
    """The class that colours the group with this number."""
    return f"s{index % SERIES + 1}"


def mark(x: float, y: float, index: int, *children: str, size: float = 4.5) -> str:
    """A point of a group: circle, square, diamond, triangle, down triangle, open circle."""
    kind, name = index % SERIES, f"mark {series_class(index)}"
    if kind in (0, 5):
        hollow = f"{name} open" if kind == 5 else name
        return element("circle", *children, cx=x, cy=y, r=size, class_=hollow)
    half = size * (0.9 if kind == 1 else 1.25)
    corners = {
        1: ((-1, -1), (1, -1), (1, 1), (-1, 1)),
        2: ((0, -1), (1, 0), (0, 1), (-1, 0)),
        3: ((0, -1), (1, 0.8), (-1, 0.8)),
        4: ((0, 1), (1, -0.8), (-1, -0.8)),
    }[kind]
    points = " ".join(f"{x + half * dx:.2f},{y + half * dy:.2f}" for dx, dy in corners)
    return element("polygon", *children, points=points, class_=name)


def legend(names: tuple[str, ...], left: float, top: float, width: float) -> tuple[str, float]:
    """The key to the groups, wrapped into the width, and how tall it is (0 for one group).

    A name that is wider than the figure goes on beneath itself.
    """
    if len(names) < 2:
        return "", 0.0
    parts: list[str] = []
    x, y = left, top + 10
    for index, name in enumerate(names):
        shown = name or "(none)"
        wide = 16 + width_of(shown, 12) + 16
        if x > left and x + wide > left + width:
            x, y = left, y + _LEGEND_LINE
        parts.append(mark(x + 5, y - 4, index))
        first, *rest = wrap(shown, width - 16, SMALL)
        parts.append(text(x + 16, y, first, "small"))
        for line in rest:
            y += _LEGEND_WRAPPED
            parts.append(text(x + 16, y, line, "small"))
        x += wide
    return element("g", *parts, class_="legend"), y - top + 12
