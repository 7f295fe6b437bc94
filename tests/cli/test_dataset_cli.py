"""`limen dataset`: what it prints, what it leaves, and its exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from limen.cli.dataset import app
from limen.dataset import Dataset, read_allocations, read_dataset, write_dataset
from limen.errors import DatasetError, FetchError
from limen.protocol import load_protocol

STUDY = Path(__file__).parents[1] / "dataset" / "study.yaml"
BY = {"respondent": "participant", "source": "test"}
run = CliRunner().invoke


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with two people, a score each and nothing wrong but a missing guess."""
    people = ("anna", "ben")
    score = {"occasion": "acute.1", "instrument": "panas", "subscale": "balance", **BY}
    data = Dataset.from_tables(
        load_protocol(STUDY),
        {
            "participants": [{"participant": person, **BY} for person in people],
            "scores": [{"participant": p, "score": i, **score} for i, p in enumerate(people)],
        },
        simulated=True,
    )
    write_dataset(data, tmp_path / "small")
    return tmp_path / "small"


def test_long_findings_are_wrapped(self_blinding_folder: Path) -> None:
    told = run(app, ["import", "self-blinding", str(self_blinding_folder)]).stdout
    lines = told.splitlines()
    start = lines.index("Found on the way:") + 1
    assert max(len(line) for line in lines[start:] if " " in line.strip()) <= 100
    assert lines[start].startswith("- ")
    assert any(line.startswith("  ") for line in lines[start:])


def test_check_says_yes(small: Path) -> None:
    result = run(app, ["check", str(small)])
    assert result.exit_code == 0
    assert "keeps its protocol's promises: 0 errors, 1 warning." in result.stdout
    assert "warning: guesses: 2 with a score at acute.1 have no guess" in result.stdout


def test_check_says_no(small: Path) -> None:
    file = small / "scores.csv"
    file.write_text(file.read_text().replace("anna", "eve"))
    result = run(app, ["check", str(small)])
    assert result.exit_code == 1
    assert "scores.csv: was changed" in result.stdout
    assert "scores.csv:2: scores.participant" in result.stdout


def test_check_as_json(small: Path) -> None:
    (small / "scores.csv").unlink()
    result = run(app, ["check", str(small), "--json"])
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert report["ok"] is False
    assert report["errors"][0]["file"].endswith("scores.csv")


def test_check_against_another_protocol(small: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(STUDY.read_text().replace("planned: 4", "planned: 5"))
    assert run(app, ["check", str(small), "--protocol", str(STUDY)]).exit_code == 0
    assert run(app, ["check", str(small), "--protocol", str(other)]).exit_code == 1


def test_check_of_allocations_that_are_not_there(small: Path) -> None:
    result = run(app, ["check", str(small), "--allocations", str(small / "allocations.csv")])
    assert result.exit_code == 1
    assert "allocations.csv" in result.stdout


def test_check_of_no_dataset(tmp_path: Path) -> None:
    result = run(app, ["check", str(tmp_path)])
    assert isinstance(result.exception, DatasetError)


def test_describe(small: Path) -> None:
    result = run(app, ["describe", str(small)])
    assert result.exit_code == 0
    assert "SIMULATED" in result.stdout
    assert "participants" in result.stdout
    about = json.loads(run(app, ["describe", str(small), "--json"]).stdout)
    assert about["tables"]["scores"] == 2
    assert about["hash"] == read_dataset(small).hash


def test_import_self_blinding(self_blinding_folder: Path, tmp_path: Path) -> None:
    study = tmp_path / "study"
    result = run(app, ["import", "self-blinding", str(self_blinding_folder), "--out", str(study)])
    assert result.exit_code == 0, result.output
    assert "282 of 342" in result.stdout
    sealed = study.with_name(f"{study.name}-allocations") / "allocations.csv"
    assert f"Next: limen analyse {study} --allocations {sealed}" in result.stdout
    assert not (study / "allocations.csv").exists()
    assert read_dataset(study).unseal(read_allocations(sealed))
    assert run(app, ["check", str(study), "--allocations", str(sealed.parent)]).exit_code == 0

    again = run(app, ["import", "self-blinding", str(self_blinding_folder), "--out", str(study)])
    assert isinstance(again.exception, DatasetError)


def test_allocations_may_go_elsewhere(self_blinding_folder: Path, tmp_path: Path) -> None:
    study, secret = tmp_path / "study", tmp_path / "secret"
    place = ["--out", str(study), "--allocations-out", str(secret)]
    result = run(app, ["import", "self-blinding", str(self_blinding_folder), *place, "--json"])
    assert result.exit_code == 0, result.output
    about = json.loads(result.stdout)
    assert about["allocations"] == str(secret / "allocations.csv")
    assert not (study / "allocations.csv").exists()
    assert len(about["warnings"]) == 4


def test_fetch_and_import_in_one_step(
    self_blinding_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIMEN_DATA_DIR", str(self_blinding_folder.parent))
    only = run(app, ["fetch", "self-blinding"])
    assert only.exit_code == 0
    assert "limen dataset import self-blinding" in only.stdout
    both = run(app, ["fetch", "self-blinding", "--out", str(tmp_path / "study")])
    assert both.exit_code == 0
    assert read_dataset(tmp_path / "study").count("scores") == 27_635


def test_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LIMEN_DATA_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("no_proxy", "*")
    place = ["--url", "http://127.0.0.1:1", "--out", str(tmp_path / "study")]
    result = run(app, ["fetch", "self-blinding", *place])
    assert isinstance(result.exception, FetchError)
    assert not (tmp_path / "study").exists()


def test_import_csv_tries_without_out(tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_text(STUDY.read_text())
    (tmp_path / "people.csv").write_text("id,mood\nanna,3\nben,5\n")
    (tmp_path / "map.yaml").write_text(
        "limen_map: 1\nprotocol: study.yaml\nsource: test\nfiles:\n"
        "  - file: people.csv\n    participant: id\n    occasion: {value: acute.1}\n"
        "    scores: [{column: mood, instrument: panas, subscale: balance}]\n"
    )
    result = run(app, ["import", "csv", "--map", str(tmp_path / "map.yaml")])
    assert result.exit_code == 0, result.output
    assert "Nothing was written" in result.stdout

    (tmp_path / "people.csv").write_text("id,mood\nanna,3\nben,50\n")
    place = ["--map", str(tmp_path / "map.yaml"), "--out", str(tmp_path / "out")]
    result = run(app, ["import", "csv", *place])
    assert "50 is outside the range" in str(result.exception)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "words", [["import", "csv"], ["import", "redcap"], ["check"], ["bake"], ["fetch", "x", "--y"]]
)
def test_wrong_use_is_exit_code_2(words: list[str]) -> None:
    assert run(app, words).exit_code == 2


@pytest.mark.parametrize("verb", ["check", "describe", "import", "fetch"])
def test_help_teaches_with_an_example(verb: str) -> None:
    result = run(app, [verb, "--help"])
    assert result.exit_code == 0
    assert f"limen dataset {verb}" in result.stdout


def test_help_imports_no_room() -> None:
    program = (
        "import sys; import limen.cli.dataset; "
        "assert not {'limen.dataset', 'pandas', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_it_is_a_typer_app() -> None:
    assert isinstance(app, typer.Typer)
