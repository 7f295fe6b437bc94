"""Truths on their way: each is sought once, for all cells that share it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from limen.rehearse.running.aims import PARTS, Aims, Living, Wanted, aims
from limen.rehearse.running.fold import Fold
from limen.rehearse.truth import Lives

Known = dict[str, Aims]
"""What was found before, by what it depends on: rehearsals that share it seek nothing twice."""


@dataclass(eq=False, kw_only=True)
class Seeking:
    """What is known, and which cells wait for what is not: `seen` are parts of the people."""

    known: Known
    waiting: dict[str, list[Fold]] = field(default_factory=dict)
    seen: dict[str, dict[int, Lives]] = field(default_factory=dict)

    def ask(self, fold: Fold, wanted: Wanted) -> list[Wanted]:
        """Let a cell wait for its truth; what has to be done for that, unless another waits too."""
        self.waiting.setdefault(wanted.key, []).append(fold)
        return [wanted] if len(self.waiting[wanted.key]) == 1 else []

    def take(self, piece: Living, made: Lives) -> Iterator[Fold]:
        """Take what one part of the people showed; those who know their aims by that."""
        key = piece.wanted.key
        seen = self.seen.setdefault(key, {})
        seen[piece.number] = made
        if len(seen) == PARTS:
            del self.seen[key]
            self.known[key] = aims(piece, [seen[number] for number in range(PARTS)])
            for fold in self.waiting.pop(key):
                fold.aims = self.known[key]
                yield fold
