"""The tipping point, by its equation and by moving the values themselves."""

import numpy as np
import pytest

from limen.analyse.imputation import STRATEGIES, Tipping, delta_tipping, jackknife, tipping_of
from limen.analyse.imputation.conditional_mean import completed
from limen.analyse.imputation.jackknife import first_fit
from limen.analyse.imputation.study import study_of
from limen.analyse.mmrm import fit_moments, moments

Z = 1.959963984540054


def test_moving_the_values_gives_the_same_estimate_and_error(study):
    """At δ = −0.8, everything done again without each participant."""
    laid = study_of(study, baseline=True, covariates=(), visit=None)
    how = STRATEGIES["missing_at_random"]
    curve = tipping_of(jackknife(laid, first_fit(laid, ["unstructured"]), [how]), 0, 0)
    seen = np.isfinite(laid.y)
    last = np.where(seen.any(axis=1), 2 - np.argmax(seen[:, ::-1], axis=1), -1)
    moved = np.where(laid.arm == 1, -0.8 * (2 - last), 0.0)

    def estimate(who):
        fit = fit_moments(moments(laid.X[who], laid.y[who][None]))
        means = laid.X[who] @ fit.beta[0], laid.reference_columns[who] @ fit.beta[0]
        filled = completed(laid.y[who], *means, fit.sigma[0], [how])[0][:, -1] + moved[who]
        return np.linalg.lstsq(laid.C[who], filled, rcond=None)[0] @ laid.contrast[0]

    without = np.array([estimate(np.arange(50) != i) for i in range(50)])
    error = np.sqrt(49 / 50 * np.sum((without - without.mean()) ** 2))
    assert curve.estimate(-0.8) == pytest.approx(estimate(np.arange(50) >= 0), rel=1e-8)
    assert curve.standard_error(-0.8) == pytest.approx(error, rel=1e-6)


def test_at_the_tipping_point_the_interval_touches_zero(study):
    answer = delta_tipping(study, baseline=True)
    tables = {table.key: table for table in answer.tables}
    point = tables["tipping"].values("delta")[0]
    rows = dict(zip(tables["delta"].values("delta"), tables["delta"].rows, strict=True))
    at_point = min(rows, key=lambda delta: abs(delta - point))

    assert answer.estimates[0].p < 0.05
    assert point < 0
    assert at_point == pytest.approx(point, rel=1e-9)
    assert rows[at_point][4] == pytest.approx(0.0, abs=1e-9)  # the lower limit
    assert answer.estimates[1].value == point


@pytest.mark.parametrize(
    ("numbers", "point"),
    [
        ((2.0, 0.5, 0.25, 0.0, 0.0), (Z * 0.5 - 2) / 0.5),  # constant error
        ((2.0, 0.0, 0.25, 0.0, 0.0), None),  # nobody dropped out
        (
            (2.0, 0.1, 0.25, 0.0, 0.04),
            (0.2 - np.sqrt(0.04 - (0.01 - Z**2 * 0.04) * (4 - Z**2 * 0.25)))
            / -(0.01 - Z**2 * 0.04),
        ),
    ],
)
def test_solves_the_equation(numbers, point):
    curve = Tipping(**dict(zip(Tipping.__dataclass_fields__, numbers, strict=True)))
    found = curve.point()
    if point is None:
        assert found is None
        return
    assert abs(curve.estimate(found)) == pytest.approx(Z * curve.standard_error(found), rel=1e-9)
    for delta in np.linspace(0, 0.999 * found, 50):  # nothing nearer zero
        assert abs(curve.estimate(delta)) > Z * curve.standard_error(delta)


def test_nobody_left_is_said(layout_of):
    rng = np.random.default_rng(20261209)
    answer = delta_tipping(layout_of(rng.standard_normal((20, 2)), np.arange(20) % 2))

    assert "Nobody dropped out of microdose" in answer.warnings[0]
    assert len(answer.estimates) == 1


def test_the_reversal_brings_the_estimate_to_zero():
    found = Tipping(value=3.0, shift=0.5, variance=1.0, covariance=0.0, shift_variance=0.0)
    assert found.reversal() == pytest.approx(-6)
    assert found.estimate(found.reversal()) == pytest.approx(0)
