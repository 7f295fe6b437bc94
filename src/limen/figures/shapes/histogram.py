"""Histogram: boxes from a left to a right end, as tall as their counts."""

from __future__ import annotations

from math import isfinite

from limen.figures.columns import axis_title, kind_of, numbers, picture_of
from limen.figures.paper.frame import Frame, across, frame
from limen.figures.paper.scales import domain, round_domain
from limen.figures.paper.svg import element
from limen.results import Table


def histogram(table: Table, width: float) -> tuple[str, float]:
    """The markup and the height of a histogram."""
    picture = picture_of(table)
    left, right, tall = (numbers(table, k) for k in (picture.x, picture.upper, picture.y))
    y_kind = kind_of(table, picture.y)
    place = frame(
        width=width,
        x_domain=domain([*left, *right], margin=0.02),
        y_domain=round_domain([0.0, *tall], kind=y_kind),
        x_title=axis_title(table, picture.x, picture.x_title),
        y_title=axis_title(table, picture.y, picture.y_title),
        x_kind=kind_of(table, picture.x),
        y_kind=y_kind,
        ratio=0.42,
    )
    boxes = [
        _box(place, *bin_)
        for bin_ in zip(left, right, tall, strict=True)
        if all(map(isfinite, bin_)) and bin_[2]
    ]
    drawn = element("path", d="".join(boxes), class_="bar s1 fill1") if boxes else ""
    return "".join([place.markup, drawn, across(place, picture.reference)]), place.height


def _box(place: Frame, start: float, end: float, count: float) -> str:
    """One box of the path that holds them all: a tenth of the size of boxes of their own."""
    x, wide = place.x(start) + 0.5, max(place.x(end) - place.x(start) - 1, 0.5)
    return f"M{x:.1f},{place.y.start:.1f}V{place.y(count):.1f}h{wide:.1f}V{place.y.start:.1f}z"
