"""`limen instruments add | texts | export`: what is shown, asked, written and refused."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from limen.cli.app import app

LABELS = "{0: Zero, 1: One, 2: Two, 3: Three}"
WORDS = "".join(f"  {number}: Question {number}\n" for number in range(1, 8))
TEXT = f"limen_text: 1\ninstrument: gad7\nlanguage: en\nlabels: {LABELS}\nitems:\n{WORDS}"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("words.yaml").write_text(TEXT, "utf-8")
    runner = CliRunner()

    def invoke(*words: str, answer: str = ""):
        return runner.invoke(app, ["instruments", *words], input=answer)

    return invoke


ADD = ("add", "gad7", "--from", "words.yaml", "--source", "a website", "--by", "Ada")


def test_slots_are_shown_beside_their_words_and_written_on_a_yes(run):
    result = run(*ADD, answer="y\n")
    assert result.exit_code == 0, result.output
    assert "gad7.1  Question 1   (by name: 1)\n      0  Zero\n" in result.output
    assert "Wrote instruments/gad7.en.json." in result.output
    content = json.loads(Path("instruments/gad7.en.json").read_text("utf-8"))
    assert content["record"]["imported_by"] == "Ada"
    assert content["record"]["text_sha256"] in result.output


@pytest.mark.parametrize("answer", ["n\n", "", "\n"])
def test_nothing_is_written_without_a_yes(run, answer):
    result = run(*ADD, answer=answer)
    assert result.exit_code == 1
    assert "Nothing was written." in result.output
    assert sorted(each.name for each in Path().iterdir()) == ["words.yaml"]


def test_yes_is_said_in_advance_and_the_folder_is_named(run):
    result = run(*ADD, "--into", "study/words", "--status", "official", "--yes")
    assert result.exit_code == 0
    assert "status official" in result.output
    again = run(*ADD, "--into", "study/words", "--yes")
    assert again.exit_code == 2
    assert "Replace its words with --replace." in again.output
    assert run(*ADD, "--into", "study/words", "--yes", "--replace").exit_code == 0


def test_what_is_wrong_is_listed_and_nothing_written(run):
    wrong = TEXT.replace("  3: Question 3\n", "").replace("1: One", '1: ""')
    Path("words.yaml").write_text(wrong, "utf-8")
    result = run(*ADD, "--yes")
    assert result.exit_code == 2
    assert "gad7.3: No question of the file stands in this slot." in result.output
    assert result.output.count("There is no label in 'en' for 1.") == 6
    assert not Path("instruments").exists()


def test_what_the_licence_asks_is_asked_before_anything_is_shown(run):
    result = run("add", "gad7", "--from", "words.yaml", "--yes")
    assert result.exit_code == 2
    assert "asks for where the words were taken from. State it: --source TEXT." in result.output
    assert not Path("instruments").exists()


def test_the_terms_of_an_owner_are_stored_from_their_file(run):
    words = TEXT.replace("gad7", "swls").replace(LABELS, "{" + ", ".join(
        f"{value}: L{value}" for value in range(1, 8)) + "}")  # fmt: skip
    words = words.replace("  6: Question 6\n  7: Question 7\n", "")
    Path("words.yaml").write_text(words, "utf-8")
    Path("terms.txt").write_text("Do as you like, but change nothing.\n", "utf-8")
    add = ("add", "swls", "--from", "words.yaml", "--yes")
    assert "--terms FILE" in run(*add).output
    assert run(*add, "--terms", "terms.txt").exit_code == 0
    record = json.loads(Path("instruments/swls.en.json").read_text("utf-8"))["record"]
    assert record["owners_terms"] == "Do as you like, but change nothing."
    assert record["modifiable"] is False


def test_show_says_what_a_study_states_to_bring_words(run):
    assert "words: the study adds them, and states where the words were taken from (--source" in (
        run("show", "gad7").output
    )
    assert "words: Limen's own, in en" in run("show", "limen_daily").output
    items = json.loads(run("show", "phq9", "--json").output)["items"]
    assert items[8]["tag"] == "self_harm"
    assert "tag" not in items[0]


def test_an_unknown_instrument_gets_the_nearest(run):
    result = run("add", "gad", "--from", "words.yaml")
    assert result.exit_code == 2
    assert "Did you mean 'gad7'?" in result.output


def test_texts_lists_and_checks_what_a_folder_holds(run):
    run(*ADD, "--yes")
    result = run("texts")
    assert result.exit_code == 0
    assert "gad7               en     draft     A  " in result.output
    assert "1 text in instruments." in result.output
    file = Path("instruments/gad7.en.json")
    file.write_text(file.read_text("utf-8").replace("Question 2", "Edited"), "utf-8")
    assert "edited after import" in run("texts", "instruments").output
    Path("instruments/phq9.en.json").write_text("{}", "utf-8")
    broken = run("texts", "--json")
    assert broken.exit_code == 1
    first, second = json.loads(broken.output)
    assert (first["instrument"], first["problems"]) == ("gad7", [])
    assert "'limen_text' is missing" in second["problems"][0]
    assert run("texts", "nowhere").exit_code == 2


def test_a_dictionary_is_exported_with_and_without_words(run):
    assert run("export", "gad7", "--out", "bare.csv").exit_code == 0
    assert "gad7.1" in Path("bare.csv").read_text("utf-8")
    again = run("export", "gad7", "--out", "bare.csv")
    assert again.exit_code == 2
    assert "It exists already." in again.output
    run(*ADD, "--yes")
    words = ("--text", "instruments/gad7.en.json")
    assert run("export", "gad7", "--out", "full.csv", *words).exit_code == 0
    back = run("add", "gad7", "--from", "full.csv", "--language", "en", "--source", "x", "--yes",
               "--into", "second")  # fmt: skip
    assert back.exit_code == 0
    one, two = (json.loads(Path(folder, "gad7.en.json").read_text("utf-8"))["record"]
                for folder in ("instruments", "second"))  # fmt: skip
    assert one["text_sha256"] == two["text_sha256"]


def test_an_account_without_a_name_must_name_somebody(run, monkeypatch):
    def nobody():
        raise OSError

    monkeypatch.setattr("getpass.getuser", nobody)
    result = run("add", "gad7", "--from", "words.yaml", "--source", "x", "--yes")
    assert result.exit_code == 2
    assert "--by NAME" in result.output


def test_the_command_as_installed_ends_with_its_code(tmp_path, monkeypatch, capsys):
    from limen import cli

    monkeypatch.setattr(sys, "argv", ["limen", "instruments", "add", "gad7", "--from",
                                      str(tmp_path / "none")])  # fmt: skip
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    assert "There is no such file." in capsys.readouterr().err
