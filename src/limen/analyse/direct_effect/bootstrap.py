"""Cluster bootstrap of direct effects: participants drawn again, with all their rows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from limen.analyse.direct_effect.potential import PotentialMeans
from limen.analyse.direct_effect.rows import Rows
from limen.randomness import stream
from limen.results import Floats

_CHUNK = 64  # samples computed at once
_FEWEST = 20  # samples that could be fitted


def bootstrap_effects(
    rows: Rows, fit: Callable[[Rows], PotentialMeans], *, samples: int, seed: int
) -> Floats:
    """Direct effects (B, 2) of B samples of one replicate; NaN where a sample has no estimate."""
    rng = stream(seed, "direct effect bootstrap")
    people = rows.participants
    counts = rng.multinomial(people, np.full(people, 1 / people), samples).astype(np.float64)
    weights = np.repeat(counts, rows.occasions, axis=1) * rows.weight
    effects = []
    for start in range(0, samples, _CHUNK):
        part = rows.with_weight(weights[start : start + _CHUNK])
        effects.append(fit(part).direct_effects(part).value)
    return np.concatenate(effects)


def percentiles(values: Floats, level: float) -> tuple[float, float]:
    """Percentile limits over the samples that could be fitted; NaN when too few could."""
    known = values[np.isfinite(values)]
    if known.size < _FEWEST:
        return float("nan"), float("nan")
    lower, upper = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return float(lower), float(upper)
