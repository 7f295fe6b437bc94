"""`limen protocol`: what is printed, and the exit codes 0, 1 and 2."""

from __future__ import annotations

import json
import sys

import pytest
from typer.testing import CliRunner

from limen.cli import protocol as verbs
from limen.errors import ProtocolError
from limen.protocol import load_protocol, shipped
from limen.protocol.template import write_starting


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()

    def invoke(*words: str):
        return runner.invoke(verbs.app, [str(word) for word in words])

    return invoke


@pytest.fixture
def study(tmp_path):
    return write_starting(tmp_path / "mine.yaml")


@pytest.fixture
def wrong(study):
    study.write_text(
        study.read_text()
        .replace("subscale: total", "subscale: totl")
        .replace("languages: [en]", "languages: en")
    )
    return study


def test_check_of_a_sound_protocol(run, study):
    result = run("check", study)
    assert result.exit_code == 0
    assert "in order" in result.output
    assert "cannot open yet (5 reasons)" in result.output
    assert f"{study}:6:8: title: This is unknown" in result.output


def test_check_open_says_no_while_something_is_unknown(run, study):
    assert run("check", study, "--open").exit_code == 1


def test_check_lists_every_problem_and_says_no(run, wrong):
    result = run("check", wrong)
    assert result.exit_code == 1
    assert "languages: This must be a list." in result.output
    assert "has no subscale 'totl'. Did you mean 'total'?" in result.output
    assert "2 problems" in result.output


def test_check_as_json(run, wrong):
    result = run("check", wrong, "--json")
    assert result.exit_code == 1
    answer = json.loads(result.output)
    assert not answer["ok"]
    assert [problem["path"] for problem in answer["problems"]] == [
        "languages",
        "outcomes[0].subscale",
    ]
    assert answer["problems"][0]["file"] == str(wrong)
    assert answer["problems"][0]["line"] == 10


def test_check_of_a_historical_protocol(run):
    result = run("check", "self_blinding")
    assert result.exit_code == 0
    assert result.output == "The protocol is in order.\n"
    assert run("check", "self_blinding", "--open").exit_code == 1


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_shipped_protocol_passes(run, name):
    result = run("check", name)
    assert result.exit_code == 0, result.output


def test_check_of_nothing_is_wrong_usage(tmp_path, monkeypatch, capsys):
    from limen import cli

    monkeypatch.setattr(sys, "argv", ["limen", "protocol", "check", str(tmp_path / "none.yaml")])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    assert "no such file" in capsys.readouterr().err


def test_check_finds_what_only_the_calendar_sees(run, monkeypatch, study):
    from limen import calendar
    from limen.errors import Problem

    found = Problem(message="Two doses fall on one day.", path="regimen")
    monkeypatch.setattr(calendar, "problems", lambda protocol: (found,))
    result = run("check", study)
    assert result.exit_code == 1
    assert "regimen: Two doses fall on one day." in result.output
    assert f"{study}:" in result.output


def test_show(run):
    result = run("show", "resilience")
    assert result.exit_code == 0
    for words in ("Population", "Arms", "Treatment guesses", "Estimands", "Analyses"):
        assert f"\n{words}\n" in result.output
    assert "treatment policy for guessing the arm" in " ".join(result.output.split())
    assert max(map(len, result.output.splitlines())) <= 96


def test_show_as_json(run):
    answer = json.loads(run("show", "resilience", "--json").output)
    assert answer["hash"] == load_protocol(shipped()["resilience"]).hash
    assert answer["protocol"]["arms"][1]["id"] == "MD"


def test_schema(run):
    assert json.loads(run("schema").output)["title"] == "Protocol"


def test_hash(run):
    expected = load_protocol(shipped()["self_blinding"]).hash
    assert run("hash", "self_blinding").output.strip() == expected
    answer = json.loads(run("hash", "self_blinding", "--json").output)
    assert answer == {"id": "self_blinding", "version": "1.0", "hash": expected}


def test_diff_in_words(run, study, tmp_path):
    later = tmp_path / "later.yaml"
    later.write_text(study.read_text().replace("amount: 10,", "amount: 15,"))
    result = run("diff", study, later)
    assert result.exit_code == 0
    assert "interventions.microdose.dose.amount: changes from 10 to 15  [consent again]" in (
        result.output
    )
    assert "participants consent again before their next dose" in result.output
    answer = json.loads(run("diff", study, later, "--json").output)
    assert answer["reconsent"] == "always"
    assert len(answer["changes"]) == 1


def test_diff_of_the_same(run, study):
    assert "Nothing changes" in run("diff", study, study).output


def test_new_then_check(run, tmp_path):
    result = run("new", "fresh")
    assert result.exit_code == 0
    assert "limen protocol check fresh.yaml" in result.output
    assert run("check", "fresh.yaml").exit_code == 0


def test_new_replaces_nothing(run, study):
    before = study.read_text()
    result = run("new", study)
    assert isinstance(result.exception, ProtocolError)
    assert study.read_text() == before


@pytest.mark.parametrize("verb", ["check", "show", "schema", "hash", "diff", "new"])
def test_help_teaches_with_an_example(run, verb):
    result = run(verb, "--help")
    assert result.exit_code == 0
    assert f"Example: limen protocol {verb}" in result.output
