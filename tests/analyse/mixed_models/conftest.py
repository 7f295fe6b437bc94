"""Figures from R, and a slow but plain likelihood as the second route."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

REFERENCE = Path(__file__).parents[2] / "reference"


@dataclass(frozen=True)
class Generated:
    """One generated data set and R's figures: `r("satterthwaite df")` is a dict by term."""

    id: np.ndarray
    occasion: np.ndarray
    arm: np.ndarray  # 0 placebo, 1 microdose
    guess: np.ndarray  # 0 placebo, 1 microdose, 2 don't know
    x: np.ndarray
    y: np.ndarray
    results: dict[str, dict[str, float]]

    def r(self, quantity: str) -> dict[str, float]:
        """R's figures of one quantity by term."""
        return self.results[quantity]

    def values(self, quantity: str) -> np.ndarray:
        """R's figures of one quantity in R's order."""
        return np.array(list(self.results[quantity].values()))


@pytest.fixture(scope="session")
def generated() -> Callable[[str], Generated]:
    """`generated("unbalanced")`: data of tests/reference/lme4.R with R's results."""
    with (REFERENCE / "lme4_data.csv").open() as file:
        data = list(csv.DictReader(file))
    with (REFERENCE / "lme4_results.csv").open() as file:
        results = list(csv.DictReader(file))

    def read(name: str) -> Generated:
        rows = [row for row in data if row["set"] == name]
        figures: dict[str, dict[str, float]] = {}
        for row in results:
            if row["set"] == name:
                figures.setdefault(row["quantity"], {})[row["term"]] = float(row["value"])
        guesses = ["placebo", "microdose", "dont_know"]
        return Generated(
            id=np.array([int(row["id"]) for row in rows]) - 1,
            occasion=np.array([int(row["occasion"]) for row in rows]) - 1,
            arm=np.array([row["arm"] == "microdose" for row in rows], dtype=float),
            guess=np.array([guesses.index(row["guess"]) for row in rows]),
            x=np.array([float(row["x"]) for row in rows]),
            y=np.array([float(row["y"]) for row in rows]),
            results=figures,
        )

    return read


@pytest.fixture(scope="session")
def dense_deviance() -> Callable[..., float]:
    """−2 log-likelihood of y ~ N(Xβ, V) from the full covariance matrix, β profiled out."""

    def deviance(X: np.ndarray, y: np.ndarray, V: np.ndarray, *, restricted: bool = True) -> float:
        root = np.linalg.cholesky(V)
        X1, y1 = np.linalg.solve(root, X), np.linalg.solve(root, y)
        beta = np.linalg.lstsq(X1, y1, rcond=None)[0]
        residual = y1 - X1 @ beta
        rows, p = X.shape
        value = (rows - restricted * p) * np.log(2 * np.pi) + residual @ residual
        value += 2 * np.log(np.diag(root)).sum()
        if restricted:
            value += np.linalg.slogdet(X1.T @ X1)[1]
        return float(value)

    return deviance
