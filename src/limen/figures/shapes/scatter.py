"""Points in a plane, e.g. residuals against fitted values."""

from __future__ import annotations

from math import isfinite

from limen.counted import counted
from limen.figures.columns import axis_title, groups, kind_of, numbers, picture_of, words
from limen.figures.numbers import number
from limen.figures.paper.frame import Frame, across, frame
from limen.figures.paper.scales import domain
from limen.figures.paper.series import mark, series_class
from limen.figures.paper.svg import digits, element, tooltip
from limen.results import Table

_MANY = 60  # beyond this a tooltip per point weighs more than it tells


def scatter(table: Table, width: float) -> tuple[str, float]:
    """The markup and the height of a scatter plot."""
    picture = picture_of(table)
    x, y = numbers(table, picture.x), numbers(table, picture.y)
    sets, names = words(table, picture.group), groups(table, picture.group)
    place = frame(
        width=width,
        x_domain=domain(x),
        y_domain=domain([*y, *picture.reference]),
        x_title=axis_title(table, picture.x, picture.x_title),
        y_title=axis_title(table, picture.y, picture.y_title),
        names=names,
        x_kind=kind_of(table, picture.x),
        y_kind=kind_of(table, picture.y),
        ratio=0.5,
    )
    drawn = []
    for index, name in enumerate(names):
        pairs = [
            (a, b)
            for a, b, own in zip(x, y, sets, strict=True)
            if own == name and isfinite(a) and isfinite(b)
        ]
        drawn.append((_dots if len(x) > _MANY else _points)(place, pairs, index, name))
    return "".join([place.markup, across(place, picture.reference), *drawn]), place.height


def _points(place: Frame, pairs: list[tuple[float, float]], index: int, name: str) -> str:
    return "".join(
        mark(
            place.x(x),
            place.y(y),
            index,
            tooltip(f"{name + ': ' if name else ''}{number(x)}, {number(y)}"),
            size=4,
        )
        for x, y in pairs
    )


def _dots(place: Frame, pairs: list[tuple[float, float]], index: int, name: str) -> str:
    """All points in one path: a tenth of the size, and still every spot is there."""
    path, last_x, last_y = "", 0.0, 0.0
    spots = sorted({(round(place.x(x), 1), round(place.y(y), 1)) for x, y in pairs})
    for x, y in spots:  # each relative to the one before: neighbours are near
        path += f"m{digits(x - last_x)},{digits(y - last_y)}h0".replace(",-", "-")
        last_x, last_y = x, y
    hover = tooltip(f"{name + ': ' if name else ''}{counted(len(pairs), 'point')}")
    return element("path", hover, d=path, class_=f"dots {series_class(index)}") if path else ""
