"""A table that says how to be drawn becomes an SVG."""

from __future__ import annotations

from collections.abc import Callable

from limen.counted import counted
from limen.figures.columns import picture_of
from limen.figures.paper.svg import NAMESPACE, clean, digits, element
from limen.figures.shapes.bars import bars
from limen.figures.shapes.flow import flow
from limen.figures.shapes.forest import forest
from limen.figures.shapes.histogram import histogram
from limen.figures.shapes.lines import lines
from limen.figures.shapes.scatter import scatter
from limen.results import Table
from limen.results.table import Shape

WIDE, NARROW = 720.0, 358.0  # pixels: a column of a page, a telephone

_SHAPES: dict[Shape, Callable[[Table, float], tuple[str, float]]] = {
    "forest": forest,
    "lines": lines,
    "bars": bars,
    "scatter": scatter,
    "histogram": histogram,
    "flow": flow,
}


def draw(table: Table, width: float = WIDE) -> str:
    """The table's picture as one ``<svg>``, laid out for a width in pixels.

    It holds no style: `style()` colours it, by classes and CSS variables, in light and dark. Text
    is laid out anew for each width instead of being scaled, so a page shows one drawing for wide
    and one for narrow columns (`responsive`). Raises ValueError for a table without a picture.
    """
    picture = picture_of(table)
    title = picture.title or table.caption
    body, height = _SHAPES[picture.shape](table, width)
    what = (
        f"{picture.shape} with {counted(len(table.rows), 'row')}; the numbers are in the "
        f"table {table.key}."
    )
    return element(
        "svg",
        element("title", clean(title)),
        element("desc", clean(what.capitalize())),
        body,
        xmlns=NAMESPACE,
        viewBox=f"0 0 {digits(width)} {digits(height)}",
        width=width,
        height=height,
        role="img",
        class_=f"limen-figure {picture.shape}",
    )


def responsive(table: Table, *, small: bool = False) -> str:
    """Two drawings, of which a style sheet shows the one that fits its column.

    `small` gives only the narrow one, e.g. for diagnostics that stand side by side.
    """
    if small:
        return element("div", draw(table, NARROW), class_="limen-picture small")
    both = (
        element("div", draw(table, WIDE), class_="limen-wide"),
        element("div", draw(table, NARROW), class_="limen-narrow"),
    )
    return element("div", *both, class_="limen-picture")
