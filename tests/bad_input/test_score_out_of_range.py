"""A score that the instrument cannot give."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from studies import Study


@pytest.mark.parametrize("score", ["71", "13", "-1"])
def test_in_a_planned_study(at: Callable, short_study: Study, score: str) -> None:
    rows = list(short_study.dataset.rows("scores"))
    line = next(i for i, row in enumerate(rows) if row["instrument"] == "wemwbs")
    rows[line]["score"] = score
    place = at(short_study.with_tables(scores=rows))
    told = place.refused()
    assert f"scores.csv:{line + 2}: scores.score: {score} is outside the range 14 to 70" in told
    assert "Correct the entry" in told
    assert place.check()[0] == 1


def test_confidence_over_one_hundred(at: Callable, short_study: Study) -> None:
    rows = list(short_study.dataset.rows("guesses"))
    rows[0]["confidence_percent"] = "150"
    told = at(short_study.with_tables(guesses=rows)).refused()
    assert "guesses.csv:2: guesses.confidence_percent: 150 is outside the range 0 to 100" in told


def test_on_import(limen: Callable[..., Result], importable: Path) -> None:
    (importable / "people.csv").write_text("id,mood\nanna,3\nben,50\n")
    result = limen("dataset", "import", "csv", "--map", importable / "map.yaml", "--out", "out")
    assert result.exit_code == 2
    assert "50 is outside the range" in result.stderr
    assert not Path("out").exists()
