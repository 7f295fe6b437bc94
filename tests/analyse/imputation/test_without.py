"""The comparison without each participant, all at once, against the plain way, one by one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from limen.analyse.imputation.conditional_mean import completed
from limen.analyse.imputation.strategies import STRATEGIES
from limen.analyse.imputation.study import study_of
from limen.analyse.imputation.without import Comparison, compared, last_visits


@pytest.fixture
def laid_out(study):
    return study_of(study, baseline=True, covariates=(), visit=None)


@pytest.fixture
def fits(laid_out):
    """Coefficients and covariances of four fits that differ."""
    rng = np.random.default_rng(5)
    beta = rng.normal(size=(4, laid_out.X.shape[-1]))
    half = rng.normal(size=(4, 3, 5))
    return beta, half @ np.swapaxes(half, 1, 2)


def test_last_visits_are_those_of_everything_filled(laid_out, fits):
    how = list(STRATEGIES.values())
    found = last_visits(laid_out, *fits, how)
    for index, (beta, sigma) in enumerate(zip(*fits, strict=True)):
        means = laid_out.X @ beta, laid_out.reference_columns @ beta
        whole = completed(laid_out.y, *means, sigma, how)
        for column, outcome in enumerate(whole):
            assert found[index, :, column] == pytest.approx(outcome[:, -1], rel=1e-10, abs=1e-10)
    assert len({repr(column) for column in found[0].T.tolist()}) == len(how)


def test_leaving_out_is_a_regression_without_the_row(laid_out):
    outcome = np.random.default_rng(6).normal(size=(50, 50, 2))
    found = Comparison.of(laid_out).without(np.arange(50), outcome)
    for index in range(50):
        plain = compared(laid_out, outcome[index], np.arange(50) != index)
        assert found[index] == pytest.approx(plain, rel=1e-9, abs=1e-11)


def test_who_alone_shows_a_covariate_can_be_left_out(laid_out):
    """Without them its column is empty, and the arms are compared without it."""
    only = np.zeros((50, 1))
    only[7] = 1.0
    more = replace(
        laid_out,
        C=np.hstack([laid_out.C, only]),
        contrast=np.hstack([laid_out.contrast, np.zeros((1, 1))]),
    )
    outcome = np.random.default_rng(7).normal(size=(2, 50, 1))
    found = Comparison.of(more).without(np.array([7, 8]), outcome)
    plain = compared(laid_out, outcome[0], np.arange(50) != 7)
    assert found[0] == pytest.approx(plain, rel=1e-9)
