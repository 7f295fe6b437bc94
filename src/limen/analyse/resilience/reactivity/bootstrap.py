"""Cluster bootstrap: participants are drawn again within their arms, line and all."""

from __future__ import annotations

import numpy as np

from limen.analyse.resilience.reactivity.effect import effect_on_reactivity
from limen.analyse.resilience.reactivity.normative_line import DiarySums
from limen.randomness import stream
from limen.results import Floats, Ints


def draw_participants(arm: Ints, replicates: int, seed: int, purpose: str) -> Floats:
    """How often each of N participants is drawn, (B, N), arm sizes kept; `arm` is (N,).

    Participants of unknown arm (they still speak about the line) are a stratum of their own.
    """
    rng = stream(seed, purpose)
    weights = np.zeros((replicates, len(arm)))
    for a in np.unique(arm):
        own = np.flatnonzero(arm == a)
        weights[:, own] = rng.multinomial(len(own), np.full(len(own), 1 / len(own)), replicates)
    return weights


def bootstrap_effect(
    sums: DiarySums, arm: Ints, arms: int, *, replicates: int, seed: int, adjusted: bool = False
) -> Floats:
    """Effects (B, arms − 1) of bootstrap samples of a single replicate's diaries."""
    weights = draw_participants(arm[0], replicates, seed, "stressor reactivity bootstrap")
    estimates = effect_on_reactivity(sums, arm, arms, adjusted=adjusted, weights=weights)
    return estimates.value


def percentile_limits(values: Floats, level: float) -> tuple[Floats, Floats]:
    """Percentile limits along the first axis."""
    tail = (1 - level) / 2
    lower, upper = np.quantile(values, [tail, 1 - tail], axis=0)
    return lower, upper
