"""The same thing twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from studies import Study


@pytest.mark.parametrize(
    ("table", "named"),
    [
        ("scores", "participant 'p01', occasion 'day_after.1', instrument 'limen_daily'"),
        ("participants", "participant 'p01'"),
        ("guesses", "participant 'p01', occasion 'visit.1', guess 'guess'"),
    ],
)
def test_in_a_dataset(at: Callable, short_study: Study, table: str, named: str) -> None:
    rows = list(short_study.dataset.rows(table))
    place = at(short_study.with_tables(**{table: [*rows, rows[0]]}))
    told = place.refused()
    assert f"{table}.csv:{len(rows) + 2}: {table}: repeats line 2: {named}" in told
    assert "Keep one of them." in told
    code, checked = place.check()
    assert code == 1
    assert f"repeats line 2: {named}" in checked


def test_in_allocations(at: Callable, short_study: Study) -> None:
    from limen.dataset import Allocations

    rows = list(short_study.allocations.rows)
    place = at(
        Study(
            short_study.dataset,
            Allocations.of(short_study.dataset.hash, [*rows, rows[0]]),
        )
    )
    told = place.refused()
    assert "allocations.csv:42: kit: participant 'p01', period and kit occur twice." in told


def test_on_import(limen: Callable[..., Result], importable: Path) -> None:
    (importable / "people.csv").write_text("id,mood\nanna,3\nanna,4\n")
    result = limen("dataset", "import", "csv", "--map", importable / "map.yaml", "--out", "out")
    assert result.exit_code == 2
    assert "people.csv:3:2: mood: contradicts line 2 of people.csv (scores: anna" in result.stderr
    assert "Keep one." in result.stderr
    assert not Path("out").exists()
