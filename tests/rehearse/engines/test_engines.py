"""What every engine owes its callers."""

from __future__ import annotations

from collections.abc import Iterator

import pieces
import pytest
from pieces import Piece

from limen.errors import AnalysisError, RehearsalError
from limen.rehearse.engines import Cluster, Engine, Processes, Serial


@pytest.fixture(scope="module", params=["serial", "one process", "three processes", "cluster"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if request.param == "cluster":
        address = request.getfixturevalue("local_cluster")
        made: Engine = Cluster(address)
    else:
        made = {
            "serial": Serial(),
            "one process": Processes(1),
            "three processes": Processes(3),
        }[request.param]
    yield made
    made.close()


@pytest.fixture(scope="module")
def local_cluster() -> Iterator[str]:
    """The address of a scheduler with two workers in this process."""
    distributed = pytest.importorskip("distributed", reason="needs the extra `cluster`")
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=False,
        protocol="tcp://",
        dashboard_address=":0",
    ) as cluster:
        yield cluster.scheduler_address


def done_by(engine: Engine, work, numbers=range(12)) -> dict[int, int]:
    found: dict[int, int] = {}

    def done(piece: Piece, made: int) -> None:
        assert piece.number not in found
        found[piece.number] = made

    engine.run([Piece(number) for number in numbers], work, done)
    return found


def test_every_piece_is_done_once(engine: Engine) -> None:
    assert done_by(engine, pieces.squared) == {n: n**2 for n in range(12)}


def test_an_engine_can_be_used_again_after_it_was_closed(engine: Engine) -> None:
    engine.close()
    assert done_by(engine, pieces.squared, range(3)) == {0: 0, 1: 1, 2: 4}


def test_what_is_done_may_bring_more_to_do(engine: Engine) -> None:
    found: dict[int, int] = {}

    def done(piece: Piece, made: int) -> list[Piece]:
        found[piece.number] = made
        return [Piece(piece.number + 10)] if piece.number < 30 else []

    engine.run([Piece(number) for number in range(3)], pieces.squared, done)
    assert found == {n + tens: (n + tens) ** 2 for n in range(3) for tens in (0, 10, 20, 30)}


def test_nothing_to_do_is_no_error(engine: Engine) -> None:
    assert done_by(engine, pieces.squared, []) == {}


def test_an_error_on_purpose_comes_through(engine: Engine) -> None:
    with pytest.raises(AnalysisError, match=r"^Nobody was asked\.$"):
        done_by(engine, pieces.refused)
    assert done_by(engine, pieces.squared, range(3)) == {0: 0, 1: 1, 2: 4}


def test_a_bug_comes_through(engine: Engine) -> None:
    with pytest.raises(IndexError, match="out of bounds"):
        done_by(engine, pieces.broken)


def test_an_error_while_handing_over_ends_the_run(engine: Engine) -> None:
    def full(piece: Piece, made: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        engine.run([Piece(number) for number in range(5)], pieces.squared, full)


def test_engines_say_what_they_are(engine: Engine) -> None:
    assert any(word in engine.title for word in ("process", "cluster"))


def test_no_workers_is_an_error() -> None:
    with pytest.raises(RehearsalError, match="Name 1 or more"):
        Processes(-1)
