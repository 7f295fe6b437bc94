"""Where everybody guesses alike nothing is shown: else each one's guess would be known."""

from __future__ import annotations

from unittest.mock import Mock

from limen.conduct.core.monitoring.guesses import FEWEST, _week, pooled
from limen.protocol import named_protocol


def test_a_week_in_which_all_guess_alike_is_blank():
    alike = [(person, "MD") for person in range(FEWEST)]
    assert _week(1, alike, ["MD", "PL"]).shares is None
    mixed = [*alike[1:], (0, "PL")]
    assert _week(1, mixed, ["MD", "PL"]).shares == (90, 10)


def test_the_seventh_day_is_of_the_first_week():
    rows = Mock()
    rows.filter.return_value = rows.order_by.return_value = rows.values_list.return_value = rows
    rows.iterator.return_value = [
        ("guess", day, 10 * day + n, "MD") for day in (1, 7, 8) for n in range(FEWEST // 2)
    ]
    found = pooled(rows, named_protocol("demonstration"))
    assert [(week.number, week.guesses) for week in found[0].weeks] == [(1, FEWEST), (2, 0)]
