"""A coarse histogram of p-values."""

from __future__ import annotations

import numpy as np

from limen.results import Bools, Floats, Ints

P_EDGES: tuple[float, ...] = tuple(k / 20 for k in range(21))


def p_counts(p: Floats, use: Bools) -> Ints:
    """How many p-values fall into each of 20 bins, by column: shapes (R, q) to (q, 20)."""
    return _counts(np.clip(p, 0.0, 1.0), use, np.array(P_EDGES))


def _counts(values: Floats, use: Bools, edges: Floats) -> Ints:
    """Bins are closed below and open above, the last one closed."""
    bins = len(edges) - 1
    place = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, bins - 1)
    return np.stack([((place == k) & use).sum(axis=0) for k in range(bins)], axis=-1)
