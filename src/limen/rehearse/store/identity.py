"""What makes two rehearsals the same one, so that the second can go on where the first ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import limen
from limen.rehearse.cell import Cell

FORMAT = 1  # raised when an older folder cannot be gone on with


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Versions, seed, and the protocol and scenario of each cell, as words and hashes."""

    format: int
    limen_version: str
    seed: int
    analyses: tuple[str, ...]  # ids; none stands for the whole plan
    cells: tuple[tuple[str, str], ...]  # (hashes, in words)

    @classmethod
    def of(cls, cells: Sequence[Cell], seed: int, analyses: tuple[str, ...] = ()) -> Identity:
        """The identity of a rehearsal with this version of Limen."""
        return cls(
            format=FORMAT,
            limen_version=limen.__version__,
            seed=seed,
            analyses=tuple(sorted(analyses)),
            cells=tuple((f"{c.protocol.hash} {c.scenario.hash}", _words(c)) for c in cells),
        )

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Identity:
        """What `to_json` gave; KeyError, TypeError or ValueError for anything else."""
        return cls(
            format=int(record["format"]),
            limen_version=str(record["limen_version"]),
            seed=int(record["seed"]),
            analyses=tuple(map(str, record["analyses"])),
            cells=tuple((str(hashes), str(words)) for hashes, words in record["cells"]),
        )

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        cells = [list(one) for one in self.cells]
        return {**vars(self), "analyses": list(self.analyses), "cells": cells}

    def differences(self, asked: Identity) -> list[str]:
        """What `asked` has otherwise, a line each."""
        lines = [
            f"{title}: the folder has {own}, and {other} is asked for."
            for title, own, other in (
                ("Format of the folder", self.format, asked.format),
                ("Version of Limen", self.limen_version, asked.limen_version),
                ("Seed", self.seed, asked.seed),
                ("Analyses", _listed(self.analyses), _listed(asked.analyses)),
            )
            if own != other
        ]
        own, other = dict(self.cells), dict(asked.cells)
        lines += [f"Only in the folder: {w}." for hashes, w in self.cells if hashes not in other]
        lines += [f"Only asked for: {w}." for hashes, w in asked.cells if hashes not in own]
        return lines


def _listed(analyses: tuple[str, ...]) -> str:
    return ", ".join(analyses) or "the whole plan"


def _words(cell: Cell) -> str:
    """A cell in words; the hashes tell documents of one name apart."""
    varied = "".join(f", {name} {value}" for name, value in cell.varied.items())
    return (
        f"protocol {cell.protocol.id} {cell.protocol.version} ({cell.protocol.hash[:12]}) under "
        f"scenario {cell.scenario.id} ({cell.scenario.hash[:12]}){varied}"
    )
