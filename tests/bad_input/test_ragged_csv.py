"""A line with too few or too many cells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result


def cut(content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    lines[4] = lines[4].rpartition(b",")[0].rpartition(b",")[0] + b"\n"
    return b"".join(lines)


def comma(content: bytes) -> bytes:
    return content.replace(b",headache,", b",head, ache,", 1)


def quotation(content: bytes) -> bytes:
    return content.rstrip() + b'"\n'


@pytest.mark.parametrize(
    ("table", "spoil", "says"),
    [
        ("scores", cut, ["scores.csv:5: has 12 cells, the header has 14", "Was the line cut off?"]),
        ("adverse_events", comma, ["adverse_events.csv:2: has", "needs quotation marks"]),
        ("scores", quotation, ["scores.csv:", "is not CSV", "quotation mark"]),
    ],
)
def test_in_a_dataset(place, table: str, spoil: Callable, says: list[str]) -> None:
    place.spoil(table, spoil)
    told = place.refused()
    code, checked = place.check()
    assert code == 1
    for words in says:
        assert words in told
        assert words in checked


def test_on_import(limen: Callable[..., Result], importable: Path) -> None:
    (importable / "people.csv").write_text("id,mood\nanna,3\nben\n")
    result = limen("dataset", "import", "csv", "--map", importable / "map.yaml", "--out", "out")
    assert result.exit_code == 2
    assert "people.csv:3: has 1 cell, the header has 2. Was the line cut off?" in result.stderr
    assert not Path("out").exists()
