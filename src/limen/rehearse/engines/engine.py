"""What an engine is: something that does pieces of work and hands over what they gave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol as Interface
from typing import TypeVar

Piece = TypeVar("Piece")
Made = TypeVar("Made")
Done = Callable[[Piece, Made], Iterable[Piece] | None]  # takes what was made; more to do


class Engine(Interface):
    """Does every piece once, in any order; a piece decides what it gives, an engine nothing."""

    @property
    def title(self) -> str:
        """What it is, in words."""

    def run(
        self,
        pieces: Sequence[Piece],
        work: Callable[[Piece], Made],
        done: Done[Piece, Made],
    ) -> None:
        """Hand over what `work` gives for every piece, in this process, one at a time.

        `done` may give more pieces, which are done as well.

        What `work` raises is raised here, after pieces that are being done were given up.
        """

    def open(self) -> None:
        """Get ready; `RehearsalError` if it cannot work. `run` does it as well."""

    def close(self) -> None:
        """Let go of what it holds; it can be used again."""
