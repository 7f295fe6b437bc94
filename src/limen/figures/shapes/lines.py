"""Lines with a band and labelled marks: curves and courses over time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from math import isfinite

from limen.figures.columns import (
    axis_title,
    groups,
    kind_of,
    numbers,
    picture_of,
    positions,
    words,
)
from limen.figures.numbers import interval, number
from limen.figures.paper.frame import Frame, across, frame
from limen.figures.paper.scales import domain, round_domain
from limen.figures.paper.series import SERIES, mark, series_class
from limen.figures.paper.svg import SMALL, element, text, tooltip, width_of
from limen.results import Table

_FEW = 14  # up to so many points of a line are drawn as points
_TARGETS = 11  # longer lines get so many invisible places that answer the pointer


@dataclass(frozen=True)
class _Point:
    x: float
    y: float
    lower: float
    upper: float


def lines(table: Table, width: float) -> tuple[str, float]:
    """The markup and the height of a line chart."""
    picture = picture_of(table)
    y, lower, upper = (numbers(table, k) for k in (picture.y, picture.lower, picture.upper))
    x, categories = positions(table, picture.x)
    sets, names = words(table, picture.group), groups(table, picture.group)
    y_kind = kind_of(table, picture.y)
    points = [_Point(*values) for values in zip(x, y, lower, upper, strict=True)]
    place = frame(
        width=width,
        x_domain=(-0.5, len(categories) - 0.5)
        if categories
        else domain([*x, *(at for at, _ in picture.marks)], margin=_margin(len(x), len(names))),
        y_domain=round_domain([*y, *lower, *upper, *picture.reference], kind=y_kind),
        x_title=axis_title(table, picture.x, picture.x_title),
        y_title=axis_title(table, picture.y, picture.y_title),
        names=names,
        room=_room(picture.marks, width),
        x_kind=kind_of(table, picture.x),
        y_kind=y_kind,
        categories=categories,
    )
    drawn = [
        _line(_aside(place, index, len(names), len(points)), own, index, name)
        for index, name in enumerate(names)
        if (own := [p for p, s in zip(points, sets, strict=True) if s == name])
    ]
    parts = [place.markup, across(place, picture.reference), *drawn, _marks(place, picture.marks)]
    return "".join(parts), place.height


def _margin(points: int, groups: int) -> float:
    """More room at the ends where points of groups stand side by side."""
    return 0.08 if points <= _FEW * groups and groups > 1 else 0.02


def _aside(place: Frame, index: int, groups: int, points: int) -> Frame:
    """The same frame, moved a little sideways where whiskers of groups would hide each other."""
    if points > _FEW * groups or groups == 1:
        return place
    shift = 7.0 * (index - (groups - 1) / 2)
    x = replace(place.x, start=place.x.start + shift, end=place.x.end + shift)
    return replace(place, x=x)


def _line(place: Frame, points: list[_Point], index: int, name: str) -> str:
    ordered = sorted((p for p in points if isfinite(p.x)), key=lambda p: p.x)
    few = len(ordered) <= _FEW
    parts: list[str] = []
    for drawable, run in groupby(ordered, key=lambda p: isfinite(p.y)):
        if drawable:
            stretch = list(run)
            parts.append("" if few else _band(place, stretch, index))
            path = _path((place.x(p.x), place.y(p.y)) for p in stretch)
            dash = f"line {series_class(index)} dash{index % SERIES % 3 + 1}"
            parts.append(element("path", d=path, class_=dash))
    parts.extend(_targets(place, [p for p in ordered if isfinite(p.y)], index, name))
    return "".join(parts)


def _band(place: Frame, points: list[_Point], index: int) -> str:
    inside = [p for p in points if isfinite(p.lower) and isfinite(p.upper)]
    if len(inside) < 2:
        return ""
    above = [(place.x(p.x), place.y(p.upper)) for p in inside]
    below = [(place.x(p.x), place.y(p.lower)) for p in reversed(inside)]
    outline = _path([*above, *below]) + "Z"
    return element("path", d=outline, class_=f"band {series_class(index)}")


def _targets(place: Frame, points: list[_Point], index: int, name: str) -> Iterator[str]:
    every = 1 if len(points) <= _FEW else -(-len(points) // _TARGETS)
    for point in points[::every]:
        limits = f" ({interval(point.lower, point.upper)})" if isfinite(point.lower) else ""
        hover = tooltip(
            f"{name + ': ' if name else ''}{number(point.x)}: {number(point.y)}{limits}"
        )
        x, y = place.x(point.x), place.y(point.y)
        if len(points) <= _FEW:
            yield _whisker(place, point, index) + mark(x, y, index, hover)
        else:
            yield element("circle", hover, cx=x, cy=y, r=8, class_="target")


def _whisker(place: Frame, point: _Point, index: int) -> str:
    if not (isfinite(point.lower) and isfinite(point.upper)):
        return ""
    x, name = place.x(point.x), f"whisker {series_class(index)}"
    return element(
        "line", x1=x, x2=x, y1=place.y(point.lower), y2=place.y(point.upper), class_=name
    )


def _path(corners: Iterator[tuple[float, float]] | list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in corners)


def _stagger(marks: tuple[tuple[float, str], ...], width: float) -> list[int]:
    """The line above the plot for each label, so that neighbours do not overlap."""
    return list(range(len(marks))) if width < 520 or len(marks) > 1 else [0] * len(marks)


def _room(marks: tuple[tuple[float, str], ...], width: float) -> float:
    return 17.0 * (max(_stagger(marks, width)) + 1) + 4 if marks else 0.0


def _marks(place: Frame, marks: tuple[tuple[float, str], ...]) -> str:
    """Dotted verticals, each with its label above the plot, kept inside the figure."""
    parts: list[str] = []
    ordered = sorted(marks)
    for (at, label), level in zip(ordered, _stagger(marks, place.x.end), strict=True):
        x, top = place.x(at), place.y.end - 7 - 17 * level
        half = width_of(label, SMALL) / 2
        middle = min(max(x, place.x.start + half), place.x.end + 8 - half)
        line = element("line", x1=x, x2=x, y1=top + 3, y2=place.y.start, class_="mark-line")
        parts.append(line + text(middle, top, label, "small label marked", "middle"))
    return "".join(parts)
