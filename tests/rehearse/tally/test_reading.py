"""What estimates of many replicates say: intervals, p-values, failures."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm, t

from limen.rehearse.tally.reading import read
from limen.results import Estimates, FitStatus


def estimates(value, error, df=np.inf, status=None, **rest):
    value, error = np.asarray(value, float), np.asarray(error, float)
    if status is None:
        status = [FitStatus.CONVERGED] * len(value)
    return Estimates(
        labels=("a",) if value.ndim == 1 else tuple("abcd"[: value.shape[1]]),
        value=value,
        standard_error=error,
        df=np.broadcast_to(np.asarray(df, float), value.shape),
        status=np.array([one.code for one in status], dtype=np.int8),
        **rest,
    )


def test_intervals_and_p_values_follow_the_t_distribution():
    df = np.array([[3.0], [12.5], [np.inf]])
    numbers = read(estimates([[1.0], [-2.0], [0.3]], [[0.5], [0.8], [0.2]], df), 0.9)
    reference = [t(3.0), t(12.5), norm()]
    for row, (value, error) in enumerate([(1.0, 0.5), (-2.0, 0.8), (0.3, 0.2)]):
        half = reference[row].ppf(0.95) * error
        assert numbers.lower[row, 0] == pytest.approx(value - half, rel=1e-12)
        assert numbers.upper[row, 0] == pytest.approx(value + half, rel=1e-12)
        p = 2 * reference[row].sf(abs(value) / error)
        assert numbers.p[row, 0] == pytest.approx(p, rel=1e-12)


def test_what_the_analysis_gave_goes_before_where_it_gave_something():
    """One column with limits and p-values of its own, one without."""
    own, none = [0.1, 0.2], [np.nan, np.nan]
    numbers = read(
        estimates(
            [[1.0, 1.0], [2.0, 2.0]],
            [[1.0, 1.0], [1.0, 1.0]],
            lower=np.column_stack([own, none]),
            upper=np.column_stack([[5.0, 6.0], none]),
            extras={"p": np.column_stack([[0.5, 0.6], none])},
        ),
        0.95,
    )
    assert numbers.lower[:, 0].tolist() == own
    assert numbers.upper[:, 0].tolist() == [5.0, 6.0]
    assert numbers.p[:, 0].tolist() == [0.5, 0.6]
    assert numbers.lower[0, 1] == pytest.approx(1 - 1.959964, abs=1e-6)
    assert numbers.p[1, 1] == pytest.approx(0.0455003, abs=1e-7)


@pytest.mark.parametrize("status", FitStatus)
def test_a_fit_that_ended_badly_gives_nothing(status):
    numbers = read(
        estimates([1.0, 2.0], [0.1, 0.1], status=[FitStatus.CONVERGED, status],
                  lower=np.zeros(2), extras={"p": np.array([0.01, 0.02])}),
        0.95,
    )  # fmt: skip
    assert numbers.usable[:, 0].tolist() == [True, status.usable]
    for array in (numbers.value, numbers.error, numbers.lower, numbers.upper, numbers.p):
        assert np.isfinite(array[0, 0])
        assert np.isfinite(array[1, 0]) == status.usable


def test_a_number_alone_is_an_estimate_without_interval_or_p():
    """No standard error, or one of zero, or no degrees of freedom."""
    numbers = read(estimates([1.0, 2.0, 3.0, np.nan], [np.nan, 0.0, 1.0, 1.0], [5, 5, 0, 5]), 0.95)
    assert numbers.usable[:, 0].tolist() == [True, True, True, False]
    assert np.isnan(numbers.p).all()
    assert np.isnan(numbers.lower).all()
    assert numbers.error[:, 0].tolist()[1:3] == [0.0, 1.0]
