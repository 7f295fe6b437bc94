"""Positivity: whether every belief occurs under every treatment, whatever the confounders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.analyse.direct_effect.models.propensity import Propensity, inverse_weights, truncated
from limen.analyse.direct_effect.potential import CELLS, cell_participants
from limen.analyse.direct_effect.rows import Rows
from limen.counted import counted
from limen.errors import EmptyStratumError
from limen.results import Floats

FEW = 10  # participants in a cell below which its regression is fragile
LARGE = 10.0  # times the mean weight
_BINS = np.linspace(0, 1, 11)


@dataclass(frozen=True, kw_only=True)
class Positivity:
    """Weights inside each of the four cells; arrays (R, 4)."""

    participants: Floats
    rows: Floats
    effective: Floats  # (Σw)²/Σw², rows
    smallest: Floats  # weights over their mean in the cell
    largest: Floats
    truncated: Floats  # share of rows cut


def positivity(rows: Rows, propensity: Propensity, truncate: float | None) -> Positivity:
    """Effective numbers and extreme weights of the four cells of treatment and belief."""
    weights, cut = truncated(inverse_weights(rows, propensity), rows.weight, truncate)
    w = weights * rows.weight[..., None]
    n = ((w > 0) * rows.weight[..., None]).sum(1)
    mean = w.sum(1) / np.maximum(n, 1e-12)
    relative = weights / np.where(mean > 0, mean, 1.0)[:, None, :]
    used = w > 0
    smallest = np.where(used, relative, np.inf).min(1)
    return Positivity(
        participants=cell_participants(rows),
        rows=n,
        effective=w.sum(1) ** 2 / np.maximum((w**2).sum(1), 1e-300),
        smallest=np.where(np.isfinite(smallest), smallest, 0.0),
        largest=np.where(used, relative, 0.0).max(1),
        truncated=cut,
    )


def require_cells(rows: Rows, interventions: tuple[str, str]) -> None:
    """Raise `EmptyStratumError` when a belief hardly occurs under a treatment."""
    for (a, m), count in zip(CELLS, cell_participants(rows)[0], strict=True):
        if count < 2:
            raise EmptyStratumError(
                f"{counted(int(count), 'participant was', 'participants were')} given "
                f"{interventions[a]!r} and guessed "
                f"{interventions[m]!r}: what that belief does under that intervention cannot be "
                "learnt from them, and weights cannot replace them. Report the unadjusted "
                "contrast; the direct effect at a belief nobody holds has no data."
            )


def overlap(rows: Rows, propensity: Propensity) -> list[tuple[int, int, float, float, int]]:
    """How p(M = 1 | A, L, X) is spread: (a, m, from, to, rows), the first replicate's."""
    counted = []
    for a, m in CELLS:
        inside = (rows.cell(a, m)[0] > 0) & (rows.weight[0] > 0)
        counts, _ = np.histogram(propensity.believed[a][0][inside], bins=_BINS)
        counted += [
            (a, m, float(left), float(right), int(count))
            for left, right, count in zip(_BINS[:-1], _BINS[1:], counts, strict=True)
        ]
    return counted


def beyond_overlap(rows: Rows, propensity: Propensity) -> float:
    """Share of rows whose chance of the belief they did not hold is below 1 %, any arm."""
    rare = np.zeros(rows.outcome.shape, dtype=bool)
    for a in (0, 1):
        p = propensity.believed[a]
        rare |= (rows.treated == a) & (np.minimum(p, 1 - p) < 0.01)
    share = (rows.weight * rare).sum(-1) / np.maximum(rows.total, 1e-12)
    return float(share[0])
