"""Workers that are killed, that bring bugs, and that nobody waits for any more."""

from __future__ import annotations

import multiprocessing
import os
import time
from pathlib import Path

import pieces
import pytest
from pieces import Piece

from limen.errors import RehearsalError
from limen.rehearse.engines import Processes
from limen.rehearse.engines.processes import cores


def run(engine: Processes, work, numbers=range(6), trace: Path | None = None) -> dict[int, object]:
    found: dict[int, object] = {}
    try:
        engine.run(
            [Piece(number, trace) for number in numbers],
            work,
            lambda piece, made: found.update({piece.number: made}),
        )
    finally:
        engine.close()
    return found


def test_a_killed_worker_is_replaced_and_its_piece_done_again(tmp_path: Path) -> None:
    assert run(Processes(2), pieces.killed_once, trace=tmp_path) == {n: n**2 for n in range(6)}
    assert (tmp_path / "killed").exists()


def test_a_piece_that_always_kills_its_worker_ends_the_run() -> None:
    with pytest.raises(RehearsalError, match="ended 3 times in the middle of the same replicates"):
        run(Processes(2), pieces.always_killed)
    assert multiprocessing.active_children() == []


def test_too_little_memory_ends_with_what_to_do() -> None:
    with pytest.raises(RehearsalError, match=r"ran out of memory.* Use fewer workers"):
        run(Processes(1), pieces.too_large)


def test_a_bug_says_where_it_was() -> None:
    with pytest.raises(IndexError) as caught:
        run(Processes(1), pieces.broken)
    assert "pieces.py" in caught.value.__notes__[0]


def test_workers_use_one_thread_and_the_environment_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "5")
    monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
    assert set(run(Processes(1), pieces.threads).values()) == {"1"}
    assert os.environ["OPENBLAS_NUM_THREADS"] == "5"
    assert "MKL_NUM_THREADS" not in os.environ


def test_work_is_shared_and_no_more_workers_start_than_there_are_pieces() -> None:
    found = run(Processes(2), pieces.process, range(8))
    assert len(set(found.values())) == 2
    assert os.getpid() not in found.values()
    assert len(set(run(Processes(8), pieces.process, range(2)).values())) == 2


def test_an_interrupt_does_not_wait_for_what_is_being_done() -> None:
    """Whoever gives up in the middle has no process left and does not wait 30 seconds."""
    engine = Processes(2)
    start = time.monotonic()

    def stop(piece: Piece, made: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.run([Piece(0), *map(Piece, range(1, 4))], pieces.quick_then_slow, stop)
    assert time.monotonic() - start < 20
    assert multiprocessing.active_children() == []


def test_as_many_as_there_are_cores() -> None:
    assert Processes().workers == cores() >= 1
    assert Processes(1).title == "1 process"
    assert Processes(3).title == "3 processes"
