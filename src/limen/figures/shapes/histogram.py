"""Histogram: boxes from a left to a right end, as tall as their counts."""

from __future__ import annotations

from math import isfinite

from limen.figures.columns import axis_title, is_percent, numbers, picture_of
from limen.figures.numbers import number
from limen.figures.paper.frame import across, frame
from limen.figures.paper.scales import domain, round_domain
from limen.figures.paper.svg import element, tooltip
from limen.results import Table


def histogram(table: Table, width: float) -> tuple[str, float]:
    """The markup and the height of a histogram."""
    picture = picture_of(table)
    left, right, tall = (numbers(table, k) for k in (picture.x, picture.upper, picture.y))
    place = frame(
        width=width,
        x_domain=domain([*left, *right], margin=0.02),
        y_domain=round_domain([0.0, *tall]),
        x_title=axis_title(table, picture.x, picture.x_title),
        y_title=axis_title(table, picture.y, picture.y_title),
        y_percent=is_percent(table, picture.y),
        ratio=0.42,
    )
    boxes = [
        element(
            "rect",
            tooltip(f"{number(start)} to {number(end)}: {number(count)}"),
            x=place.x(start) + 0.5,
            y=place.y(count),
            width=max(place.x(end) - place.x(start) - 1, 0.5),
            height=place.y.start - place.y(count),
            class_="bar s1 fill1",
        )
        for start, end, count in zip(left, right, tall, strict=True)
        if isfinite(start) and isfinite(end) and isfinite(count)
    ]
    return "".join([place.markup, *boxes, across(place, picture.reference)]), place.height
