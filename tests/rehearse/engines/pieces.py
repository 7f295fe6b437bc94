"""Work that other processes can import: squares, and workers that come to harm."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from limen.errors import AnalysisError


@dataclass(frozen=True)
class Piece:
    """A number to square; `trace` is a folder in which work leaves marks."""

    number: int
    trace: Path | None = None


def squared(piece: Piece) -> int:
    return piece.number**2


def too_large(piece: Piece) -> int:
    raise MemoryError(piece.number)


def threads(piece: Piece) -> str:
    return os.environ["OPENBLAS_NUM_THREADS"]


def process(piece: Piece) -> int:
    time.sleep(0.05)  # so that nobody can do them all
    return os.getpid()


def killed_once(piece: Piece) -> int:
    """The worker that has number 3 is killed, the first time."""
    assert piece.trace is not None
    mark = piece.trace / "killed"
    if piece.number == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return piece.number**2


def always_killed(piece: Piece) -> int:
    if piece.number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return piece.number**2


def refused(piece: Piece) -> int:
    if piece.number == 2:
        raise AnalysisError("Nobody was asked.")
    return piece.number


def broken(piece: Piece) -> int:
    return int(np.array([1, 2])[piece.number + 5])


def quick_then_slow(piece: Piece) -> int:
    if piece.number:
        time.sleep(30)
    return piece.number
