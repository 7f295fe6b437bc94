"""`limen rehearse`: what it prints and writes, how it goes on, and what it refuses."""

from __future__ import annotations

import csv
import errno
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import limen.rehearse.engines.processes as processes
import limen.rehearse.store.folder as store
from limen.cli.app import app

Run = Callable[..., Result]
PROTOCOL = Path(__file__).parents[1] / "rehearse" / "tiny.yaml"
SCENARIO = """\
limen: 1
id: some
title: Some effect
every_outcome: {direct: {active: 2}}
noticing: {d_prime: {active: 1}}
"""
WORDS = ("--scenario", "null", "--scenario", "some.yaml", "--replicates", "300",
         "--analysis", "model", "--analysis", "blinding")  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a protocol and a scenario."""
    folder = tmp_path_factory.mktemp("cli")
    shutil.copy(PROTOCOL, folder / "tiny.yaml")
    (folder / "some.yaml").write_text(SCENARIO)
    return folder


@pytest.fixture
def run(place: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(place)
    return lambda *words: CliRunner().invoke(app, ["rehearse", *map(str, words)])


@pytest.fixture(scope="module")
def finished(place: Path) -> tuple[Path, str]:
    """The folder of a finished rehearsal, and what was printed."""
    before = Path.cwd()
    os.chdir(place)
    try:
        words = ["rehearse", "tiny.yaml", *WORDS, "--workers", "1", "--out", "done"]
        result = CliRunner().invoke(app, words)
    finally:
        os.chdir(before)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return place / "done", result.stdout


@pytest.fixture
def copied(finished: tuple[Path, str], tmp_path: Path) -> Path:
    """A copy to go on with; nothing is left to do in it, so that no process has to start."""
    return Path(shutil.copytree(finished[0], tmp_path / "done"))


def cells(document: dict) -> list:
    """The numbers of each cell, without times."""
    return [
        {k: v for k, v in one.items() if k != "seconds"} for one in document["results"]["cells"]
    ]


def test_the_answer_is_printed_with_its_errors(finished: tuple[Path, str]) -> None:
    printed = finished[1]
    assert printed.startswith("SIMULATED: no real person")
    assert "The true effect of Low against Placebo on Mood" in printed
    assert "type I error" in printed
    assert "Monte Carlo" in printed
    assert "Report: done/report/report.html" in printed


def test_report_numbers_and_pieces_are_written(finished: tuple[Path, str]) -> None:
    folder = finished[0]
    assert sorted(path.name for path in folder.iterdir()) == ["blocks", "rehearsal.json", "report"]
    page = (folder / "report" / "report.html").read_text()
    assert "SIMULATED" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    with (folder / "report" / "performance.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    document = json.loads((folder / "rehearsal.json").read_text())
    wanted = [p for one in document["results"]["cells"] for p in one["performance"]]
    assert len(rows) == len(wanted) > 4
    for row, record in zip(rows, wanted, strict=True):
        assert row["quantity"] == record["quantity"]["key"]
        assert float(row["bias"]) == record["bias"]["value"]
        assert float(row["bias_error"]) == record["bias"]["error"] > 0


def test_json_is_what_is_written(run: Run, finished: tuple[Path, str], copied: Path) -> None:
    result = run("tiny.yaml", *WORDS, "--resume", copied, "--json")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    printed = json.loads(result.stdout)
    kept = json.loads((finished[0] / "rehearsal.json").read_text())
    assert cells(printed) == cells(kept)
    assert [one["scenario"]["id"] for one in printed["results"]["cells"]] == ["null_effect", "some"]
    assert printed["results"]["seed"] == 20261123


def test_the_command_in_the_facts_does_it_again(run: Run, copied: Path) -> None:
    document = json.loads((copied / "rehearsal.json").read_text())
    command = document["results"]["facts"]["Command"]
    assert command == shlex.join(
        ["limen", "rehearse", "tiny.yaml", *WORDS[:4], *WORDS[6:], *WORDS[4:6], "--seed",
         "20261123"]
    )  # fmt: skip
    result = run(*shlex.split(command)[2:], "--resume", copied, "--json")
    assert cells(json.loads(result.stdout)) == cells(document)


def test_a_folder_of_another_rehearsal_is_left_alone(run: Run, copied: Path) -> None:
    before = (copied / "rehearsal.json").read_bytes()
    for words, says in (
        (("tiny.yaml", *WORDS, "--seed", "1"), "Seed: the folder has 20261123, and 1"),
        (("tiny.yaml", "--replicates", "300"), "Analyses: the folder has blinding, model, and the"),
        (("mdlsd", *WORDS[:2], *WORDS[4:6]), "Only asked for: protocol mdlsd"),
    ):
        result = run(*words, "--resume", copied)
        assert result.exit_code == 2
        assert says in result.stderr
    assert (copied / "rehearsal.json").read_bytes() == before


def test_a_folder_that_is_there_is_not_begun_anew(run: Run, copied: Path, tmp_path: Path) -> None:
    result = run("tiny.yaml", *WORDS, "--out", copied)
    assert result.exit_code == 2
    assert f"--resume {copied}" in result.stderr
    (tmp_path / "thesis").write_text("mine")
    for other in (tmp_path, tmp_path / "thesis"):  # which --resume could not go on with
        result = run("tiny.yaml", *WORDS, "--out", other)
        assert result.exit_code == 2
        assert "Name a new folder." in result.stderr
        assert "--resume" not in result.stderr
    result = run("tiny.yaml", *WORDS, "--resume", tmp_path / "none")
    assert result.exit_code == 2
    assert "Begin with --out" in result.stderr
    result = run("tiny.yaml", *WORDS, "--resume", copied, "--out", tmp_path / "new")
    assert result.exit_code == 2
    assert "leave out --out" in result.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("no_such",), "no_such"),
        (("tiny.yaml", "--scenario", "nul"), "Did you mean 'null'?"),
        (("tiny.yaml", "--analysis", "modle"), "Did you mean 'model'?"),
        (("tiny.yaml", "--vary", "population.planed=20,40"), "Did you mean 'planned'?"),
        (("tiny.yaml", "--vary", "population.planned"), "population.planned"),
        (("tiny.yaml", "--replicates", "1"), "2"),
        (("tiny.yaml", "--smallest-sample", "--replicates", "99"), "256 replicates or more"),
        (("tiny.yaml", "--smallest-sample", "--target-power", "80"), "--target-power"),
        (("tiny.yaml", "--improve", "--quantity", "modle.mood"), "Did you mean 'model'?"),
        (("tiny.yaml", "--workers", "0"), "1"),
        (("tiny.yaml", "--workers", "1", "--scheduler", "tcp://x:1"), "leave out --workers"),
        (("tiny.yaml", "tiny.yaml"), "stands here 2 times"),
    ],
)
def test_wrong_words_end_with_a_sentence(
    run: Run, tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    result = run(*words, "--out", tmp_path / "none")
    assert result.exit_code == 2
    assert says in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "none").exists()


def test_a_scheduler_that_is_not_there_ends_with_a_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed", reason="needs the extra `cluster`")
    from limen.rehearse.engines import cluster

    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    words = ("--scheduler", "tcp://127.0.0.1:9", "--out", tmp_path / "none")
    result = run("tiny.yaml", *WORDS, *words)
    assert not (tmp_path / "none").exists()
    assert result.exit_code == 2
    assert "No scheduler answers at tcp://127.0.0.1:9" in result.stderr


def test_a_damaged_piece_is_told_and_done_again(
    run: Run, finished: tuple[Path, str], copied: Path
) -> None:
    file = sorted((copied / "blocks").rglob("0000*.json"))[0]
    file.write_text(file.read_text()[:-20])
    result = run("tiny.yaml", *WORDS, "--resume", copied, "--workers", "1", "--json")
    assert result.exit_code == 0
    assert "is damaged" in result.stderr
    assert file.name in result.stderr
    kept = json.loads((finished[0] / "rehearsal.json").read_text())
    assert cells(json.loads(result.stdout)) == cells(kept)


def test_fields_vary_and_a_smallest_sample_is_found(run: Run, tmp_path: Path) -> None:
    """A direct effect of one SD of the change: as many people as a t test of two groups needs."""
    result = run(
        "tiny.yaml", "--scenario", "some.yaml", "--vary", "scenario.every_outcome.direct.active=1",
        "--replicates", "512", "--analysis", "model", "--smallest-sample", "--workers", "1",
        "--json",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    [cell] = document["results"]["cells"]
    assert cell["varied"] == {"scenario.every_outcome.direct.active": "1"}
    [answer] = document["searches"]
    [own] = [p for p in cell["performance"] if p["own"] and p["quantity"]["answers"]]
    spread = own["empirical_se"]["value"] ** 2 * 20  # its variance, times the people
    needed = spread * (1.959964 + 0.841621) ** 2 / own["truth"] ** 2
    assert answer["lower"] - 4 <= needed <= answer["upper"] + 4
    assert any("participants give a power of 80 %" in said for said in answer["answer"])


def test_a_search_in_vain_is_told_and_its_options_are_in_the_command(
    run: Run, tmp_path: Path
) -> None:
    result = run(
        "tiny.yaml", "--scenario", "null", "--replicates", "256", "--analysis", "model",
        "--smallest-sample", "--target-power", "0.9", "--quantity", "model.mood", "--exact", "512",
        "--workers", "1", "--out", tmp_path / "new",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert "notice: there was nothing to search" in result.stderr
    document = json.loads((tmp_path / "new" / "rehearsal.json").read_text())
    command = document["results"]["facts"]["Command"]
    searched = "--smallest-sample --target-power 0.9 --quantity model.mood --exact 512"
    assert searched in command


def test_what_compares_nothing_is_rehearsed_as_well(run: Run) -> None:
    """Nothing was searched, so nothing is refused; a report that is not written is offered."""
    result = run(
        "tiny.yaml", "--scenario", "some.yaml", "--replicates", "16", "--analysis", "blinding",
        "--workers", "1",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert "none was written; --out FOLDER writes it, and keeps all numbers" in result.stdout


def test_ctrl_c_keeps_what_is_finished_and_says_how_to_go_on(
    place: Path, finished: tuple[Path, str]
) -> None:
    """As a terminal does it: the whole group of processes hears the interrupt."""
    words = ["rehearse", "tiny.yaml", *WORDS, "--workers", "2", "--out", "stopped"]
    words[words.index("300")] = "30000"
    command = [sys.executable, "-c", "from limen.cli import main; main()", *words]
    process = subprocess.Popen(
        command, cwd=place, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    blocks = place / "stopped" / "blocks"
    end = time.monotonic() + 60
    while not list(blocks.rglob("0000*.json")) and time.monotonic() < end:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    told = process.communicate(timeout=30)[1]
    assert process.returncode == 130, told
    assert told.startswith("Stopped. What was finished is kept in stopped. Go on with:")
    again = shlex.split(told.splitlines()[1])
    assert again[-2:] == ["--resume", "stopped"]
    kept = list(blocks.rglob("0000*.json"))
    assert kept
    assert not list(blocks.rglob("*.part"))
    assert json.loads((place / "stopped" / "rehearsal.json").read_text())["results"] is None
    first = finished[0] / "blocks"
    for file in kept:  # what is finished is what an undisturbed rehearsal has
        other = first / file.relative_to(blocks)
        assert not other.exists() or other.read_bytes() == file.read_bytes()


def test_an_interrupt_without_a_folder_says_that_nothing_is_kept(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(processes.Processes, "run", stopped)
    result = run("tiny.yaml", *WORDS)
    assert result.exit_code == 130
    assert "Nothing was kept; with --out" in result.stderr


def test_a_full_disk_keeps_what_is_finished_and_says_how_to_go_on(
    run: Run, copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store, "write_whole", full)
    result = run("tiny.yaml", *WORDS, "--resume", copied)
    assert result.exit_code == 2
    assert f"--resume {copied}" in result.stderr
    assert "No space left on device" in result.stderr


def test_help_teaches_with_an_example(run: Run) -> None:
    result = run("--help")
    assert "limen rehearse resilience --out rehearsal" in result.stdout
    assert "--resume" in result.stdout
