"""The moments without each participant in turn, for jackknives."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from limen.analyse.mmrm.moments import Block, Moments, assemble, by_pattern, compress
from limen.errors import DesignMatrixError
from limen.results import Bools, Floats, Ints

_TOGETHER = 32  # participants of one pattern left out in one batch


def leave_one_out(X: Floats, y: Floats) -> Iterator[tuple[Ints, Moments | None]]:
    """Participants, and moments whose replicates lack one of them each, in some order.

    `X` has shape (N, T, p), `y` (1, N, T). Only the pattern of those left out is compressed again,
    and participants of one pattern are batched. None stands where the fixed effects cannot be told
    apart without the participant.
    """
    X, patterns, pattern_of = by_pattern(X, y)
    members = [np.flatnonzero(pattern_of == k) for k in range(len(patterns))]
    blocks = [compress(X[:, who], y[:, who], patterns[k]) for k, who in enumerate(members)]
    unseen = np.flatnonzero(pattern_of < 0)
    if unseen.size:  # they are in nobody's fit: without them it is the whole one
        yield from _split(unseen, _whole(blocks, patterns, members))
    for k, who in enumerate(members):
        others = [index for index in range(len(members)) if index != k]
        rest = [blocks[index] for index in others]
        counts = np.array([len(members[index]) for index in others], dtype=np.int64)
        for start in range(0, len(who), _TOGETHER):
            out = who[start : start + _TOGETHER]
            yield from _without(X, y, who, out, patterns[[*others, k]], rest, counts)


def _without(
    X: Floats,
    y: Floats,
    who: Ints,
    out: Ints,
    patterns: Bools,
    rest: list[Block],
    counts: Ints,
) -> Iterator[tuple[Ints, Moments | None]]:
    """One batch; the pattern of those left out comes last in `patterns`."""
    blocks, kept = [_repeat(block, len(out)) for block in rest], patterns[:-1]
    if len(who) > 1:
        stay = np.stack([who[who != participant] for participant in out])  # (R, n − 1)
        blocks.append(compress(X[0][stay], y[0][stay], patterns[-1]))
        kept, counts = patterns, np.append(counts, len(who) - 1)
    try:
        yield out, assemble(blocks, kept, counts)
    except DesignMatrixError:
        if len(out) == 1:
            yield out, None
            return
        for participant in out:
            alone = np.array([participant])
            yield from _without(X, y, who, alone, patterns, rest, counts[: len(rest)])


def _repeat(block: Block, replicates: int) -> Block:
    rows, responses, left = (np.repeat(part, replicates, axis=0) for part in block)
    return rows, responses, left


def _whole(blocks: list[Block], patterns: Bools, members: list[Ints]) -> Moments:
    return assemble(blocks, patterns, np.array([len(who) for who in members], dtype=np.int64))


def _split(participants: Ints, whole: Moments) -> Iterator[tuple[Ints, Moments | None]]:
    for participant in participants:
        yield np.array([participant]), whole
