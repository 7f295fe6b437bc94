"""Protocols that are wrong: the check says no (1); what cannot be read is wrong input (2)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

STUDY = Path(__file__).parents[1] / "studies" / "parallel.yaml"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  planned: 40", "  planed: 40", "planed"),
        ("amount: 10, unit: ug", "amount: 10, unit: kg", "kg"),
        (
            "outcomes: [wellbeing, stress], covariates",
            "outcomes: [wellbein], covariates",
            "wellbein",
        ),
        ("subscale: burden", "subscale: burdens", "burdens"),
        ("estimator: recovery", "estimator: recovering", "recovering"),
        ("periods: [lsd_10]", "periods: [lsd_20]", "lsd_20"),
        ("block_sizes: [2, 4]", "block_sizes: [3]", "block"),
        ("days: [7, 14, 21]}", "days: [7, 14, 99]}", "99"),
        ("follow_up: visit.3", "follow_up: visit.4", "visit.4"),
        ("members: [change, model, reactivity]", "members: [chance]", "chance"),
        ("guessing_the_arm: treatment_policy", "guessing_the_arm: hope", "hope"),
        ("options: [PL, MD]", "options: [PL, XX]", "XX"),
    ],
    ids=lambda value: value[:30],
)
def test_said_with_line_and_remedy(
    limen: Callable[..., Result], tmp_path: Path, old: str, new: str, says: str
) -> None:
    text = STUDY.read_text()
    assert text.count(old) >= 1
    file = tmp_path / "study.yaml"
    file.write_text(text.replace(old, new, 1))
    result = limen("protocol", "check", file)
    assert result.exit_code == 1, result.output
    line = text[: text.index(old)].count("\n") + 1
    assert any(
        f"study.yaml:{at}:" in each and says in each
        for each in result.stdout.splitlines()
        for at in range(line, line + 3)
    ), result.stdout
    for verb in ("show", "hash"):
        refused = limen("protocol", verb, file)
        assert refused.exit_code == 2
        assert f"error: {file} has" in refused.stderr


def test_all_problems_at_once(limen: Callable[..., Result], tmp_path: Path) -> None:
    text = STUDY.read_text()
    for old, new in (("  planned: 40", "  planed: 40"), ("subscale: burden", "subscale: burdens")):
        text = text.replace(old, new, 1)
    file = tmp_path / "study.yaml"
    file.write_text(text)
    result = limen("protocol", "check", file)
    assert result.exit_code == 1
    assert "planed" in result.stdout
    assert "burdens" in result.stdout


@pytest.mark.parametrize("content", ["a: [1", "\tkey: 1", "a: 1\na: 2\n", "- a\n", "", "&a *a"])
def test_a_file_that_is_no_protocol(
    limen: Callable[..., Result], tmp_path: Path, content: str
) -> None:
    file = tmp_path / "study.yaml"
    file.write_text(content)
    assert limen("protocol", "check", file).exit_code in (1, 2)
    result = limen("protocol", "hash", file)
    assert result.exit_code == 2
    assert "study.yaml" in result.stderr


@pytest.mark.parametrize("verb", ["check", "show", "hash"])
def test_a_file_that_is_not_there(limen: Callable[..., Result], tmp_path: Path, verb: str) -> None:
    for path in (tmp_path / "nothing.yaml", tmp_path):
        result = limen("protocol", verb, path)
        assert result.exit_code == 2
        assert result.stderr.startswith("error: ")
        assert str(path) in result.stderr


def test_new_overwrites_nothing(limen: Callable[..., Result], tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("mine")
    assert limen("protocol", "new", file).exit_code == 2
    assert file.read_text() == "mine"
