"""Potential means under treatment a and belief m, and the direct effects between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.analyse.direct_effect.rows import Rows
from limen.results import Bools, Estimates, FitStatus, Floats

CELLS = ((0, 0), (0, 1), (1, 0), (1, 1))  # (treatment, belief)


@dataclass(frozen=True, kw_only=True)
class PotentialMeans:
    """E[Y(a, m)] in the order of `CELLS`, and what each row adds to its error."""

    value: Floats  # (R, 4)
    influence: Floats  # (R, n, 4), mean 0 over weighted rows
    usable: Bools  # (R,)

    def direct_effects(self, rows: Rows) -> Estimates:
        r"""$\text{CDE}(m) = E[Y(1,m)] - E[Y(0,m)]$, m = 0 and 1, with errors by participant."""
        value = self.value[:, 2:] - self.value[:, :2]
        influence = self.influence[:, :, 2:] - self.influence[:, :, :2]
        sums = rows.by_participant(influence) / rows.total[:, None, None]
        people = (rows.by_participant(np.ones_like(rows.weight)) > 0).sum(-1)
        variance = (sums**2).sum(1) * (people / np.maximum(people - 1, 1))[:, None]
        usable = self.usable[:, None]
        status = np.where(self.usable, FitStatus.CONVERGED.code, FitStatus.NOT_ESTIMABLE.code)
        return Estimates(
            labels=("belief: placebo", "belief: active"),
            value=np.where(usable, value, np.nan),
            standard_error=np.where(usable, np.sqrt(variance), np.nan),
            df=np.full(value.shape, np.inf),
            status=status.astype(np.int8),
        )


def filled(rows: Rows) -> Bools:
    """(R,): whether every cell of treatment and belief holds two participants or more."""
    counts = cell_participants(rows)
    return np.asarray(counts.min(-1) >= 2)


def cell_participants(rows: Rows) -> Floats:
    """Participants with rows in each cell, (R, 4)."""
    counts = [(rows.by_participant(rows.cell(a, m)) > 0).sum(-1) for a, m in CELLS]
    return np.stack(counts, axis=-1).astype(np.float64)
