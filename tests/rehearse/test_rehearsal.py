"""A rehearsal: the same bits whoever works, in whatever order, after kills and interrupts."""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tiny import tiny

import limen.rehearse.running.run as running
from limen.analyse.plan import run as analyse
from limen.errors import DocumentError, RehearsalError
from limen.rehearse import Rehearsal, rehearse, replicate
from limen.rehearse.block import tallied
from limen.rehearse.engines import Processes, Serial
from limen.rehearse.running.task import Task
from limen.simulate.dataset import dataset

SEED, REPLICATES, SLOW = 5, 600, 20


def rehearsed(folder: Path | None = None, **how) -> Rehearsal:
    options = {"replicates": REPLICATES, "seed": SEED, "slow_replicates": SLOW, "engine": Serial()}
    return rehearse([tiny()], folder=folder, **{**options, **how})


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Rehearsal, Path]:
    """600 replicates done here, one after the other, and the folder in which they are."""
    folder = tmp_path_factory.mktemp("rehearsal") / "kept"
    return rehearsed(folder), folder


@pytest.fixture
def only_truth(done, tmp_path: Path) -> Path:
    """A folder of the same rehearsal in which nothing but the truth is known."""
    folder = tmp_path / "begun"
    shutil.copytree(done[1], folder)
    for file in pieces(folder):
        file.unlink()
    return folder


def pieces(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*.json") if file.name[0].isdigit())


def numbers(found: Rehearsal) -> str:
    """Everything but times, to the last bit."""
    parts = [
        (one.replicates, one.truths, one.performance, one.tables, one.refused)
        for one in found.cells
    ]
    return repr(parts)  # repr tells every bit of a float, and NaN from NaN not


class Backwards:
    """Does the last piece first."""

    title = "backwards"

    def run(self, pieces, work, done) -> None:
        waiting = list(pieces)
        while waiting:
            piece = waiting.pop()
            waiting += done(piece, work(piece)) or []

    def open(self) -> None:
        """It is ready."""

    def close(self) -> None:
        """Nothing is held."""


def test_the_order_of_work_makes_no_difference(done, only_truth):
    assert numbers(rehearsed(only_truth, engine=Backwards())) == numbers(done[0])


def test_without_a_folder_the_numbers_are_the_same(done):
    assert numbers(rehearsed(engine=Backwards())) == numbers(done[0])


@pytest.fixture(scope="module")
def two_processes() -> Iterator[Processes]:
    engine = Processes(2)
    yield engine
    engine.close()


def test_one_process_makes_no_difference(done, only_truth):
    engine = Processes(1)
    try:
        assert numbers(rehearsed(only_truth, engine=engine)) == numbers(done[0])
    finally:
        engine.close()


def test_two_processes_make_no_difference(done, only_truth, two_processes):
    assert numbers(rehearsed(only_truth, engine=two_processes)) == numbers(done[0])


def test_a_worker_that_is_killed_in_the_middle_makes_no_difference(done, only_truth, two_processes):
    """SIGKILL hits a worker as soon as the first piece is there and the other has another."""
    killed: list[int] = []

    def kill(what: str, finished: int, total: int) -> None:
        busy = [worker for worker in two_processes._team if worker.piece is not None]
        if what != "the truth" and finished and busy and not killed:
            killed.append(busy[0].process.pid or 0)
            os.kill(killed[0], signal.SIGKILL)

    found = rehearsed(only_truth, engine=two_processes, progress=kill)
    assert killed
    assert numbers(found) == numbers(done[0])


def test_a_cluster_makes_no_difference(done, only_truth):
    distributed = pytest.importorskip("distributed", reason="needs the extra `cluster`")
    from limen.rehearse.engines import Cluster

    for workers in (1, 2):
        folder = only_truth.with_name(f"by-{workers}")
        shutil.copytree(only_truth, folder)
        with distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=False,
            protocol="tcp://",
            dashboard_address=":0",
        ) as cluster:
            engine = Cluster(cluster.scheduler_address)
            assert numbers(rehearsed(folder, engine=engine)) == numbers(done[0])
            engine.close()


class Stopping:
    """An engine whose user presses Ctrl-C after some pieces."""

    title = "stopping"

    def __init__(self, after: int) -> None:
        self.after = after

    def run(self, pieces, work, done) -> None:
        for number, piece in enumerate(pieces):
            if number == self.after:
                raise KeyboardInterrupt
            assert not done(piece, work(piece))

    def open(self) -> None:
        """It is ready."""

    def close(self) -> None:
        """Nothing is held."""


class Counting(Serial):
    """Counts the pieces that it does."""

    def run(self, pieces, work, done) -> None:
        def counted(piece, made):
            self.__dict__.setdefault("pieces", []).append(piece)
            return done(piece, made)

        super().run(pieces, work, counted)


def test_an_interrupt_loses_only_what_was_not_finished(done, only_truth):
    with pytest.raises(KeyboardInterrupt):
        rehearsed(only_truth, engine=Stopping(2))
    kept = pieces(only_truth)
    assert len(kept) == 2
    engine = Counting()
    assert numbers(rehearsed(only_truth, engine=engine)) == numbers(done[0])
    assert len(engine.__dict__["pieces"]) == len(pieces(done[1])) - 2
    assert json.loads((only_truth / "rehearsal.json").read_text())["results"]["replicates"] == 600


def test_a_damaged_piece_is_done_again_with_a_notice(done, tmp_path):
    folder = tmp_path / "kept"
    shutil.copytree(done[1], folder)
    file = pieces(folder)[-1]
    file.write_text(file.read_text()[:-100])
    heard: list[str] = []
    assert numbers(rehearsed(folder, notice=heard.append)) == numbers(done[0])
    assert len(heard) == 1
    assert file.name in heard[0]
    assert file.exists()


def test_more_replicates_cost_only_what_is_new(done, only_truth):
    """300 replicates, then 600: the first whole block is kept, the partial one is done again."""
    rehearsed(only_truth, replicates=300)
    engine = Counting()
    assert numbers(rehearsed(only_truth, engine=engine)) == numbers(done[0])
    new = [p for p in engine.__dict__["pieces"] if isinstance(p, Task)]
    assert [(p.block, p.count, p.slow) for p in new] == [(1, 256, False), (2, 88, False)]


def test_nothing_is_done_twice(done, tmp_path):
    folder = tmp_path / "kept"
    shutil.copytree(done[1], folder)
    engine = Counting()
    assert numbers(rehearsed(folder, engine=engine)) == numbers(done[0])
    assert "pieces" not in engine.__dict__


def test_a_replicate_alone_is_the_one_of_the_batch(done):
    """Sums over blocks are sums over replicates, each computed by itself."""
    cell, truths = tiny(), done[0].cells[0].truths
    tally = tallied(
        Task(place=0, cell=cell, truths=truths, seed=SEED, block=1, first=40, count=3, slow=False)
    )
    alone = [replicate(cell, 256 + number, SEED) for number in (40, 41, 42)]
    values: dict[str, list[float]] = {}
    for answers in alone:
        for answer in answers:
            for column, quantity in enumerate(answer.quantities):
                whole = answer.estimates.value.reshape(1, -1)
                values.setdefault(quantity.key, []).append(whole[0, column])
    assert set(values) > {"model.mood", "blinding", "tipping.mood"}
    for key, sums in tally.sums.items():
        own = np.array(values[key])
        off = own[np.isfinite(own)] - sums.centre
        assert sums.powers[0] == pytest.approx(off.sum(), rel=1e-9, abs=1e-9), key
        assert sums.powers[1] == pytest.approx((off**2).sum(), rel=1e-9, abs=1e-9), key


def test_a_replicate_is_the_one_that_limen_analyse_would_see():
    """Two speeds, one truth: the dataset of replicate 300 gives the same estimate."""
    cell = tiny()
    made, sealed = dataset(cell.protocol, cell.scenario, seed=SEED, replicate=300)
    [result] = analyse(made.unseal(sealed), seed=SEED).of(analysis="model")
    answer = replicate(cell, 300, SEED)[0]
    first = answer.quantities[0]
    assert first.answers
    estimate = next(one for one in result.estimates if one.label == first.label)
    assert answer.estimates.value[0, 0] == pytest.approx(estimate.value, rel=1e-9)
    assert answer.estimates.standard_error[0, 0] == pytest.approx(estimate.standard_error, rel=1e-7)


def test_refusals_failures_and_slow_analyses_are_counted(done):
    one = done[0].cells[0]
    rows = {p.quantity.key: p for p in one.performance if p.own}
    assert list(dict.fromkeys(p.quantity.analysis for p in one.performance))[:2] == [
        "model",
        "tipping",
    ]
    assert (rows["model.mood"].replicates, rows["tipping.mood"].replicates) == (600, 20)
    assert [(r.key, r.replicates) for r in one.refused] == [("direct.mood", 600)]
    assert "cannot be estimated from this protocol" in one.refused[0].reason


def test_the_truth_is_what_estimates_are_about(done):
    """A direct effect of 2 points, for those who stay: estimates agree within their errors."""
    own, *others = [p for p in done[0].cells[0].performance if p.quantity.key == "model.mood"]
    assert own.own
    assert 1.9 < own.truth < 2.0
    assert abs(own.bias.value) < 4 * own.bias.error
    assert abs(own.coverage.value - 0.95) < 4 * np.sqrt(0.95 * 0.05 / 600)
    assert abs(own.model_se.value - own.empirical_se.value) < 4 * np.hypot(
        own.model_se.error, own.empirical_se.error
    )
    assert [p.target.belief for p in others] == ["placebo", "active", "alike"]


def test_tables_say_what_people_did(done):
    tables = {table.key: table for table in done[0].cells[0].tables}
    assert set(tables) == {"guesses.guess", "descriptions", "missing", "leaving", "p_values"}
    placebo, low = tables["guesses.guess"].rows
    assert placebo[:2] == ("visit.2", "Placebo")
    assert sum(placebo[2:4]) == pytest.approx(1.0)
    said_active = low[3]
    expected = 0.8413  # d' of 1 against a criterion of 0: Φ(1)
    assert abs(said_active - expected) < 4 * np.sqrt(expected * (1 - expected) / (600 * 8))
    missing = dict(zip(("outcome", "occasion", "PL", "MD"), tables["missing"].rows[1], strict=True))
    assert missing["occasion"] == "visit.1"
    # missed (0.1), or left within the first week (1 - 0.95**(6 / 7))
    share = 1 - 0.9 * 0.95 ** (6 / 7)
    assert abs(missing["PL"] - share) < 4 * np.sqrt(share * (1 - share) / (600 * 10))


def test_facts_are_enough_to_do_it_again(done):
    facts = dict(done[0].facts)
    cell = tiny()
    assert facts["Seed"] == "5"
    assert facts["Protocol tiny 1.0"] == cell.protocol.hash
    assert facts["Scenario some"] == cell.scenario.hash
    assert {"Limen", "Python", "numpy", "scipy", "Made at"} <= set(facts)


def test_only_some_analyses(done):
    found = rehearsed(replicates=10, slow_replicates=0, analyses=["blinding"])
    assert found.cells[0].performance == ()
    assert found.cells[0].refused == ()
    with pytest.raises(RehearsalError, match=r"has an analysis 'modell'. Did you mean 'model'"):
        rehearsed(analyses=["modell"])


def test_cells_side_by_side_have_the_same_people():
    """Common random numbers: another effect shifts the estimates, and nothing else."""
    effect = "every_outcome: {direct: {active: %s}}"
    cells = [tiny(effect % size, id=f"size_{size}") for size in (1, 3)]
    found = rehearse(cells, replicates=20, seed=1, slow_replicates=0, engine=Serial())
    first, second = (
        next(p for p in one.performance if p.quantity.key == "model.mood") for one in found.cells
    )
    assert (first.truth, second.truth) == pytest.approx((1.0, 3.0))
    assert second.mean.value - first.mean.value == pytest.approx(2.0)
    assert second.empirical_se.value == pytest.approx(first.empirical_se.value)
    assert [one.cell.scenario.id for one in found.cells] == ["size_1", "size_3"]


def test_estimates_that_nobody_foresaw_get_their_truth(monkeypatch: pytest.MonkeyPatch):
    """What the first few replicates did not show is found later, and set against its truth."""
    plain = rehearsed(replicates=20, slow_replicates=0)
    real = running.aimed_at

    def blind(wanted):
        parts = real(wanted)
        return parts if wanted.targets else [replace(one, targets=()) for one in parts]

    monkeypatch.setattr(running, "aimed_at", blind)
    assert numbers(rehearsed(replicates=20, slow_replicates=0)) == numbers(plain)


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"replicates": 1}, "1 replicate cannot show how estimates vary"),
        ({"replicates": 10**9}, "1 cell with 1,000,000,000 replicates are more than the 100,000"),
        ({"seed": -1}, "is 0 or more"),
        ({"slow_replicates": -1}, "is 0 or more"),
    ],
)
def test_numbers_that_make_no_sense_are_errors(how, says, tmp_path):
    with pytest.raises(RehearsalError, match=says):
        rehearsed(tmp_path / "none", **how)
    assert not (tmp_path / "none").exists()


def test_nothing_or_the_same_twice_is_an_error():
    with pytest.raises(RehearsalError, match="nothing to rehearse"):
        rehearse([])
    with pytest.raises(RehearsalError, match="stands here 2 times"):
        rehearse([tiny(), tiny()])


def test_a_scenario_that_does_not_fit_is_an_error_before_anything_is_written(tmp_path):
    cell = tiny()
    other = cell.scenario.model_copy(update={"outcomes": (named_outcome(),)})
    with pytest.raises(DocumentError, match="does not fit"):
        rehearse([replace(cell, scenario=other)], folder=tmp_path / "none")
    assert not (tmp_path / "none").exists()


def named_outcome():
    from limen.simulate.scenario.document import NamedOutcome

    return NamedOutcome(id="happiness")


def test_memory_does_not_grow_with_replicates(only_truth):
    """What is held after two blocks is what is held after ten: tallies are added, not kept."""
    held: list[int] = []

    def weigh(what: str, finished: int, total: int) -> None:
        gc.collect()
        held.append(tracemalloc.get_traced_memory()[0])

    tracemalloc.start()
    try:
        rehearsed(only_truth, replicates=2560, slow_replicates=0, progress=weigh)
    finally:
        tracemalloc.stop()
    assert len(held) == 11  # the beginning, ten blocks
    assert held[-1] < held[2] + 80_000  # a tally weighs 30,000
