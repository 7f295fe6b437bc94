"""Data for the MMRM tests, as participants × visits."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

REFERENCE = Path(__file__).parents[2] / "reference"


@dataclass(frozen=True)
class Wide:
    """Fixed effects in R's order (intercept, arm, visits, baseline, arm × visits), and outcome."""

    X: np.ndarray  # (N, T, p)
    y: np.ndarray  # (1, N, T)
    terms: tuple[str, ...]


def read(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open() as file:
        return [{k: v.strip() for k, v in row.items()} for row in csv.DictReader(file)]


def wide(name: str, outcome: str) -> Wide:
    rows = read(name)
    people = sorted({int(row["id"]) for row in rows})
    visits = max(int(row["visit"]) for row in rows)
    y = np.full((1, len(people), visits), np.nan)
    arm, base = np.zeros(len(people)), np.zeros(len(people))
    for row in rows:
        i = people.index(int(row["id"]))
        y[0, i, int(row["visit"]) - 1] = float(row[outcome])
        arm[i], base[i] = float(row["arm"]), float(row["base"])
    X, terms = columns(arm, base, visits)
    return Wide(X, y, terms)


def columns(arm: np.ndarray, base: np.ndarray, visits: int) -> tuple[np.ndarray, tuple[str, ...]]:
    visit = np.broadcast_to(np.eye(visits)[None, :, 1:], (len(arm), visits, visits - 1))
    own_arm, own_base = [
        np.broadcast_to(v[:, None, None], (len(arm), visits, 1)) for v in (arm, base)
    ]
    X = np.concatenate(
        [
            np.ones((len(arm), visits, 1)),
            own_arm,
            visit,
            own_base,
            visit * own_arm,
        ],
        axis=2,
    )
    later = [f"v{t}" for t in range(2, visits + 1)]
    return X, ("(Intercept)", "arm", *later, "base", *(f"arm:{v}" for v in later))


@pytest.fixture(scope="session")
def simulated() -> Wide:
    return wide("mmrm_simulated.csv", "chg")


@pytest.fixture(scope="session")
def small() -> Wide:
    return wide("mmrm_small.csv", "y")


@pytest.fixture(scope="session")
def reference():
    """`reference("mmrm_gls.csv")`: rows of a reference file."""
    return read


@pytest.fixture(scope="session")
def gapped():
    """`gapped(rng, 12, 3)`: fixed effects and a correlated outcome with gaps."""

    def make(rng, people, visits, missing=0.15):
        arm = np.arange(people) % 2.0
        X, _ = columns(arm, rng.normal(20, 4, people), visits)
        y = rng.standard_normal((1, people, visits)) @ rng.standard_normal((visits, visits))
        y += rng.standard_normal((1, people, 1)) + X[:, :, -1]
        y[rng.random(y.shape) < missing] = np.nan
        return X, y

    return make
