"""Forest plot: one estimate with its interval per row; equal neighbouring labels share a block.

A column with the key ``annotation`` replaces the figures that are printed beside each row, so that
a row can stand on a common axis and still be read in its own unit.
"""

from __future__ import annotations

from itertools import groupby
from math import isfinite

from limen.figures.columns import axis_title, groups, has, kind_of, numbers, picture_of, words
from limen.figures.numbers import percent, with_interval
from limen.figures.paper.rows import NARROW, Rows, down, lay_out, row_labels, value_axis
from limen.figures.paper.scales import domain
from limen.figures.paper.series import legend, mark, series_class
from limen.figures.paper.svg import element, text
from limen.results import Table


def forest(table: Table, width: float) -> tuple[str, float]:
    """The markup and the height of a forest plot."""
    picture = picture_of(table)
    x, lower, upper = (numbers(table, k) for k in (picture.x, picture.lower, picture.upper))
    labels, sets = words(table, picture.label), words(table, picture.group)
    names = groups(table, picture.group)
    headings = None
    if _heads(labels, sets):
        headings = sets
        sets, names = [""] * len(sets), ("",)
    kind = kind_of(table, picture.x)
    figures = _figures(table, x, lower, upper, kind == "percent")
    key, key_height = legend(names, 2, 2, width - 4)
    rows = lay_out(
        labels if headings is None else list(map(_short, labels, headings)),
        figures,
        _domain(x, lower, upper, picture.reference),
        width=width,
        top=6 + key_height,
        headings=headings,
    )
    axis, height = value_axis(rows, axis_title(table, picture.x, picture.x_title), kind)
    marks = [
        _row(rows, y, names.index(sets[i]), (x[i], lower[i], upper[i]), figures[i])
        for i, y in rows.lines()
    ]
    lines = down(rows, picture.reference)
    return "".join([key, axis, lines, row_labels(rows), *marks]), height


def _heads(labels: list[str], sets: list[str]) -> bool:
    """Groups that never meet under one label and stand together are headings, not colours."""
    stretches = [name for name, _ in groupby(sets)]
    together = len(stretches) == len(set(stretches)) > 1
    of_label: dict[str, set[str]] = {}
    for label, name in zip(labels, sets, strict=True):
        of_label.setdefault(label, set()).add(name)
    return together and all(len(names) == 1 for names in of_label.values())


def _short(label: str, heading: str) -> str:
    """The label without the words of the heading above it."""
    return label.removeprefix(f"{heading}, ") if heading else label


def _figures(
    table: Table, x: list[float], lower: list[float], upper: list[float], share: bool
) -> list[str]:
    if has(table, "annotation"):
        return words(table, "annotation")
    if not share:
        return [with_interval(*row) for row in zip(x, lower, upper, strict=True)]
    return [
        f"{percent(v)} ({percent(lo)} to {percent(hi)})" if isfinite(v) else "no estimate"
        for v, lo, hi in zip(x, lower, upper, strict=True)
    ]


def _domain(
    x: list[float], lower: list[float], upper: list[float], reference: tuple[float, ...]
) -> tuple[float, float]:
    """Holds every estimate and every interval, but lets no single wide one flatten the rest."""
    values = [v for v in [*x, *reference] if isfinite(v)]
    limits = sorted(v for v in [*lower, *upper] if isfinite(v))
    if not values or not limits:
        return domain([*values, *limits])
    low, high = min([*values, limits[0]]), max([*values, limits[-1]])
    if len(limits) >= 8:  # cut (and mark with an arrow) what reaches far beyond the others
        inner = limits[len(limits) // 8 : -(len(limits) // 8)]
        reach = 2.5 * (max([*values, inner[-1]]) - min([*values, inner[0]]))
        low = max(low, min([*values, inner[0] - reach]))
        high = min(high, max([*values, inner[-1] + reach]))
    return domain([low, high])


def _row(
    rows: Rows,
    y: float,
    group: int,
    values: tuple[float, float, float],
    figures: str,
) -> str:
    value, lower, upper = values
    aside = text(rows.width - 2, y + 4, figures, "small figures", "end")
    if not isfinite(value):
        return aside
    parts = [aside]
    if isfinite(lower) or isfinite(upper):
        parts.append(_whisker(rows, y, lower, upper, group))
    if rows.scale.holds(value):
        parts.append(mark(rows.scale(value), y, group, size=5 if rows.width > NARROW else 4.5))
    return element("g", *parts, class_="row")


def _whisker(rows: Rows, y: float, lower: float, upper: float, group: int) -> str:
    """The interval; an end beyond the axis becomes an arrow head."""
    scale, name = rows.scale, f"whisker hollow {series_class(group)}"
    left = scale(lower) if lower >= scale.low else scale.start
    right = scale(upper) if upper <= scale.high else scale.end
    path = f"M{left:.1f},{y:.1f}H{right:.1f}"
    for at, inside, turn in ((left, lower >= scale.low, 1), (right, upper <= scale.high, -1)):
        if inside:
            path += f"M{at:.1f},{y - 3:.1f}v6"
        else:
            path += f"M{at + 5 * turn:.1f},{y - 4:.1f}l{-5 * turn},4l{5 * turn},4"
    return element("path", d=path, class_=name)
