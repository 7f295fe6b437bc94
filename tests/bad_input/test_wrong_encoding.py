"""Bytes that are not UTF-8."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result


@pytest.mark.parametrize(
    ("encoding", "named"), [("latin-1", "Windows-1252 or Latin-1"), ("utf-16", "UTF-16")]
)
def test_in_a_dataset(place, encoding: str, named: str) -> None:
    place.spoil("participants", lambda c: c.decode().replace("female", "kvinna ä").encode(encoding))
    told = place.refused()
    assert "participants.csv:" in told
    assert "is not UTF-8" in told
    assert f"It is probably {named}; save it as UTF-8" in told
    assert place.check()[0] == 1


def test_in_a_protocol(limen: Callable[..., Result], tmp_path: Path) -> None:
    file = tmp_path / "study.yaml"
    file.write_bytes("limen: 1\ntitle: Schläfrigkeit\n".encode("latin-1"))
    result = limen("protocol", "check", file)
    assert result.exit_code == 2
    assert "study.yaml" in result.stderr
    assert "UTF-8" in result.stderr


def test_on_import(limen: Callable[..., Result], importable: Path) -> None:
    (importable / "people.csv").write_bytes("id,mood\nZoë,3\n".encode("cp1252"))
    result = limen("dataset", "import", "csv", "--map", importable / "map.yaml", "--out", "out")
    assert result.exit_code == 2
    assert "people.csv:2: is not UTF-8" in result.stderr
    assert not Path("out").exists()


def test_a_byte_order_mark_is_no_error(limen: Callable[..., Result], importable: Path) -> None:
    (importable / "people.csv").write_bytes(b"\xef\xbb\xbfid,mood\nanna,3\n")
    assert limen("dataset", "import", "csv", "--map", importable / "map.yaml").exit_code == 0
