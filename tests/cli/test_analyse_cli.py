"""`limen analyse`: what it writes and prints, and that a sealed dataset stays blind."""

from __future__ import annotations

import html
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from limen.cli.app import app
from limen.dataset import write_allocations, write_dataset
from studies import Study

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def folder(parallel_study: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`study` and, apart from it, `sealed`; a plan of four analyses is enough here."""
    place = tmp_path_factory.mktemp("cli")
    study = parallel_study.planning("last", "blinding", "curve", "recovery")
    write_dataset(study.dataset, place / "study")
    write_allocations(study.allocations, place / "sealed")
    return place


@pytest.fixture
def limen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(folder)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


SEALED = ("--allocations", "sealed/allocations.csv")


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_report_is_written(limen: Run, tmp_path: Path) -> None:
    result = limen("analyse", "study", *SEALED, "--out", tmp_path / "report")
    assert result.exit_code == 0, result.output
    assert f"Report: {tmp_path / 'report' / 'report.html'}" in result.stdout
    names = contents(tmp_path / "report").keys()
    assert {"report.html", "results.json", "results.csv"} < names
    assert any(name.startswith("figures/") and name.endswith(".svg") for name in names)
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
    page = (tmp_path / "report" / "report.html").read_text()
    assert "SIMULATED" in page
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_without_out_nothing_is_written(limen: Run, folder: Path) -> None:
    before = contents(folder)
    result = limen("analyse", "study", *SEALED)
    assert result.exit_code == 0
    assert "Well-being" in result.stdout
    assert contents(folder) == before


def test_what_to_cite(limen: Run, tmp_path: Path) -> None:
    result = limen("analyse", "study", *SEALED, "--cite", "--out", tmp_path / "report")
    assert result.exit_code == 0
    keys = re.findall(r"^@\w+\{(\w+),", result.stdout, flags=re.MULTILINE)
    assert "szigeti2023difference" in keys
    assert len(keys) == len(set(keys)) > 5
    assert result.stdout.startswith("@")
    assert "report.html" in result.stderr
    assert result.stdout.strip() in html.unescape((tmp_path / "report" / "report.html").read_text())
    assert limen("analyse", "study", *SEALED, "--cite").stdout == result.stdout


def test_citations_and_json_are_one_or_the_other(limen: Run) -> None:
    result = limen("analyse", "study", *SEALED, "--cite", "--json")
    assert result.exit_code == 2
    assert "leave out --cite" in result.stderr


def test_json_is_the_archive(limen: Run, tmp_path: Path) -> None:
    result = limen("analyse", "study", *SEALED, "--json", "--out", tmp_path / "report")
    printed = json.loads(result.stdout)
    assert printed == json.loads((tmp_path / "report" / "results.json").read_text())
    assert [r["status"] for r in printed["results"]].count("REFUSED") == 1
    assert result.stderr == ""


def test_what_was_run_can_be_run_again(limen: Run) -> None:
    """The command in the provenance gives the same numbers."""
    first = json.loads(limen("analyse", "study", *SEALED, "--seed", "7", "--json").stdout)
    command = first["provenance"]["command"]
    assert command == "limen analyse study --allocations sealed/allocations.csv --seed 7"
    again = json.loads(limen(*shlex.split(command)[1:], "--json").stdout)
    other = json.loads(limen("analyse", "study", *SEALED, "--seed", "8", "--json").stdout)

    def numbers(report: dict) -> list:
        return [(r["key"], r["estimates"], r["tables"]) for r in report["results"]]

    assert numbers(again) == numbers(first)
    assert numbers(other) != numbers(first)


def test_an_older_report_is_replaced_only_when_told(limen: Run, tmp_path: Path) -> None:
    words = ("analyse", "study", *SEALED, "--out", tmp_path / "report")
    assert limen(*words).exit_code == 0
    assert limen(*words).exit_code == 2
    assert limen(*words, "--overwrite").exit_code == 0


def test_analyze_is_accepted(limen: Run) -> None:
    assert limen("analyze", "study").stdout == limen("analyse", "study").stdout


def test_help_teaches_with_an_example(limen: Run) -> None:
    result = limen("analyse", "--help")
    assert result.exit_code == 0
    assert (
        "limen analyse study --allocations study-allocations/allocations.csv --out report"
        in result.stdout
    )
    assert "analyze" not in limen("--help").stdout


@pytest.fixture
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2026, 11, 23, tzinfo=tz or UTC)

    for name in ("run", "asking"):
        monkeypatch.setattr(import_module(f"limen.analyse.plan.{name}"), "perf_counter", lambda: 0)
    monkeypatch.setattr(import_module("limen.analyse.plan.provenance"), "datetime", Stopped)


@pytest.mark.usefixtures("stopped_clock")
def test_a_blinded_report_is_the_same_whoever_got_what(
    parallel_study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same data, the arms of everybody exchanged and even lying beside the tables."""
    arms = {"PL": "MD", "MD": "PL"}
    swapped = parallel_study.with_arms(
        {person: arms[arm] for person, arm in parallel_study.unsealed.arm_of.items()}
    )
    reports = {}
    for name, study in (("as drawn", parallel_study), ("swapped", swapped)):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        write_dataset(study.dataset, "study", allocations=study.allocations)
        result = CliRunner().invoke(app, ["analyse", "study", "--out", "blinded"])
        assert result.exit_code == 0, result.output
        reports[name] = contents(Path("blinded"))
    assert reports["as drawn"] == reports["swapped"]
    assert "LSD 10 micrograms − Placebo" not in reports["as drawn"]["results.csv"].decode()
    archive = json.loads(reports["as drawn"]["results.json"])
    assert archive["provenance"]["blinded"] is True
    assert archive["provenance"]["allocations_hash"] == ""
    assert not any(r["estimates"] or r["tables"] for r in archive["results"])
    assert {r["status"] for r in archive["results"]} == {"REFUSED"}


def test_opening_turns_every_contrast_round(parallel_study: Study) -> None:
    """With the arms exchanged, the difference of the last visit changes its sign and no more."""
    from limen.analyse.plan import run

    arms = {"PL": "MD", "MD": "PL"}
    study = parallel_study.planning("last", "after")
    swapped = study.with_arms({person: arms[arm] for person, arm in study.unsealed.arm_of.items()})
    for one, other in zip(run(study.unsealed).results, run(swapped.unsealed).results, strict=True):
        assert one.estimates[0].value == pytest.approx(-other.estimates[0].value, rel=1e-6)
        assert one.estimates[0].p == pytest.approx(other.estimates[0].p, rel=1e-5)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["analyse", "study", *SEALED], 0, ""),
        (["analyse", "nowhere"], 2, "error: nowhere is not a dataset."),
    ],
    ids=["done", "no dataset"],
)
def test_exit_codes_of_the_real_command(
    folder: Path, words: list[str], code: int, says: str
) -> None:
    result = subprocess.run(
        [sys.executable, "-c", "from limen.cli import main; main()", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        check=False,
    )
    assert result.returncode == code, result.stderr
    assert says in result.stderr
    assert "Traceback" not in result.stderr
