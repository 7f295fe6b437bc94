"""Scales and ticks."""

from __future__ import annotations

from itertools import pairwise
from math import log10, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from limen.figures.paper.scales import Scale, domain, round_domain
from limen.figures.paper.svg import width_of, wrap
from limen.figures.paper.ticks import labels, step_for, ticks

spans = st.tuples(st.floats(-1e6, 1e6, allow_nan=False), st.floats(1e-3, 1e6, allow_nan=False)).map(
    lambda pair: (pair[0], pair[0] + pair[1])
)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.0, 1.0, (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)),
        (-1.0, 1.0, (-1.0, -0.5, 0.0, 0.5, 1.0)),
        (3.0, 97.0, (20.0, 40.0, 60.0, 80.0)),
    ],
)
def test_ticks_are_round(low: float, high: float, expected: tuple[float, ...]) -> None:
    assert ticks(low, high, 5) == pytest.approx(expected)


@given(spans)
def test_ticks_are_few_even_and_inside(span: tuple[float, float]) -> None:
    low, high = span
    step = step_for(low, high, 5)
    marks = ticks(low, high, 5)
    assert 1 <= len(marks) <= 7
    assert all(low - 1e-6 * step <= mark <= high + 1e-6 * step for mark in marks)
    assert all(b - a == pytest.approx(step, rel=1e-6) for a, b in pairwise(marks))
    mantissa = step / 10 ** (log10(step) // 1)
    assert any(mantissa == pytest.approx(nice) for nice in (1, 2, 2.5, 5, 10))


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.0, 1.0, (0, 1)),
        (0.98, 2.02, (1, 2)),
        (0.0, 12.0, (0, 5, 10)),
        (0.0, 120.0, (0, 25, 50, 75, 100)),
        (0.2, 0.4, ()),
    ],
)
def test_there_is_no_half_person(low: float, high: float, expected: tuple[float, ...]) -> None:
    assert ticks(low, high, 5, "count") == expected
    assert all(label.isdigit() for label in labels(expected, "count"))


def test_an_axis_of_counts_ends_at_a_whole_number() -> None:
    assert round_domain([0.0, 1.0], kind="count") == (0.0, 1.0)
    assert round_domain([0.0, 3.0], kind="count") == (0.0, 3.0)


def test_a_step_of_a_part_of_a_per_cent_is_written_as_it_is() -> None:
    shares = ticks(0.875, 1.0, 5, "percent")
    written = [label.split()[0] for label in labels(shares, "percent")]
    assert written == ["87.5", "90.0", "92.5", "95.0", "97.5", "100.0"]


def test_labels_of_an_axis_share_their_decimals() -> None:
    assert labels((-0.5, 0.0, 0.5)) == ("−0.5", "0.0", "0.5")
    assert labels((0.0, 0.25, 0.5)) == ("0.00", "0.25", "0.50")
    assert labels((0.0, 20.0)) == ("0", "20")
    assert [label.split()[0] for label in labels((0.0, 0.5), "percent")] == ["0", "50"]


def test_a_scale_is_a_straight_line_either_way_round() -> None:
    up, down = Scale(0, 10, 100, 200), Scale(0, 10, 200, 100)
    assert (up(0), up(5), up(10)) == (100, 150, 200)
    assert (down(0), down(5), down(10)) == (200, 150, 100)
    assert up.holds(10)
    assert not up.holds(10.1)


def test_a_domain_is_never_empty() -> None:
    assert domain([]) == (0.0, 1.0)
    assert domain([nan, nan]) == (0.0, 1.0)
    low, high = domain([5.0, 5.0])
    assert low < 5.0 < high
    assert round_domain([0.3, 9.7]) == (0.0, 10.0)


def test_lines_are_broken_at_words_and_long_words_are_cut() -> None:
    lines = wrap("a label that has to be broken somewhere", 100)
    assert " ".join(lines) == "a label that has to be broken somewhere"
    assert all(width_of(line) <= 100 for line in lines)
    cut = wrap("x" * 60, 100)
    assert "".join(cut) == "x" * 60
    assert len(cut) > 1
