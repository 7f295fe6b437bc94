"""Numbers that are none: infinite, not a number, too large to square, written in another way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("inf", "'inf' is not a finite number; leave the cell empty if it is unknown."),
        ("-Infinity", "'-Infinity' is not a finite number"),
        ("NaN", "'NaN' is not a finite number"),
        ("1e999", "inf is not a finite number"),
        ("1e200", "1e+200 is larger than anything that is measured"),
        ('"37,5"', "'37,5' is not a number; write '37.5', with a point."),
        ("n/a", "'n/a' is not a finite number"),
    ],
)
def test_in_a_dataset(place, text: str, says: str) -> None:
    place.spoil(
        "scores", lambda content: content.replace(b",total,", f",total,{text}#".encode(), 1)
    )
    file = place.dataset / "scores.csv"
    line = next(i for i, row in enumerate(file.read_text().splitlines(), 1) if "#" in row)

    def settle(content: bytes) -> bytes:
        """Put the text where the number was."""
        before, _, after = content.partition(b"#")
        return before + after[after.index(b",") :]

    place.spoil("scores", settle)
    told = place.refused()
    assert f"scores.csv:{line}:5: scores.score: " in told
    assert says in told
    assert place.check()[0] == 1


def test_on_import(limen: Callable[..., Result], importable: Path) -> None:
    (importable / "people.csv").write_text("id,mood\nanna,3\nben,inf\n")
    result = limen("dataset", "import", "csv", "--map", importable / "map.yaml", "--out", "out")
    assert result.exit_code == 2
    assert "people.csv:3" in result.stderr
    assert "inf" in result.stderr
    assert not Path("out").exists()
