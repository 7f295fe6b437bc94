"""Graphical multiple testing: weights, and edges along which rejected weight flows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.errors import AnalysisError
from limen.results import Floats

_TOLERANCE = 1e-12  # weights are typed by people: thirds do not sum to one exactly


@dataclass(frozen=True)
class TestingGraph:
    """Hypotheses' `weights` (m,) and `transitions` (m, m): the share that a rejection hands on.

    Weights are not negative and sum to one at most; so does each row of transitions, whose
    diagonal is zero.
    """

    __test__ = False  # pytest: not a test class

    weights: Floats
    transitions: Floats

    def __post_init__(self) -> None:
        m = len(self.weights)
        problems = [
            text
            for wrong, text in (
                (np.any(self.weights < 0), "a weight is negative"),
                (self.weights.sum() > 1 + _TOLERANCE, "the weights sum to more than 1"),
                (self.transitions.shape != (m, m), f"transitions must be {m} × {m}"),
                (np.any(self.transitions < 0), "a transition is negative"),
                (np.any(self.transitions.sum(axis=-1) > 1 + _TOLERANCE), "a row exceeds 1"),
                (np.any(np.diagonal(self.transitions) != 0), "a hypothesis hands on to itself"),
            )
            if wrong
        ]
        if problems:
            raise AnalysisError(
                f"The multiplicity graph is not one: {'; '.join(problems)}. "
                "Correct `weights` and `transitions` in the analysis plan."
            )


def graphical(p: Floats, graph: TestingGraph) -> Floats:
    r"""Adjusted p-values of a weighted testing graph, shape (R, m) like `p`.

    The hypothesis with the smallest $p_j / w_j$ goes first; its weight then flows along the edges:
    $w_l \leftarrow w_l + w_j g_{jl}$ and
    $g_{lk} \leftarrow (g_{lk} + g_{lj} g_{jk}) / (1 - g_{lj} g_{jl})$.
    The adjusted p-value is the running maximum of $p_j / w_j$, at most 1. Reject what is at or
    below the family's alpha. Gatekeeping and fixed sequences are graphs.

    ```bibtex
    @article{bretz2009graphical,
      title   = {A graphical approach to sequentially rejective multiple test procedures},
      author  = {Bretz, Frank and Maurer, Willi and Brannath, Werner and Posch, Martin},
      journal = {Statistics in Medicine},
      volume  = {28}, number = {4}, pages = {586--604}, year = {2009}
    }
    ```
    """
    return np.stack([_one(row, graph) for row in p])


def _one(p: Floats, graph: TestingGraph) -> Floats:
    weights, edges = graph.weights.astype(float), graph.transitions.astype(float)
    open_ones = list(range(len(p)))
    adjusted, running = np.ones(len(p)), 0.0
    while open_ones:
        ratios = [p[j] / weights[j] if weights[j] > 0 else np.inf for j in open_ones]
        first = open_ones[int(np.argmin(ratios))]
        if not np.isfinite(min(ratios)):
            break  # no weight is left for those still open: they stay at 1
        running = max(running, min(1.0, min(ratios)))
        adjusted[first] = running
        open_ones.remove(first)
        weights, edges = _hand_on(first, weights, edges)
    return adjusted


def _hand_on(j: int, weights: Floats, edges: Floats) -> tuple[Floats, Floats]:
    new_weights = weights + weights[j] * edges[j]
    loop = edges[:, [j]] * edges[[j], :].T  # g_lj g_jl, one per row l
    through = edges + edges[:, [j]] * edges[[j], :]
    new_edges = np.where(loop < 1 - _TOLERANCE, through / np.maximum(1 - loop, _TOLERANCE), 0.0)
    np.fill_diagonal(new_edges, 0.0)
    new_weights[j] = 0.0
    new_edges[j, :] = 0.0
    new_edges[:, j] = 0.0
    return new_weights, new_edges
