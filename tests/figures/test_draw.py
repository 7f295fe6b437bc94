"""Every shape is a well-formed picture that stands alone, wide and narrow."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from figure_tables import ALL, BARS, CURVE, FLOW, FOREST, HISTOGRAM, PAIRED, SCATTER, WEEKS
from paths import corners, strokes

from limen.figures import NARROW, WIDE, draw, responsive, standalone, style
from limen.figures.paper.svg import width_of
from limen.results import Column, Picture, Table

ROUNDING = 0.11  # pixels: coordinates have one decimal
SVG = "{http://www.w3.org/2000/svg}"


def parsed(table: Table, width: float = WIDE) -> ElementTree.Element:
    return ElementTree.fromstring(draw(table, width))


def with_class(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [e for e in root.iter() if name in (e.get("class") or "").split()]


def whiskers(root: ElementTree.Element) -> list[tuple[float, float]]:
    """Where the interval of every row of a forest begins and ends."""
    spans = [strokes(e.get("d", ""))[0] for e in with_class(root, "whisker")]
    return [(start[0], end[0]) for start, end in spans]


def words(root: ElementTree.Element) -> list[str]:
    return [e.text or "" for e in root.iter(f"{SVG}text")]


def centre(mark: ElementTree.Element) -> float:
    if mark.get("cx"):
        return float(mark.get("cx", ""))
    xs = [float(pair.split(",")[0]) for pair in (mark.get("points") or "").split()]
    return (min(xs) + max(xs)) / 2


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.key)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_it_is_well_formed_and_says_what_it_shows(table: Table, width: float) -> None:
    root = parsed(table, width)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root.get("viewBox", "").split()[2] == str(int(width))
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == table.caption
    assert root[1].tag == f"{SVG}desc"


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.key)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_nothing_leaves_the_paper(table: Table, width: float) -> None:
    root = parsed(table, width)
    height = float(root.get("viewBox", "").split()[3])
    for e in root.iter():
        for key in ("x", "x1", "x2", "cx"):
            assert -0.01 <= float(e.get(key, "0")) <= width + 0.01, (e.tag, e.attrib)
        for key in ("y", "y1", "y2", "cy"):
            assert -0.01 <= float(e.get(key, "0")) <= height + 0.01, (e.tag, e.attrib)
        for x, y in corners(e.get("d", "")):
            assert -0.01 <= x <= width + 0.01, (e.tag, e.attrib)
            assert -0.01 <= y <= height + 0.01, (e.tag, e.attrib)


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.key)
def test_no_two_texts_lie_over_each_other_on_a_telephone(table: Table) -> None:
    placed = []
    for e in parsed(table, NARROW).iter(f"{SVG}text"):
        wide = width_of(e.text or "", 12) * 0.9
        start = {"end": wide, "middle": wide / 2}.get(e.get("text-anchor", ""), 0.0)
        placed.append((float(e.get("x", "")) - start, float(e.get("y", "")), wide, e.text))
    for i, (x, y, wide, told) in enumerate(placed):
        for other_x, other_y, other_wide, other in placed[:i]:
            beside = x + wide <= other_x or other_x + other_wide <= x
            assert beside or abs(y - other_y) >= 9, (told, other)


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.key)
def test_it_loads_nothing_and_runs_nothing(table: Table) -> None:
    for svg in (draw(table), standalone(draw(table))):
        assert not re.search(r"<script|<image|<use|href|\bon\w+=|url\(|@import", svg)
        assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]


def test_estimates_lie_where_their_values_say() -> None:
    xs = [centre(mark) for mark in with_class(parsed(FOREST), "mark")]
    assert xs[1] - xs[0] == pytest.approx(xs[2] - xs[1], abs=ROUNDING)
    lower, upper = whiskers(parsed(FOREST))[2]
    assert lower == pytest.approx(xs[1], abs=ROUNDING)  # lower limit 1 = value 1
    reference = corners(with_class(parsed(FOREST), "reference")[0].get("d", ""))
    assert reference[0][0] == pytest.approx(xs[0], abs=ROUNDING)  # both at 0
    assert upper - xs[2] == pytest.approx(xs[1] - xs[0], abs=ROUNDING)


def test_ticks_of_a_forest_lie_on_the_same_scale_as_its_marks() -> None:
    root = parsed(FOREST)
    at = {e.text: float(e.get("x", "")) for e in root.iter(f"{SVG}text")}
    xs = [centre(mark) for mark in with_class(root, "mark")]
    zero, two = at.get("0") or at["0.0"], at.get("2") or at["2.0"]
    assert (zero, two) == pytest.approx((xs[0], xs[2]), abs=ROUNDING)


def test_equal_labels_share_a_block_and_groups_differ_in_shape() -> None:
    root = parsed(PAIRED)
    assert words(root).count("a") == 1
    shapes = {mark.tag for mark in with_class(root, "row") for mark in with_class(mark, "mark")}
    assert shapes == {f"{SVG}circle", f"{SVG}polygon"}


def test_a_row_without_an_estimate_says_so() -> None:
    assert "no estimate" in words(parsed(PAIRED))


def test_an_annotation_replaces_the_printed_figures() -> None:
    from limen.results import Column

    columns = (*FOREST.columns, Column(key="annotation", title="", kind="text"))
    table = replace(FOREST, columns=columns, rows=tuple((*row, "4.2 kg") for row in FOREST.rows))
    assert words(parsed(table)).count("4.2 kg") == 3


def test_groups_that_never_meet_become_headings() -> None:
    rows = (("x", "G1", 1.0, 0.0, 2.0), ("y", "G1", 1.0, 0.0, 2.0), ("z", "G2", 1.0, 0.0, 2.0))
    root = parsed(replace(PAIRED, rows=rows))
    assert words(root).count("G1") == 1
    assert not with_class(root, "legend")


def test_one_endless_interval_does_not_flatten_the_others() -> None:
    rows = [(f"r{i}", 0.1 * i, 0.1 * i - 0.5, 0.1 * i + 0.5) for i in range(8)]
    table = replace(FOREST, rows=(*rows, ("wide", 0.0, -500.0, 500.0)))
    start, end = whiskers(parsed(table))[0]
    assert end - start > 20  # on an axis from −500 to 500 it would be a third of a pixel
    heads = [e for e in with_class(parsed(table), "whisker") if "l" in e.get("d", "")]
    assert len(heads) == 1
    assert heads[0].get("d", "").count("M") == 3  # the line and two arrow heads


def test_a_curve_is_a_straight_line_when_its_values_are() -> None:
    path = with_class(parsed(CURVE), "line")[0].get("d", "")
    points = [tuple(map(float, pair.split(","))) for pair in path[1:].split("L")]
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(points)]
    assert len(points) == 41
    assert max(slopes) - min(slopes) < 0.02
    assert len(with_class(parsed(CURVE), "band")) == 1
    assert "half" in words(parsed(CURVE))


def test_words_on_the_x_axis_stand_in_their_order_and_gaps_stay_gaps() -> None:
    root = parsed(WEEKS)
    at = {e.text: float(e.get("x", "")) for e in root.iter(f"{SVG}text")}
    assert at["before"] < at["after"]
    assert len([m for m in with_class(root, "mark") if m.tag.endswith(("circle", "polygon"))]) == 5


def test_bars_start_at_zero_and_are_as_long_as_their_values() -> None:
    one, two = [float(e.get("width", "")) for e in with_class(parsed(BARS), "bar")]
    assert two == pytest.approx(2 * one, abs=2 * ROUNDING)
    assert any(told.replace("\N{NO-BREAK SPACE}", " ") == "50.0 %" for told in words(parsed(BARS)))


def test_boxes_of_a_histogram_are_as_tall_as_their_counts() -> None:
    boxes = strokes(with_class(parsed(HISTOGRAM), "bar")[0].get("d", ""))
    five, ten = [box[0][1] - box[1][1] for box in boxes]
    assert ten == pytest.approx(2 * five, abs=2 * ROUNDING)


def test_points_of_a_scatter_lie_on_their_line_few_or_many() -> None:
    dots = with_class(parsed(SCATTER), "mark")
    assert len(dots) == 3
    many = replace(SCATTER, rows=tuple((float(i), 2.0 * i) for i in range(500)))
    path = with_class(parsed(many), "dots")[0].get("d", "")
    spots = corners(path)[::2]
    assert len(spots) == 500
    (x1, y1), (x2, y2) = spots[0], spots[-1]
    for x, y in spots:
        assert y == pytest.approx(y1 + (x - x1) / (x2 - x1) * (y2 - y1), abs=ROUNDING)


def test_a_flow_parts_and_joins_again() -> None:
    root = parsed(FLOW, NARROW)
    boxes = with_class(root, "box")
    assert len(boxes) == 4
    left, right = boxes[1], boxes[2]
    assert left.get("y") == right.get("y")
    assert float(left.get("x", "")) + float(left.get("width", "")) < float(right.get("x", ""))
    assert "n = 9" in words(root)


def test_words_from_outside_are_escaped() -> None:
    evil = '<script>alert("1")</script> & \'"\x00'
    picture = replace(FOREST.picture, title=evil) if FOREST.picture else None
    rows = ((evil, 1.0, 0.0, 2.0),)
    svg = draw(replace(FOREST, rows=rows, picture=picture))
    root = ElementTree.fromstring(svg)
    assert "<script" not in svg
    assert root[0].text == evil.replace("\x00", "\ufffd")


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.key)
def test_a_table_without_rows_is_an_empty_picture(table: Table) -> None:
    assert ElementTree.fromstring(draw(replace(table, rows=()))).tag == f"{SVG}svg"


def test_a_table_without_a_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="'forest' has no picture"):
        draw(replace(FOREST, picture=None))


def test_a_page_gets_a_wide_and_a_narrow_drawing() -> None:
    both = responsive(FOREST)
    assert both.count("<svg") == 2
    assert responsive(FOREST, small=True).count("<svg") == 1
    for name in ("limen-wide", "limen-narrow"):
        assert name in both
        assert f".{name}" in style()


def test_a_saved_figure_has_white_paper_and_plain_colours() -> None:
    saved = standalone(draw(FOREST))
    root = ElementTree.fromstring(saved.encode())
    assert with_class(root, "paper")
    assert "var(" not in saved
    assert "#0067a5" in saved
    assert "prefers-color-scheme" not in saved


def test_every_class_of_every_shape_is_styled() -> None:
    used = {
        name
        for table in ALL
        for e in parsed(table).iter()
        for name in (e.get("class") or "").split()
    }
    grouping = {"limen-figure", "legend", "row", "step", "dash1"} | {
        t.picture.shape for t in ALL if t.picture
    }
    assert {name for name in used - grouping if f".{name}" not in style()} == set()


def test_the_example_covers_every_shape() -> None:
    assert {t.picture.shape for t in ALL if isinstance(t.picture, Picture)} == {
        "forest",
        "lines",
        "bars",
        "scatter",
        "histogram",
        "flow",
    }


def test_axes_speak_as_their_columns_do() -> None:
    columns = (
        Column(key="left", title="From", kind="percent"),
        Column(key="right", title="Below", kind="percent"),
        Column(key="count", title="People", kind="count"),
    )
    shares = replace(HISTOGRAM, columns=columns, rows=((0.0, 0.5, 1), (0.5, 1.0, 2)))
    said = words(parsed(shares))
    assert [word.split()[0] for word in said if "%" in word] == ["0", "20", "40", "60", "80", "100"]
    assert {"0", "1", "2"} <= set(said)
