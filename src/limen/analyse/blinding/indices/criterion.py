"""Criterion: how reluctant people are to say that they took something active."""

from __future__ import annotations

import numpy as np

from limen.analyse.blinding.counts import GuessCounts
from limen.analyse.blinding.indices.detection import rates_on_the_normal_scale
from limen.analyse.blinding.indices.index import BlindingIndex, index_estimates
from limen.results import Estimates


def criterion(counts: GuessCounts, level: float = 0.95) -> Estimates:
    r"""Return the criterion $-(z(H) + z(F))/2$ and the threshold $k = -z(F)$, shape (R, 2).

    The criterion is 0 without a leaning and positive when people lean to saying "placebo"; it
    moves both arms' correct rates, in opposite directions. The threshold is measured from the
    reference: $P(\text{says active} \mid \text{reference}) = \Phi(-k)$.

    ```bibtex
    @book{macmillan2005detection,
      title     = {Detection theory: a user's guide},
      author    = {Macmillan, Neil A. and Creelman, C. Douglas},
      edition   = {2}, publisher = {Lawrence Erlbaum}, year = {2005}
    }
    ```
    """
    z, variance = rates_on_the_normal_scale(counts)
    value = np.column_stack([-z.sum(axis=1) / 2, -z[:, 0]])
    spread = np.column_stack([variance.sum(axis=1) / 4, variance[:, 0]])
    return index_estimates(("Criterion c", f"Threshold k, {counts.arms[0]}"), value, spread)


INDEX = BlindingIndex(
    key="criterion",
    title="Criterion",
    reading="What people lean to, whatever they took: 0 to neither answer, above 0 to the "
    "reference.",
    compute=criterion,
    blind=None,
)
