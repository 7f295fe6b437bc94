"""Folders and files that are no dataset, through every verb that wants one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

VERBS = [("analyse",), ("dataset", "check"), ("dataset", "describe")]


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_a_folder_of_something_else(
    limen: Callable[..., Result], tmp_path: Path, verb: tuple[str, ...]
) -> None:
    (tmp_path / "scores.csv").write_text("a,b\n1,2\n")
    result = limen(*verb, tmp_path)
    assert result.exit_code == 2
    assert f"error: {tmp_path} is not a dataset." in result.stderr
    assert "Name the folder that holds `dataset.json`" in result.stderr
    assert "limen dataset import" in result.stderr


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
@pytest.mark.parametrize("name", ["nowhere", "file.csv"])
def test_no_folder(
    limen: Callable[..., Result], tmp_path: Path, verb: tuple[str, ...], name: str
) -> None:
    (tmp_path / "file.csv").write_text("a,b\n")
    result = limen(*verb, tmp_path / name)
    assert result.exit_code == 2
    assert name in result.stderr
    assert "is not a dataset" in result.stderr


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"limen_dataset": 1}', "\xff"])
def test_a_manifest_that_is_none(
    limen: Callable[..., Result], tmp_path: Path, content: str
) -> None:
    (tmp_path / "dataset.json").write_text(content, encoding="latin-1")
    for verb in VERBS:
        result = limen(*verb, tmp_path)
        assert result.exit_code == 2, verb
        assert "dataset.json" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("analyse",),
        ("analyse", "study", "--seed", "many"),
        ("analyse", "study", "--outt", "x"),
        ("dataset", "import", "csv"),
        ("dataset", "import", "redcap"),
        ("dataset", "fetch", "nothing"),
        ("protocol",),
        ("nonsense",),
    ],
    ids=" ".join,
)
def test_wrong_usage(limen: Callable[..., Result], words: tuple[str, ...]) -> None:
    assert limen(*words).exit_code == 2


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("column: mood", "column: moood"), "moood"),
        (("instrument: panas", "instrument: pans"), "pans"),
        (("subscale: balance", "subscale: balanse"), "balanse"),
        (("file: people.csv", "file: persons.csv"), "persons.csv"),
        (("protocol: study.yaml", "protocol: other.yaml"), "other.yaml"),
        (("acute.1", "acute.9"), "acute.9"),
        (("limen_map: 1", "limen_map: 2"), "limen_map"),
        (("source: test", "sauce: test"), "sauce"),
        (("files:", "files: ["), "map.yaml"),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
def test_a_map_that_is_wrong(
    limen: Callable[..., Result], importable: Path, change: tuple[str, str], says: str
) -> None:
    file = importable / "map.yaml"
    text = file.read_text()
    assert change[0] in text
    file.write_text(text.replace(*change))
    result = limen("dataset", "import", "csv", "--map", file, "--out", "out")
    assert result.exit_code == 2, result.output
    assert says in result.stderr
    assert not Path("out").exists()


def test_published_files_that_are_others(limen: Callable[..., Result], importable: Path) -> None:
    result = limen("dataset", "import", "self-blinding", importable, "--out", "out")
    assert result.exit_code == 2
    assert str(importable) in result.stderr
    assert not Path("out").exists()
