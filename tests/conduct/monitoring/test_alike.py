"""Where everybody guesses alike nothing is shown: else each one's guess would be known."""

from __future__ import annotations

from limen.conduct.core.monitoring.guesses import FEWEST, _week


def test_a_week_in_which_all_guess_alike_is_blank():
    alike = [(person, "MD") for person in range(FEWEST)]
    assert _week(1, alike, ["MD", "PL"]).shares is None
    mixed = [*alike[1:], (0, "PL")]
    assert _week(1, mixed, ["MD", "PL"]).shares == (90, 10)
