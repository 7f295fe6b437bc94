"""Against R: nlme's gls, lmerTest and pbkrtest (tests/reference/mmrm.md)."""

import numpy as np
import pytest

from limen.analyse.mmrm import contrasts, fit_moments, joint_test, moments


def test_matches_gls_with_dropout_and_gaps(simulated, reference):
    """REML log-likelihood as printed by nlme, which is converged to about 1e-6 only."""
    fit = fit_moments(moments(simulated.X, simulated.y))
    rows = reference("mmrm_simulated_reference.csv")

    assert fit.log_likelihood[0] == pytest.approx(-2789.62591342, rel=1e-9)
    assert fit.log_likelihood[0] > -2789.62591342  # the maximum is not below what gls found
    assert simulated.terms == tuple(row["term"] for row in rows)
    errors = np.array([float(row["se"]) for row in rows])
    estimates = np.array([float(row["est"]) for row in rows])
    assert fit.beta[0] == pytest.approx(estimates, rel=2e-4)
    assert np.sqrt(np.diagonal(fit.vcov[0])) == pytest.approx(errors, rel=1e-4)


@pytest.mark.parametrize("method", ["reml", "ml"])
@pytest.mark.parametrize(
    "covariance",
    [
        "unstructured",
        "heterogeneous_ar1",
        "heterogeneous_compound_symmetry",
        "ar1",
        "compound_symmetry",
    ],
)
def test_matches_gls_for_every_covariance(small, reference, covariance, method):
    rows = [
        row
        for row in reference("mmrm_gls.csv")
        if (row["covariance"], row["method"]) == (covariance, method)
    ]
    fit = fit_moments(moments(small.X, small.y), covariance, reml=method == "reml")

    printed = float(rows[0]["log_likelihood"])
    assert fit.log_likelihood[0] == pytest.approx(printed, rel=1e-8)
    assert fit.log_likelihood[0] > printed - 1e-8
    errors = np.array([float(row["standard_error"]) for row in rows])
    estimates = np.array([float(row["estimate"]) for row in rows])
    assert np.sqrt(np.diagonal(fit.vcov[0])) == pytest.approx(errors, rel=1e-4)
    assert np.all(np.abs(fit.beta[0] - estimates) < 1e-4 * errors)


def test_compound_symmetry_has_the_degrees_of_freedom_of_the_random_intercept(small, reference):
    """lmerTest: summary(lmer(y ~ arm * v + base + (1 | id))), both ways."""
    rows = reference("mmrm_lmer.csv")
    fit = fit_moments(moments(small.X, small.y), "compound_symmetry")
    unit = np.eye(len(small.terms))
    plain = contrasts(fit, unit, small.terms)
    adjusted = contrasts(fit, unit, small.terms, df="kenward_roger")

    def column(name):
        return np.array([float(row[name]) for row in rows])

    assert plain.value[0] == pytest.approx(column("estimate"), rel=1e-5)
    assert plain.standard_error[0] == pytest.approx(column("standard_error"), rel=1e-6)
    assert plain.df[0] == pytest.approx(column("df"), rel=1e-6)
    assert adjusted.standard_error[0] == pytest.approx(column("kr_standard_error"), rel=1e-6)
    assert adjusted.df[0] == pytest.approx(column("kr_df"), rel=1e-6)


@pytest.mark.parametrize("df", ["satterthwaite", "kenward_roger"])
def test_joint_test_matches_lmertest_and_pbkrtest(small, reference, df):
    row = next(row for row in reference("mmrm_joint.csv") if row["df"] == df)
    fit = fit_moments(moments(small.X, small.y), "compound_symmetry")
    found = joint_test(fit, np.eye(len(small.terms))[-3:], df=df)

    assert found.statistic[0] == pytest.approx(float(row["statistic"]), rel=1e-6)
    assert found.numerator_df == int(row["numerator_df"])
    assert found.denominator_df[0] == pytest.approx(float(row["denominator_df"]), rel=1e-6)
    assert found.p[0] == pytest.approx(float(row["p"]), rel=1e-6)
