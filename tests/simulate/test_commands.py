"""`limen scenario` and `limen simulate`, as somebody types them."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from limen.cli import scenario, simulate
from limen.dataset import read_allocations, read_dataset
from limen.errors import DatasetError, DocumentError

root = typer.Typer()
root.add_typer(scenario.app, name="scenario")
root.command("simulate")(simulate.simulate)


def typed(*words, code=0):
    result = CliRunner().invoke(root, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result.output


def test_from_a_new_scenario_to_a_dataset(tmp_path):
    file = tmp_path / "what_if.yaml"
    assert "Wrote" in typed("scenario", "new", file, "--from", "belief_only")
    assert "in order" in typed("scenario", "check", file, "--protocol", "holze_crossover")
    out = tmp_path / "study"
    said = typed("simulate", "holze_crossover", "--scenario", file, "--seed", 5, "--out", out)
    assert "SIMULATED" in said
    assert "limen analyse" in said
    data = read_dataset(out)
    assert (data.simulated, data.seed) == (True, 5)
    data.unseal(read_allocations(tmp_path / "study-allocations" / "allocations.csv"))
    with pytest.raises(DatasetError, match="exists already"):
        typed("simulate", "holze_crossover", "--out", out)


def test_the_same_words_give_the_same_dataset():
    words = ("simulate", "holze_crossover", "--replicate", 9, "--json")
    first, second = (json.loads(typed(*words)) for _ in range(2))
    assert first == second
    assert first["folder"] is None
    other = json.loads(typed("simulate", "holze_crossover", "--replicate", 8, "--json"))
    assert other["hash"] != first["hash"]


def test_a_wrong_scenario_answers_no(tmp_path):
    file = tmp_path / "wrong.yaml"
    file.write_text("limen: 1\nid: a\ntitle: b\nbelif: {}\noutcomes: [{id: nothing}]\n")
    said = typed("scenario", "check", file, "--protocol", "resilience", code=1)
    assert "4:1: belif: There is no key" in said
    assert "5:17: outcomes[0].id: The protocol has no outcome 'nothing'" in said
    assert "2 problems" in said
    told = json.loads(typed("scenario", "check", file, "--json", code=1))
    assert [p["line"] for p in told["problems"]] == [4]
    with pytest.raises(DocumentError, match="2 problems"):
        typed("simulate", "resilience", "--scenario", file)
    with pytest.raises(DocumentError, match="no such file"):
        typed("scenario", "check", tmp_path / "none.yaml")


def test_show_and_schema():
    assert "collider" in typed("scenario", "show")
    assert set(json.loads(typed("scenario", "show", "--json"))) >= {"null", "both"}
    assert "Mood and noticing" in typed("scenario", "show", "collider")
    shown = json.loads(typed("scenario", "show", "drug_only", "--json"))
    assert shown["scenario"]["every_outcome"] == {"direct": {"active": 0.4}}
    assert json.loads(typed("scenario", "schema"))["title"] == "Scenario"
