"""Folders of finished pieces: whole or absent, checked, and only gone on with by the same."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hand_made import QUANTITIES, TARGET, answer, truth

import limen
from limen.errors import RehearsalError
from limen.protocol import load_protocol, shipped
from limen.rehearse.cell import Cell
from limen.rehearse.running.aims import Aims
from limen.rehearse.running.task import Task, tasks
from limen.rehearse.store import Folder, Memory
from limen.rehearse.store.folder import seed_in
from limen.rehearse.store.identity import Identity
from limen.rehearse.tally import Tally
from limen.rehearse.tally.summing import summed
from limen.simulate.scenario import named_scenario

TRUTHS = {TARGET: truth(0.2)}


def cell(protocol: str = "self_blinding", scenario: str = "null") -> Cell:
    return Cell(protocol=load_protocol(shipped()[protocol]), scenario=named_scenario(scenario))


@pytest.fixture(scope="module")
def cells() -> list[Cell]:
    return [cell(), cell(scenario="both")]


@pytest.fixture
def task(cells: list[Cell]) -> Task:
    return next(tasks(cells[0], TRUTHS, seed=1, replicates=300, slow_replicates=0))


def tally(value: float = 1 / 3) -> Tally:
    return Tally(
        quantities={one.key: one for one in QUANTITIES},
        sums=summed(answer([value, 0.1], [0.7, 0.3]), TRUTHS, alpha=0.05),
    )


def opened(path: Path, cells: list[Cell], seed: int = 1) -> tuple[Folder, list[str]]:
    heard: list[str] = []
    return Folder.opened(path, Identity.of(cells, seed), notice=heard.append), heard


def test_what_was_put_is_there_in_another_process(tmp_path, cells, task):
    first, _ = opened(tmp_path / "run", cells)
    assert not first.holds(task)
    first.put(task, tally())
    again, heard = opened(tmp_path / "run", cells)
    assert again.holds(task)
    assert again.take(task) == tally()
    assert heard == []
    assert seed_in(tmp_path / "run") == 1


def test_a_damaged_piece_is_noticed_and_done_again(tmp_path, cells, task):
    folder, _ = opened(tmp_path, cells)
    folder.put(task, tally())
    [file] = (tmp_path / "blocks").rglob("*.json")
    whole = file.read_text()
    damages = {
        "a digit": whole.replace('"failed":0', '"failed":1', 1),
        "the end": whole[: len(whole) // 2],
        "all": "",
        "another document": '{"sha256": 1}',
        "a list": "[]",
        "a number": "3",
    }
    assert whole != damages["a digit"]
    for damage, text in damages.items():
        file.write_text(text)
        again, heard = opened(tmp_path, cells)
        assert not again.holds(task), damage
        assert len(heard) == 1, damage
        assert file.name in heard[0]
        assert "done again" in heard[0]
        assert not file.exists()
    file.write_bytes(b"\xff\xfe")
    again, heard = opened(tmp_path, cells)
    assert not again.holds(task)
    assert len(heard) == 1


def test_what_is_true_is_kept_too(tmp_path, cells):
    aims = Aims(targets=(TARGET,), truths={TARGET: truth(1 / 3, error=0.1)})
    folder, heard = opened(tmp_path, cells)
    assert folder.aims(cells[0]) is None
    folder.keep_aims(cells[0], aims)
    assert opened(tmp_path, cells)[0].aims(cells[0]) == aims
    assert folder.aims(cells[1]) is None
    [file] = (tmp_path / "blocks").rglob("truth.json")
    file.write_text(file.read_text().replace("0.3333", "0.4333"))
    assert folder.aims(cells[0]) is None
    assert "truth.json is damaged" in heard[0]


def test_a_piece_that_was_centred_on_other_truths_is_done_again(tmp_path, cells, task):
    folder, heard = opened(tmp_path, cells)
    folder.put(task, tally())
    assert not folder.holds(replace(task, truths={TARGET: truth(0.3)}))
    assert not folder.holds(replace(task, truths={}))
    assert folder.holds(task)
    assert heard == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"seed": 2}, "Seed: the folder has 1, and 2 is asked for."),
        ({"scenario": "drug_only"}, "Only asked for: protocol self_blinding"),
        ({"protocol": "mdlsd"}, "Only asked for: protocol mdlsd"),
        ({"fewer": True}, "Only in the folder: protocol self_blinding"),
    ],
)
def test_a_folder_of_another_rehearsal_says_what_differs(tmp_path, cells, change, says):
    opened(tmp_path, cells)
    before = (tmp_path / "rehearsal.json").read_bytes()
    asked = list(cells)
    if "scenario" in change or "protocol" in change:
        asked[1] = cell(change.get("protocol", "self_blinding"), change.get("scenario", "both"))
    if "fewer" in change:
        asked.pop()
    with pytest.raises(RehearsalError, match="holds another rehearsal") as caught:
        opened(tmp_path, asked, seed=change.get("seed", 1))
    assert says in str(caught.value)
    assert (tmp_path / "rehearsal.json").read_bytes() == before


def test_a_folder_of_another_version_says_so(tmp_path, cells, monkeypatch):
    opened(tmp_path, cells)
    monkeypatch.setattr(limen, "__version__", "9.9")
    with pytest.raises(RehearsalError, match=r"Version of Limen: .* and 9\.9 is asked for"):
        opened(tmp_path, cells)


def test_a_folder_of_another_format_says_so(tmp_path, cells):
    opened(tmp_path, cells)
    file = tmp_path / "rehearsal.json"
    document = json.loads(file.read_text())
    document["identity"]["format"] = 99
    file.write_text(json.dumps(document))
    with pytest.raises(RehearsalError, match="Format of the folder: the folder has 99"):
        opened(tmp_path, cells)


NO_SEED = '{"format": 1, "limen_version": "1", "seed": "x", "analyses": [], "cells": []}'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"identity": 3}',
        '{"identity": {"seed": 1}}',
        f'{{"identity": {NO_SEED}}}',
        f'{{"identity": {NO_SEED.replace(chr(34) + "x" + chr(34), "null")}}}',
    ],
)
def test_a_manifest_that_cannot_be_read_is_an_error(tmp_path, cells, text):
    (tmp_path / "rehearsal.json").write_text(text)
    with pytest.raises(RehearsalError, match="cannot be read as a rehearsal"):
        opened(tmp_path, cells)


def test_somebody_elses_folder_is_left_alone(tmp_path, cells):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(RehearsalError, match="holds no rehearsal"):
        opened(tmp_path, cells)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    with pytest.raises(RehearsalError, match="is a file"):
        opened(tmp_path / "thesis.txt", cells)


def test_a_write_that_is_interrupted_leaves_nothing(tmp_path, cells, task, monkeypatch):
    """Stopped just before the file is put in place: neither a part of it nor a temporary one."""
    folder, _ = opened(tmp_path, cells)

    def stopped(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", stopped)
        with pytest.raises(KeyboardInterrupt):
            folder.put(task, tally())
    assert [path.name for path in (tmp_path / "blocks").rglob("*") if path.is_file()] == []
    assert not folder.holds(task)
    folder.put(task, tally())
    assert folder.holds(task)


def test_a_failed_write_leaves_the_older_piece(tmp_path, cells, task, monkeypatch):
    folder, _ = opened(tmp_path, cells)
    folder.put(task, tally(1.0))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdopen", full)
        with pytest.raises(OSError, match="No space"):
            folder.put(task, tally(2.0))
    assert folder.take(task) == tally(1.0)


def test_tasks_come_in_whole_blocks_and_slow_ones_in_small_pieces(cells):
    found = list(tasks(cells[0], TRUTHS, seed=1, replicates=600, slow_replicates=40))
    assert [(t.slow, t.block, t.first, t.count) for t in found] == [
        (True, 0, 0, 16),
        (True, 0, 16, 16),
        (True, 0, 32, 8),
        (False, 0, 0, 256),
        (False, 1, 0, 256),
        (False, 2, 0, 88),
    ]
    assert len({t.name for t in found}) == 6
    few = list(tasks(cells[0], TRUTHS, seed=1, replicates=5, slow_replicates=40))
    assert [(t.slow, t.count) for t in few] == [(True, 5), (False, 5)]
    many = list(tasks(cells[0], TRUTHS, seed=1, replicates=600, slow_replicates=300))
    assert sum(t.count for t in many if t.slow) == 300
    assert {(t.block, t.first) for t in many if t.slow} >= {(0, 240), (1, 0), (1, 32)}


def test_memory_holds_until_it_is_taken(task):
    shelf = Memory()
    shelf.put(task, tally())
    assert shelf.holds(task)
    assert shelf.take(task) == tally()
    assert not shelf.holds(task)
