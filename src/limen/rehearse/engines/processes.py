"""Several processes of this machine; one that is killed is replaced, and its piece done again."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import Any

from limen.counted import counted
from limen.errors import RehearsalError
from limen.rehearse.engines.engine import Done, Made, Piece
from limen.rehearse.engines.worker import Worker

_TRIES = 3  # of a piece whose worker ends


@dataclass(eq=False)
class Processes:
    """The default engine: `workers` processes, as many as there are cores if none are named.

    They start when first needed, stay until `close`, and use one thread each. Call it from a
    script only below `if __name__ == "__main__":`, as all of Python's processes.
    """

    workers: int = 0
    _team: list[Worker] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        if self.workers < 0:
            raise RehearsalError(f"{self.workers} workers cannot work. Name 1 or more.")
        self.workers = self.workers or cores()

    @property
    def title(self) -> str:
        """What it is, in words."""
        return counted(self.workers, "process", "processes")

    def run(
        self,
        pieces: Sequence[Piece],
        work: Callable[[Piece], Made],
        done: Done[Piece, Made],
    ) -> None:
        """Do all pieces, first come first served; see `Engine.run`."""
        known = list(pieces)
        waiting, ended = deque(range(len(known))), Counter[int]()
        try:
            while waiting or self._busy():
                self._hire(len(waiting))
                for worker in self._team:
                    if worker.piece is None and waiting:
                        self._give(worker, waiting.popleft(), known, work)
                for piece, answer in self._answers():
                    if answer is None:
                        ended[piece] += 1
                        _refuse_hopeless(ended[piece])
                        waiting.appendleft(piece)
                        continue
                    made, error = answer
                    if error is not None:
                        raise error
                    more = list(done(known[piece], made) or ())
                    waiting.extend(range(len(known), len(known) + len(more)))
                    known += more
        except BaseException:
            self.close()  # what is being done is no longer wanted
            raise

    def open(self) -> None:
        """Processes start when there is something to do."""

    def close(self) -> None:
        """End all processes."""
        while self._team:
            self._team.pop().stop()

    def _busy(self) -> bool:
        return any(worker.piece is not None for worker in self._team)

    def _hire(self, waiting: int) -> None:
        """Start processes as long as there are too few for what is waiting."""
        idle = sum(worker.piece is None for worker in self._team)
        for _ in range(min(self.workers - len(self._team), waiting - idle)):
            self._team.append(Worker.started())

    def _give(
        self, worker: Worker, number: int, pieces: Sequence[Piece], work: Callable[[Piece], Made]
    ) -> None:
        worker.piece = number
        try:
            worker.connection.send((work, pieces[number]))
        except OSError:
            return  # it has ended: its pipe says so when it is asked for the answer

    def _answers(self) -> list[tuple[int, tuple[Any, Exception | None] | None]]:
        """What workers have to say, by number of the piece; None from one that has ended."""
        busy = {w.connection: w for w in self._team if w.piece is not None}
        found: list[tuple[int, tuple[Any, Exception | None] | None]] = []
        for connection in wait(list(busy)) if busy else []:
            worker = busy[connection]  # type: ignore[index]  # only connections were waited for
            piece, worker.piece = worker.piece, None
            assert piece is not None
            try:
                found.append((piece, worker.connection.recv()))
            except (EOFError, OSError):
                self._team.remove(worker)
                worker.stop()
                found.append((piece, None))
        return found


def _refuse_hopeless(times: int) -> None:
    if times >= _TRIES:
        raise RehearsalError(
            f"A worker ended {times} times in the middle of the same replicates, so the rehearsal "
            "stopped. If the machine ran out of memory, use fewer workers; if this is a script, "
            'put the call below `if __name__ == "__main__":`.'
        )


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
