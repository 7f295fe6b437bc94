"""`limen forecast`, as somebody types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from limen.cli import forecast
from limen.errors import DocumentError

BELIEFS = """\
limen: 1
id: small
trial: NEW
title: A small forecast
protocol: mueller_adhd
seed: 1
draws: 20
assumptions: [{text: Nothing, source: assumed}]
scenario: {limen: 1, id: a, title: A, participants: 20}
predictions:
  - {id: says_lsd, title: Says LSD, measure: {kind: guess_share, guess: arm_guess, says: [LSD]}}
"""

root = typer.Typer()
root.add_typer(forecast.app, name="forecast")


def typed(*words, code=0):
    result = CliRunner().invoke(root, ["forecast", *(str(word) for word in words)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture
def written(tmp_path) -> Path:
    (tmp_path / "beliefs.yaml").write_text(BELIEFS, encoding="utf-8")
    out = tmp_path / "made.yaml"
    words = ("write", "mueller_adhd", "--beliefs", tmp_path / "beliefs.yaml", "--out", out)
    assert "1 prediction" in typed(*words)
    return out


def test_from_beliefs_to_a_score(written, tmp_path):
    assert "says_lsd" in typed("show", written)
    shown = json.loads(typed("show", written, "--json"))
    assert len(shown["hash"]) == 64
    outcomes = tmp_path / "outcomes.csv"
    outcomes.write_text("prediction,value\nsays_lsd,0.5\n", encoding="utf-8")
    said = typed("score", written, "--outcomes", outcomes)
    assert "is intact" in said
    assert "Inside the 90% interval" in said
    told = json.loads(typed("score", written, "--outcomes", outcomes, "--json"))
    assert told["open"] == []
    assert told["scored"][0]["inside_90"] is True


def test_a_written_forecast_is_never_replaced(written, tmp_path):
    before = written.read_bytes()
    words = ("write", "mueller_adhd", "--beliefs", tmp_path / "beliefs.yaml", "--out", written)
    with pytest.raises(DocumentError, match="exists already"):
        typed(*words)
    with pytest.raises(DocumentError, match="folder does not exist"):
        typed(*words[:-1], tmp_path / "no" / "made.yaml")
    assert written.read_bytes() == before


def test_nothing_is_written_from_wrong_beliefs(tmp_path):
    (tmp_path / "beliefs.yaml").write_text(BELIEFS.replace("[LSD]", "[LSB]"), encoding="utf-8")
    out = tmp_path / "made.yaml"
    with pytest.raises(DocumentError, match=r"beliefs\.yaml:11:.*Did you mean 'LSD'"):
        typed("write", "mueller_adhd", "--beliefs", tmp_path / "beliefs.yaml", "--out", out)
    with pytest.raises(DocumentError, match="are about 'mueller_adhd'"):
        typed("write", "mdlsd", "--beliefs", "T14", "--out", out)
    assert not out.exists()


def test_a_changed_forecast_is_neither_shown_nor_scored(written, tmp_path):
    written.write_text(written.read_text().replace("draws: 20", "draws: 21", 1), encoding="utf-8")
    outcomes = tmp_path / "outcomes.csv"
    outcomes.write_text("prediction,value\nsays_lsd,0.5\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="was changed after"):
        typed("show", written)
    with pytest.raises(DocumentError, match="was changed after"):
        typed("score", written, "--outcomes", outcomes)
