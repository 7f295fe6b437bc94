"""People who were asked and did not guess: left out where the guess is needed, and named."""

from __future__ import annotations

from collections.abc import Callable

from bad_input import by_key
from studies import Study


def test_one_person_without_a_guess(at: Callable, short_study: Study) -> None:
    rows = [row for row in short_study.dataset.rows("guesses") if row["participant"] != "p05"]
    report = at(short_study.with_tables(guesses=rows).planning("curve", "adjusted")).report()
    for visit in (1, 2, 3):
        assert (
            f"guesses: 1 with a score at visit.{visit} have no guess 'guess' there: participants "
            "p05. They drop out of every analysis that uses this guess."
        ) in report["findings"]
    adjusted = by_key(report)["adjusted.wellbeing"]
    assert adjusted["details"]["n"] == 112
    assert adjusted["estimates"]


def test_nobody_guessed(at: Callable, short_study: Study) -> None:
    plan = ("blinding", "curve", "direct", "adjusted", "last")
    results = by_key(at(short_study.with_tables(guesses=[]).planning(*plan)).report())
    assert results["last.wellbeing"]["status"] == "DONE"
    for key in ("blinding", "curve.wellbeing", "direct.wellbeing", "adjusted.wellbeing"):
        assert results[key]["status"] == "REFUSED"
    assert "No treatment guess was recorded" in results["blinding"]["message"]
    assert "Check that guesses were asked" in results["blinding"]["message"]
