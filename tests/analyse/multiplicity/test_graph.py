"""Graphs: a published example, and the procedures that are special graphs."""

from __future__ import annotations

import numpy as np
import pytest

from limen.analyse.multiplicity import TestingGraph, adjusted, graphical
from limen.errors import AnalysisError


def complete(m: int) -> TestingGraph:
    """Every rejection is shared equally: Holm's procedure."""
    edges = (np.ones((m, m)) - np.eye(m)) / max(m - 1, 1)
    return TestingGraph(np.full(m, 1 / m), edges)


def test_two_primary_two_secondary():
    """Bretz et al. 2011 (Biometrical Journal 53:894), figure 1, as graphicalMCP documents it."""
    edges = np.array([[0, 0, 1, 0], [0, 0, 0, 1], [0, 1, 0, 0], [1, 0, 0, 0]], dtype=float)
    graph = TestingGraph(np.array([0.5, 0.5, 0.0, 0.0]), edges)

    result = graphical(np.array([[0.018, 0.01, 0.105, 0.006]]), graph)

    np.testing.assert_allclose(result, [[0.02, 0.02, 0.105, 0.02]], rtol=0, atol=1e-15)


def test_a_complete_graph_is_holm():
    p = np.random.default_rng(4).random((60, 5)) ** 2
    np.testing.assert_allclose(graphical(p, complete(5)), adjusted(p, "holm"), atol=1e-13)


def test_a_chain_is_a_fixed_sequence():
    chain = TestingGraph(np.array([1.0, 0.0, 0.0]), np.eye(3, k=1))
    result = graphical(np.array([[0.01, 0.04, 0.02]]), chain)
    np.testing.assert_allclose(result, [[0.01, 0.04, 0.04]], atol=1e-15)


def test_what_never_gets_weight_stays_open():
    lonely = TestingGraph(np.array([1.0, 0.0]), np.zeros((2, 2)))
    assert graphical(np.array([[0.001, 0.001]]), lonely)[0, 1] == 1


@pytest.mark.parametrize(
    ("weights", "edges", "said"),
    [
        ([0.7, 0.7], [[0, 1], [1, 0]], "sum to more than 1"),
        ([0.5, 0.5], [[1, 0], [1, 0]], "hands on to itself"),
        ([0.5, 0.5], [[0, 1.2], [1, 0]], "a row exceeds 1"),
        ([-0.5, 0.5], [[0, 1], [1, 0]], "a weight is negative"),
    ],
)
def test_refuses_what_is_not_a_graph(weights, edges, said):
    with pytest.raises(AnalysisError, match=said):
        TestingGraph(np.array(weights), np.array(edges, dtype=float))
