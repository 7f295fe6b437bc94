"""Random numbers of a block of replicates: one stream per purpose, whole blocks, kept in part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from limen.randomness import stream
from limen.results import Floats

BLOCK = 256  # replicates that are drawn together, whatever is kept of them


@dataclass(frozen=True)
class Noise:
    """Draws of one block; `keep` numbers the replicates of the block that are wanted, ascending.

    A purpose always draws the whole block from the stream of its own, so a replicate is the same
    alone and among others, and a purpose more or less changes no other.
    """

    seed: int
    block: int
    keep: tuple[int, ...]

    def stream(self, purpose: str) -> np.random.Generator:
        """The generator of a purpose in this block."""
        return stream(self.seed, f"simulate {purpose}", self.block)

    def normal(self, purpose: str, *shape: int) -> Floats:
        """Standard normal numbers, shape (R, *shape)."""
        return self._rows(self.stream(purpose).standard_normal, shape)

    def uniform(self, purpose: str, *shape: int) -> Floats:
        """Numbers uniform on [0, 1), shape (R, *shape)."""
        return self._rows(self.stream(purpose).random, shape)

    def _rows(self, draw: Callable[[tuple[int, ...]], Floats], shape: tuple[int, ...]) -> Floats:
        """Draw replicate after replicate, so that memory holds what is kept only."""
        kept = np.empty((len(self.keep), *shape))
        wanted = {replicate: row for row, replicate in enumerate(self.keep)}
        for replicate in range(max(self.keep, default=-1) + 1):
            numbers = draw(shape)
            if replicate in wanted:
                kept[wanted[replicate]] = numbers
        return kept


@dataclass(frozen=True)
class Remembered(Noise):
    """Noise that keeps what it has drawn, for worlds that share it; its arrays are read-only."""

    _held: dict[tuple[object, ...], Floats] = field(default_factory=dict, repr=False, compare=False)

    def normal(self, purpose: str, *shape: int) -> Floats:
        """Standard normal numbers, shape (R, *shape)."""
        return self._once("normal", purpose, shape, super().normal)

    def uniform(self, purpose: str, *shape: int) -> Floats:
        """Numbers uniform on [0, 1), shape (R, *shape)."""
        return self._once("uniform", purpose, shape, super().uniform)

    def _once(
        self, kind: str, purpose: str, shape: tuple[int, ...], draw: Callable[..., Floats]
    ) -> Floats:
        key = (kind, purpose, shape)
        if key not in self._held:
            self._held[key] = draw(purpose, *shape)
            self._held[key].flags.writeable = False
        return self._held[key]
