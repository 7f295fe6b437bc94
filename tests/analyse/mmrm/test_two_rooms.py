"""Compound symmetry by two estimators: sums per participant here, sufficient statistics there."""

import numpy as np
import pytest

from limen.analyse.layout import Layout
from limen.analyse.mixed_models import mixed_model
from limen.analyse.mmrm import mmrm


@pytest.fixture(scope="module")
def study():
    """45 people × 4 visits with gaps and dropout, two arms, baseline."""
    rng = np.random.default_rng(20261212)
    arm, baseline = np.arange(45) % 2, rng.normal(10, 2, 45)
    y = rng.standard_normal((45, 4)) + rng.standard_normal((45, 1)) + 0.2 * baseline[:, None]
    y[np.arange(4) >= rng.choice([2, 3, 4, 4, 4], 45)[:, None]] = np.nan
    y[rng.random(y.shape) < 0.05] = np.nan
    return Layout(
        outcome="mood",
        value=y[None],
        observed=np.isfinite(y)[None],
        participants=tuple(f"P{i}" for i in range(45)),
        occasions=("a", "b", "c", "d"),
        arms=("placebo", "microdose"),
        arm=arm[None],
        baseline=baseline[None],
    )


@pytest.mark.parametrize("df", ["satterthwaite", "kenward_roger"])
def test_compound_symmetry_is_the_mixed_model(study, df):
    """Every coefficient: estimate, standard error, degrees of freedom."""
    terms = ["arm*occasion", "baseline"]
    here = mmrm(study, terms=terms, covariance="compound_symmetry", df=df)
    there = mixed_model(study, terms=terms, covariance="compound_symmetry", df=df)

    def coefficients(answer):
        table = next(table for table in answer.tables if table.key == "coefficients")
        return {row[0]: row for row in table.rows}, [column.key for column in table.columns]

    ours, our_keys = coefficients(here)
    theirs, their_keys = coefficients(there)
    assert len(ours) == 9
    assert ours.keys() == theirs.keys()
    for name, row in ours.items():
        for key in ("value", "standard_error", "df"):
            other = theirs[name][their_keys.index(key)]
            assert row[our_keys.index(key)] == pytest.approx(other, rel=1e-6)
