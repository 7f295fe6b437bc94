"""Bars from zero with intervals; lying, so that long labels stay readable on a telephone."""

from __future__ import annotations

from math import isfinite

from limen.figures.columns import axis_title, groups, kind_of, numbers, picture_of, words
from limen.figures.numbers import interval, number, percent
from limen.figures.paper.rows import Rows, down, lay_out, row_labels, value_axis
from limen.figures.paper.scales import round_domain
from limen.figures.paper.series import SERIES, series_class
from limen.figures.paper.svg import SMALL, element, text, tooltip, width_of
from limen.results import Table


def bars(table: Table, width: float) -> tuple[str, float]:
    """The markup and the height of a bar chart."""
    picture = picture_of(table)
    value, lower, upper = (numbers(table, k) for k in (picture.y, picture.lower, picture.upper))
    labels, sets = words(table, picture.label), words(table, picture.group)
    names = groups(table, picture.group)
    kind = kind_of(table, picture.y)
    share = kind == "percent"
    figures = [percent(v) if share else number(v) for v in value]
    key, key_height = _legend(names, width)
    ends = round_domain([0.0, *value, *lower, *upper, *picture.reference], kind=kind)
    rows = lay_out(labels, figures, ends, width=width, top=6 + key_height)
    title = axis_title(table, picture.y, picture.y_title)
    axis, height = value_axis(rows, title, kind)
    marks = []
    for i, y in rows.lines():
        limits = "" if not isfinite(lower[i]) else _limits(lower[i], upper[i], share)
        hover = ": ".join(filter(None, [labels[i], sets[i], figures[i] + limits]))
        reach = (value[i], lower[i], upper[i])
        bar = _bar(rows, y, names.index(sets[i]), reach)
        aside = text(width - 2, y + 4, figures[i], "small figures", "end")
        marks.append(element("g", tooltip(hover), bar, aside, class_="row"))
    lines = down(rows, (0.0, *picture.reference))
    return "".join([key, axis, lines, row_labels(rows), *marks]), height


def _limits(lower: float, upper: float, share: bool) -> str:
    if share:
        return f" ({percent(lower)} to {percent(upper)})"
    return f" ({interval(lower, upper)})"


def _bar(rows: Rows, y: float, group: int, reach: tuple[float, float, float]) -> str:
    value, lower, upper = reach
    if not isfinite(value):
        return ""
    zero, end = rows.scale(0.0), rows.scale(value)
    parts = [_swatch(min(zero, end), y - 6.5, abs(end - zero), 13, group)]
    if isfinite(lower) and isfinite(upper):
        left, right = rows.scale(lower), rows.scale(upper)
        parts.append(element("line", x1=left, x2=right, y1=y, y2=y, class_="whisker ink"))
        parts += [
            element("line", x1=at, x2=at, y1=y - 3, y2=y + 3, class_="whisker ink")
            for at in (left, right)
        ]
    return "".join(parts)


def _swatch(x: float, y: float, width: float, height: float, group: int) -> str:
    """A filled box; the groups differ in filling as well as in colour."""
    name = f"bar {series_class(group)} fill{group % SERIES % 3 + 1}"
    return element("rect", x=x, y=y, width=width, height=height, class_=name)


def _legend(names: tuple[str, ...], width: float) -> tuple[str, float]:
    if len(names) < 2:
        return "", 0.0
    parts: list[str] = []
    x, y = 2.0, 12.0
    for index, name in enumerate(names):
        wide = 18 + width_of(name, SMALL) + 16
        if x > 2 and x + wide > width:
            x, y = 2.0, y + 20
        parts.append(_swatch(x, y - 9, 11, 10, index))
        parts.append(text(x + 17, y, name or "(none)", "small"))
        x += wide
    return element("g", *parts, class_="legend"), y + 10
