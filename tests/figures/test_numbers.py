"""Numbers as people read them."""

from __future__ import annotations

from math import inf, nan

import pytest

from limen.figures.numbers import (
    decimals_for,
    interval,
    number,
    p_statement,
    p_value,
    percent,
    with_interval,
)


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (-1.5, 1, "−1.5"),
        (-0.0004, 3, "0.000"),
        (-0.0, 2, "0.00"),
        (0.05, 1, "0.1"),
        (nan, 2, "–"),
        (None, None, "–"),
        (inf, 1, "∞"),
        (-inf, 1, "−∞"),
        (842.682429753, None, "843"),
        (3.157042, None, "3.16"),
        (0.005659, None, "0.0057"),
        (12.0, None, "12"),
    ],
)
def test_a_number(value: float | None, decimals: int | None, written: str) -> None:
    assert number(value, decimals) == written


@pytest.mark.parametrize(
    ("p", "written"),
    [
        (0.0434, ".043"),
        (0.0009, "<.001"),
        (0.9996, ">.999"),
        (1.0, ">.999"),
        (0.0, "<.001"),
        (0.5, ".500"),
        (nan, "–"),
        (None, "–"),
    ],
)
def test_a_p_value(p: float | None, written: str) -> None:
    assert p_value(p) == written


def test_a_p_in_a_sentence() -> None:
    assert p_statement(0.0434).split() == ["p", "=", ".043"]
    assert p_statement(1e-9).split() == ["p", "<", ".001"]
    assert p_statement(nan) == ""


def test_a_share() -> None:
    assert percent(0.646552).split() == ["64.7", "%"]
    assert percent(-0.00001).split() == ["0.0", "%"]


def test_an_estimate_has_the_decimals_that_its_interval_deserves() -> None:
    assert with_interval(2.219319, 0.815104, 3.623535) == "2.22 (0.82 to 3.62)"
    assert with_interval(-0.0005, -0.163, 0.168) == "0.00 (−0.16 to 0.17)"
    assert with_interval(12.494742, 9.48, 15.51) == "12.5 (9.5 to 15.5)"
    assert with_interval(nan, nan, nan) == "no estimate"
    assert with_interval(3.0, nan, nan) == "3"


@pytest.mark.parametrize(
    ("width", "decimals"), [(2.8, 2), (6.0, 1), (0.08, 3), (40.0, 0), (0.0, 2)]
)
def test_wide_intervals_have_few_decimals(width: float, decimals: int) -> None:
    assert decimals_for(1.0, 1.0 + width) == decimals


def test_a_missing_limit_is_told() -> None:
    assert interval(nan, nan) == "no interval"
    assert interval(nan, 2.0) == "– to 2.00"
