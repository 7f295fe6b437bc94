"""One table per shape, small enough to check by hand."""

from __future__ import annotations

from math import nan

from limen.results import Column, Picture, Table


def number(*keys: str) -> tuple[Column, ...]:
    """Columns of numbers with these keys."""
    return tuple(Column(key=key, title=key.capitalize()) for key in keys)


def text(*keys: str) -> tuple[Column, ...]:
    """Columns of text with these keys."""
    return tuple(Column(key=key, title=key.capitalize(), kind="text") for key in keys)


FOREST = Table(
    key="forest",
    caption="Three outcomes",
    columns=(*text("label"), *number("x", "lower", "upper")),
    rows=(("first", 0.0, -1.0, 1.0), ("second", 1.0, 0.5, 1.5), ("third", 2.0, 1.0, 3.0)),
    picture=Picture(
        shape="forest", label="label", x="x", lower="lower", upper="upper", reference=(0.0,)
    ),
)
PAIRED = Table(
    key="paired",
    caption="Two analyses each",
    columns=(*text("label", "set"), *number("x", "lower", "upper")),
    rows=(("a", "u", 1.0, 0.0, 2.0), ("a", "v", 0.5, -0.5, 1.5), ("b", "u", nan, nan, nan)),
    picture=Picture(
        shape="forest", label="label", x="x", lower="lower", upper="upper", group="set"
    ),
)
CURVE = Table(
    key="curve",
    caption="A curve",
    columns=number("rate", "delta", "lower", "upper"),
    rows=tuple((i / 40, i / 10, i / 10 - 1, i / 10 + 1) for i in range(41)),
    picture=Picture(
        shape="lines", x="rate", y="delta", lower="lower", upper="upper", marks=((0.5, "half"),)
    ),
)
WEEKS = Table(
    key="weeks",
    caption="By visit",
    columns=(*text("visit", "arm"), *number("mean")),
    rows=(("before", "A", 1.0), ("after", "A", 2.0), ("before", "B", 1.0), ("after", "B", nan)),
    picture=Picture(shape="lines", x="visit", y="mean", group="arm"),
)
BARS = Table(
    key="bars",
    caption="Shares",
    columns=(*text("label"), Column(key="y", title="Share", kind="percent")),
    rows=(("one", 0.25), ("two", 0.5)),
    picture=Picture(shape="bars", label="label", y="y"),
)
SCATTER = Table(
    key="scatter",
    caption="Points",
    columns=number("x", "y"),
    rows=((0.0, 0.0), (1.0, 2.0), (2.0, 4.0)),
    picture=Picture(shape="scatter", x="x", y="y", reference=(0.0,)),
)
HISTOGRAM = Table(
    key="histogram",
    caption="Boxes",
    columns=number("left", "right", "count"),
    rows=((0.0, 1.0, 5), (1.0, 2.0, 10)),
    picture=Picture(shape="histogram", x="left", upper="right", y="count"),
)
FLOW = Table(
    key="flow",
    caption="Flow",
    columns=(*text("step", "arm"), *number("n")),
    rows=(("Randomised", None, 10), ("Ended", "A", 5), ("Ended", "B", 4), ("Analysed", None, 9)),
    picture=Picture(shape="flow", label="step", y="n", group="arm"),
)
ALL = (FOREST, PAIRED, CURVE, WEEKS, BARS, SCATTER, HISTOGRAM, FLOW)
