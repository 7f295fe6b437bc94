"""Minimisation: the arm that leaves the factors most alike is preferred."""

from __future__ import annotations

import numpy as np

from limen.allocation.procedure import Procedure
from limen.results import Floats, Ints


def imbalance_after(counts: Floats, *, ratio: Floats, weights: Floats, distance: str) -> Floats:
    r"""$G_t = \sum_f w_f D(n_f + e_t)$ for each arm t, shape (R, arms).

    `counts` has shape (R, factors, arms): participants already in each arm who share the newcomer's
    level of the factor. With unequal ratios the counts are divided by them first.

    ```bibtex
    @article{pocock1975sequential,
      title   = {Sequential treatment assignment with balancing for prognostic factors in the
                 controlled clinical trial},
      author  = {Pocock, Stuart J. and Simon, Richard},
      journal = {Biometrics},
      volume  = {31}, number = {1}, pages = {103--115}, year = {1975}
    }
    ```
    """
    with_newcomer = (counts[:, :, np.newaxis, :] + np.eye(counts.shape[2])) / ratio
    if distance == "range":
        spread = with_newcomer.max(axis=3) - with_newcomer.min(axis=3)
    else:
        spread = with_newcomer.var(axis=3, ddof=1)
    scores: Floats = np.einsum("rft,f->rt", spread, weights)
    return scores


def minimise(
    procedure: Procedure, *, factors: Ints, replicates: int, rng: np.random.Generator
) -> Ints:
    """Allocate participants in order of enrolment, shape (replicates, participants).

    `factors` (participants, factors) holds each participant's level codes, 0, 1, ... An arm among
    the best is taken with `procedure.probability`; the rest share what is left by the ratio.
    """
    n, how_many = factors.shape
    arms = len(procedure.arms)
    ratio = np.array(procedure.ratio, dtype=float)
    weights = np.array(procedure.weights or (1.0,) * how_many)
    levels = int(factors.max(initial=0)) + 1
    counts = np.zeros((replicates, how_many, levels, arms))
    drawn = np.empty((replicates, n), dtype=np.int64)
    everyone, each = np.arange(replicates), np.arange(how_many)
    for i in range(n):
        score = imbalance_after(
            counts[:, each, factors[i]], ratio=ratio, weights=weights, distance=procedure.distance
        )
        shares = chances(score, ratio=ratio, probability=procedure.probability)
        limits = np.cumsum(shares, axis=1)
        draw = rng.random(replicates)[:, np.newaxis]
        drawn[:, i] = np.minimum((draw >= limits).sum(axis=1), arms - 1)
        for f in each:
            counts[everyone, f, factors[i, f], drawn[:, i]] += 1
    return drawn


def chances(score: Floats, *, ratio: Floats, probability: float) -> Floats:
    """Return each arm's chance, shape (R, arms), given the imbalance that it would leave."""
    best = score <= score.min(axis=1, keepdims=True) + 1e-12
    preferred = best * ratio
    preferred /= preferred.sum(axis=1, keepdims=True)
    others = ~best * ratio
    left = others.sum(axis=1, keepdims=True)
    tied = left[:, 0] == 0  # all arms are equally good: the ratio alone decides
    others = np.divide(others, left, out=np.zeros_like(others), where=left > 0)
    shares: Floats = probability * preferred + (1 - probability) * others
    shares[tied] = preferred[tied]
    return shares
