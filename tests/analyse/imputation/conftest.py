"""A small study with dropout and gaps, as a layout."""

import numpy as np
import pytest

from limen.analyse.layout import Layout


@pytest.fixture(scope="session")
def layout_of():
    """`layout_of(y, arm, baseline)`: y (N, T) with NaN, arm codes (N,), baseline (N,) or None."""

    def make(y, arm, baseline=None, arms=("placebo", "microdose")):
        people, visits = y.shape
        return Layout(
            outcome="mood",
            value=y[None],
            observed=np.isfinite(y)[None],
            participants=tuple(f"P{i:03}" for i in range(people)),
            occasions=tuple(f"week {2 * t + 2}" for t in range(visits)),
            arms=arms,
            arm=arm[None].astype(np.int64),
            baseline=None if baseline is None else baseline[None],
            unit="points",
        )

    return make


@pytest.fixture(scope="session")
def data():
    """50 people × 3 visits: outcome with dropout (a third) and gaps, arm, baseline."""
    rng = np.random.default_rng(20261205)
    arm, baseline = np.arange(50) % 2, rng.normal(20, 4, 50)
    y = rng.standard_normal((50, 3)) + 1.5 * rng.standard_normal((50, 1)) + 0.3 * baseline[:, None]
    y += arm[:, None] * np.array([0.5, 1.5, 2.5])
    leaves = np.where(rng.random(50) < 0.33, rng.integers(0, 3, 50), 3)
    y[np.arange(3) >= leaves[:, None]] = np.nan
    y[(rng.random(y.shape) < 0.08) & (np.arange(3) < 2)] = np.nan
    return y, arm, baseline


@pytest.fixture(scope="session")
def study(layout_of, data):
    return layout_of(*data)
