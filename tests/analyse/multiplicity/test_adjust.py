"""Stepwise procedures: R's p.adjust, and the closed test that each of them shortens."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from limen.analyse.multiplicity import PROCEDURES, adjusted
from limen.errors import AnalysisError
from limen.references import references

REFERENCE = Path(__file__).parents[2] / "reference" / "r_reference_multiplicity.csv"


def reference(column: str) -> np.ndarray:
    with REFERENCE.open() as file:
        return np.array([float(row[column]) for row in csv.DictReader(file)])


@pytest.mark.parametrize(
    ("procedure", "column"),
    [("holm", "holm"), ("hochberg", "hochberg"), ("hommel", "hommel"), ("bonferroni", "bonf")],
)
def test_matches_r(procedure, column):
    ours = adjusted(reference("p")[np.newaxis], procedure)[0]
    np.testing.assert_allclose(ours, reference(column), rtol=0, atol=1e-12)


def closed_test(p: np.ndarray, intersection) -> np.ndarray:
    """The largest intersection p-value over all subsets that hold a hypothesis."""
    m = len(p)
    result = np.zeros(m)
    for size in range(1, m + 1):
        for subset in combinations(range(m), size):
            value = min(1.0, intersection(np.sort(p[list(subset)])))
            for j in subset:
                result[j] = max(result[j], value)
    return result


@pytest.mark.parametrize(
    ("procedure", "intersection"),
    [
        ("holm", lambda p: len(p) * p[0]),
        ("hommel", lambda p: np.min(len(p) * p / np.arange(1, len(p) + 1))),
        ("bonferroni", None),
    ],
)
def test_equals_the_closed_test(procedure, intersection):
    rng = np.random.default_rng(20261123)
    p = rng.random((40, 5)) ** 2
    ours = adjusted(p, procedure)
    for row, result in zip(p, ours, strict=True):
        slow = 5 * row if intersection is None else closed_test(row, intersection)
        np.testing.assert_allclose(result, np.minimum(1, slow), rtol=0, atol=1e-13)


def test_the_order_of_power_holds():
    p = np.random.default_rng(1).random((500, 6)) ** 3
    bonferroni, holm, hochberg, hommel = (
        adjusted(p, key) for key in ("bonferroni", "holm", "hochberg", "hommel")
    )
    for stronger, weaker in ((holm, bonferroni), (hochberg, holm), (hommel, hochberg)):
        assert np.all(stronger <= weaker + 1e-13)
        assert np.any(stronger < weaker - 1e-6)
    assert np.all(hommel >= p - 1e-15)


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_one_hypothesis_is_not_adjusted(procedure):
    assert adjusted(np.array([[0.03]]), procedure) == pytest.approx(0.03, abs=1e-15)


def test_refuses_what_is_not_a_p_value():
    with pytest.raises(AnalysisError, match="between 0 and 1"):
        adjusted(np.array([[0.2, np.nan]]), "holm")
    with pytest.raises(AnalysisError, match="choose one of holm"):
        adjusted(np.array([[0.2]]), "holms")


@pytest.mark.parametrize("procedure", ["holm", "hochberg", "hommel"])
def test_says_where_it_comes_from(procedure):
    assert references(PROCEDURES[procedure])
