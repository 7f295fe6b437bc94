"""Making allocations: for simulation, for supply, and for the re-randomisation test only.

A web server must not import this module: who can make a list can unblind it.
"""

from __future__ import annotations

import numpy as np

from limen.allocation.minimise import minimise
from limen.allocation.procedure import Procedure
from limen.errors import AllocationError
from limen.results import Floats, Ints


def allocations(
    procedure: Procedure,
    *,
    replicates: int,
    rng: np.random.Generator,
    strata: Ints | None = None,
    factors: Ints | None = None,
    participants: int | None = None,
) -> Ints:
    """Draw arms, shape (replicates, participants), as indices into `procedure.arms`.

    `strata` (participants,) numbers each participant's stratum in order of enrolment; without it
    all are in one. Minimisation takes `factors`, shape (participants, factors), instead.
    Restricted procedures run within each stratum separately.
    """
    if procedure.kind == "minimisation":
        if factors is None:
            raise AllocationError("Minimisation needs the participants' factors.")
        return minimise(procedure, factors=factors, replicates=replicates, rng=rng)
    if strata is None:
        if participants is None:
            raise AllocationError("Give `strata`, or the number of `participants`.")
        strata = np.zeros(participants, dtype=np.int64)
    drawn = np.empty((replicates, len(strata)), dtype=np.int64)
    for stratum in np.unique(strata):
        members = np.flatnonzero(strata == stratum)
        drawn[:, members] = _within(procedure, len(members), replicates, rng)
    return drawn


def _within(procedure: Procedure, n: int, replicates: int, rng: np.random.Generator) -> Ints:
    match procedure.kind:
        case "permuted_blocks":
            return _permuted_blocks(procedure, n, replicates, rng)
        case "fixed_totals":
            return _fixed_totals(procedure, n, replicates, rng)
        case "complete":
            return _complete(procedure, n, replicates, rng)
        case "urn":
            return _urn(procedure, n, replicates, rng)
        case _:
            return _adaptive(procedure, n, replicates, rng)


def _shares(procedure: Procedure) -> Floats:
    ratio = np.array(procedure.ratio, dtype=float)
    shares: Floats = ratio / ratio.sum()
    return shares


def _complete(procedure: Procedure, n: int, replicates: int, rng: np.random.Generator) -> Ints:
    limits = np.cumsum(_shares(procedure))[:-1]
    return np.searchsorted(limits, rng.random((replicates, n)), side="right").astype(np.int64)


def _fixed_totals(procedure: Procedure, n: int, replicates: int, rng: np.random.Generator) -> Ints:
    """The random allocation rule: totals as close to the ratio as n allows, order at random."""
    exact = n * _shares(procedure)
    totals = np.floor(exact).astype(int)
    totals[np.argsort(totals - exact, kind="stable")[: n - totals.sum()]] += 1
    urn = np.repeat(np.arange(len(totals)), totals)
    return urn[np.argsort(rng.random((replicates, n)), axis=1)].astype(np.int64)


def _permuted_blocks(
    procedure: Procedure, n: int, replicates: int, rng: np.random.Generator
) -> Ints:
    """Blocks of sizes drawn with equal chance; each block holds the ratio in random order."""
    sizes = np.array(procedure.block_sizes)
    blocks = -(-n // int(sizes.min())) if n else 0
    largest = int(sizes.max())
    size = sizes[rng.integers(len(sizes), size=(replicates, blocks))]
    inside = np.arange(largest) < size[:, :, np.newaxis]
    keys = np.where(inside, rng.random((replicates, blocks, largest)), 2.0)
    rank = np.argsort(np.argsort(keys, axis=2), axis=2)
    cycle = np.repeat(np.arange(len(procedure.ratio)), procedure.ratio)
    arms = cycle[rank % len(cycle)]  # ranks 0..size-1 hold the ratio size / sum(ratio) times
    flat, valid = arms.reshape(replicates, -1), inside.reshape(replicates, -1)
    order = np.argsort(~valid, axis=1, kind="stable")[:, :n]
    return np.take_along_axis(flat, order, axis=1).astype(np.int64)


def _adaptive(procedure: Procedure, n: int, replicates: int, rng: np.random.Generator) -> Ints:
    """Big stick and Efron's biased coin: two arms, the chance depends on the imbalance."""
    drawn = np.empty((replicates, n), dtype=np.int64)
    imbalance = np.zeros(replicates, dtype=np.int64)  # first arm minus second
    for i, chance in enumerate(rng.random((n, replicates))):
        if procedure.kind == "big_stick":
            lean = np.where(np.abs(imbalance) >= procedure.limit, 1.0, 0.5)
        else:
            lean = np.where(imbalance == 0, 0.5, procedure.probability)
        first = np.where(imbalance > 0, 1 - lean, lean)
        drawn[:, i] = chance >= first
        imbalance += 1 - 2 * drawn[:, i]
    return drawn


def _urn(procedure: Procedure, n: int, replicates: int, rng: np.random.Generator) -> Ints:
    """Wei's urn: a draw puts back its ball and adds a ratio's worth of each other arm."""
    balls = np.tile(np.array(procedure.ratio, dtype=float), (replicates, 1))
    added = np.array(procedure.ratio, dtype=float) * (1 - np.eye(len(procedure.ratio)))
    drawn = np.empty((replicates, n), dtype=np.int64)
    for i, chance in enumerate(rng.random((n, replicates))):
        limits = np.cumsum(balls, axis=1) / balls.sum(axis=1, keepdims=True)
        drawn[:, i] = np.minimum((chance[:, np.newaxis] >= limits).sum(axis=1), balls.shape[1] - 1)
        balls += added[drawn[:, i]]
    return drawn
