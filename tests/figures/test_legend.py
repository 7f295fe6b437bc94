"""The key to the groups: nothing of a name is lost where the figure is narrow."""

from __future__ import annotations

from xml.etree import ElementTree

from limen.figures.paper.series import legend
from limen.figures.paper.svg import SMALL, width_of

LONG = "Guess-rate curve at the last visit, at the rate where both arms guess alike"


def told(names: tuple[str, ...], width: float) -> tuple[list[tuple[float, str]], float]:
    markup, height = legend(names, 2, 2, width)
    texts = ElementTree.fromstring(markup).iter("text")
    return [(float(e.get("y", "")), e.text or "") for e in texts], height


def test_a_name_wider_than_the_figure_goes_on_beneath_itself():
    lines, height = told((LONG, "Short"), 250)
    assert " ".join(text for _, text in lines) == f"{LONG} Short"
    assert len(lines) > 2
    assert all(width_of(text, SMALL) <= 250 - 16 for _, text in lines)
    assert [y for y, _ in lines] == sorted({y for y, _ in lines})
    assert lines[-1][0] < height + 2


def test_short_names_stand_side_by_side():
    lines, height = told(("Placebo", "Microdose"), 250)
    assert [text for _, text in lines] == ["Placebo", "Microdose"]
    assert lines[0][0] == lines[1][0]
    assert height == told(("A", "B"), 250)[1]


def test_one_group_needs_no_key():
    assert legend(("Alone",), 2, 2, 250) == ("", 0.0)
