"""One piece after another, here."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from limen.rehearse.engines.engine import Done, Made, Piece


@dataclass(frozen=True)
class Serial:
    """Works in this process: for tests, notebooks, and whoever wants to follow a debugger.

    It uses as many threads for linear algebra as NumPy was started with. Other engines use one, so
    last bits agree if `OPENBLAS_NUM_THREADS=1` was set before NumPy was imported.
    """

    title: str = "this process"

    def run(
        self,
        pieces: Sequence[Piece],
        work: Callable[[Piece], Made],
        done: Done[Piece, Made],
    ) -> None:
        """Do them in order."""
        waiting = deque(pieces)
        while waiting:
            piece = waiting.popleft()
            waiting.extend(done(piece, work(piece)) or ())

    def open(self) -> None:
        """It is ready."""

    def close(self) -> None:
        """Nothing is held."""
