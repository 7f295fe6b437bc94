"""Intervals of shares, against SciPy and Newcombe's printed example."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest

from limen.analyse.blinding.shares import newcombe, wilson


@pytest.mark.parametrize(("part", "whole"), [(0, 12), (3, 12), (12, 12), (81, 263)])
def test_wilson_matches_scipy(part, whole):
    interval = binomtest(part, whole).proportion_ci(method="wilson")
    ours = wilson(np.array(float(part)), np.array(float(whole)))
    np.testing.assert_allclose(ours, [interval.low, interval.high], atol=1e-12)


def test_newcombe_matches_his_example(printed):
    """Newcombe 1998, table II, method 10: 56/70 against 48/80, and 0/10 against 0/20."""
    lower, upper = newcombe(*(np.array(float(x)) for x in (56, 70, 48, 80)))
    assert (float(lower), float(upper)) == (printed("0.0524"), printed("0.3339"))
    lower, upper = newcombe(*(np.array(float(x)) for x in (0, 10, 0, 20)))
    assert (float(lower), float(upper)) == (printed("-0.1611"), printed("0.2775"))


def test_nobody_gives_not_a_number():
    assert np.isnan(wilson(np.array(0.0), np.array(0.0), level=0.95)).all()
    assert np.isnan(newcombe(*(np.array(x) for x in (0.0, 0.0, 1.0, 2.0)))).all()
