"""Generated data sets, against R: lme4, lmerTest, pbkrtest, emmeans, nlme (tests/reference/lme4.R).

The tolerances are what R's optimisers leave open.
"""

import numpy as np
import pytest

from limen.analyse.mixed_models import FixedDesign, contrasts, joint_test
from limen.analyse.mixed_models.answers import participant_effects
from limen.analyse.mixed_models.fit import fit
from limen.analyse.mixed_models.random_slope import (
    fit_slopes,
    slope_contrasts,
    slope_joint_test,
    slope_statistics,
)

CLOSE = {"rel": 2e-7}


def unbalanced_design(d):
    """lmer(y ~ arm * guess + x + (1 | id)), columns in R's order."""
    said, unsure = (d.guess == 1).astype(float), (d.guess == 2).astype(float)
    one = np.ones_like(d.y)
    return np.column_stack([one, d.arm, said, unsure, d.x, d.arm * said, d.arm * unsure])


def test_random_intercept_with_satterthwaite(generated):
    d = generated("unbalanced")
    X = unbalanced_design(d)
    found = fit(FixedDesign(X, d.id).statistics(d.y[None]))
    each = contrasts(found, np.eye(7), labels=["c"] * 7)

    assert each.value[0] == pytest.approx(d.values("satterthwaite Estimate"), **CLOSE)
    assert each.standard_error[0] == pytest.approx(d.values("satterthwaite Std. Error"), **CLOSE)
    assert each.df[0] == pytest.approx(d.values("satterthwaite df"), rel=1e-6)
    assert np.sqrt(found.sigma2[0]) == pytest.approx(d.r("sigma")[""], **CLOSE)
    assert np.sqrt(found.tau2[0]) == pytest.approx(d.r("tau")[""], **CLOSE)
    assert found.deviance[0] == pytest.approx(-2 * d.r("logLik")[""], rel=1e-11)


def test_random_intercept_with_kenward_roger(generated):
    d = generated("unbalanced")
    found = fit(FixedDesign(unbalanced_design(d), d.id).statistics(d.y[None]))
    each = contrasts(found, np.eye(7), labels=["c"] * 7, df="kenward_roger")

    assert each.standard_error[0] == pytest.approx(d.values("kenward_roger Std. Error"), **CLOSE)
    assert each.df[0] == pytest.approx(d.values("kenward_roger df"), rel=1e-6)


@pytest.mark.parametrize(
    ("df", "theirs"), [("satterthwaite", "Satterthwaite"), ("kenward_roger", "Kenward-Roger")]
)
@pytest.mark.parametrize(("name", "tested"), [("unbalanced", [5, 6]), ("crossover", [1, 2])])
def test_joint_tests(generated, name, tested, df, theirs):
    d = generated(name)
    X = unbalanced_design(d) if name == "unbalanced" else crossover_design(d)
    found = fit(FixedDesign(X, d.id).statistics(d.y[None]))
    test = joint_test(found, np.eye(X.shape[1])[tested], df=df)

    assert test.f[0] == pytest.approx(d.r(f"joint {theirs} F")[""], rel=5e-7)
    assert test.df[0] == pytest.approx(d.r(f"joint {theirs} df")[""], rel=2e-6)


def test_maximum_likelihood(generated):
    d = generated("unbalanced")
    found = fit(FixedDesign(unbalanced_design(d), d.id).statistics(d.y[None]), method="ml")
    each = contrasts(found, np.eye(7), labels=["c"] * 7)

    assert each.value[0] == pytest.approx(d.values("ml Estimate"), **CLOSE)
    assert each.standard_error[0] == pytest.approx(d.values("ml Std. Error"), **CLOSE)
    assert each.df[0] == pytest.approx(d.values("ml df"), rel=1e-6)
    assert found.deviance[0] == pytest.approx(-2 * d.r("ml logLik")[""], rel=1e-11)


@pytest.mark.parametrize("name", ["unbalanced", "crossover"])
def test_predicted_effects_of_participants(generated, name):
    d = generated(name)
    X = unbalanced_design(d) if name == "unbalanced" else crossover_design(d)
    found = fit(FixedDesign(X, d.id).statistics(d.y[None]))

    assert participant_effects(found, X, d.y[None], d.id)[0] == pytest.approx(
        d.values("blup"), abs=2e-6
    )


def crossover_design(d):
    return np.column_stack([np.ones_like(d.y), d.arm, d.occasion == 1]).astype(float)


def test_crossover_with_gaps(generated):
    d = generated("crossover")
    found = fit(FixedDesign(crossover_design(d), d.id).statistics(d.y[None]))
    plain = contrasts(found, np.eye(3), labels="abc")
    small = contrasts(found, np.eye(3), labels="abc", df="kenward_roger")

    assert plain.value[0] == pytest.approx(d.values("satterthwaite Estimate"), **CLOSE)
    assert plain.df[0] == pytest.approx(d.values("satterthwaite df"), rel=1e-6)
    assert small.standard_error[0] == pytest.approx(d.values("kenward_roger Std. Error"), **CLOSE)
    assert small.df[0] == pytest.approx(d.values("kenward_roger df"), rel=1e-6)


def test_compound_symmetry_with_a_negative_correlation(generated):
    d = generated("repelling")
    dummies = [(d.occasion == t).astype(float) for t in (1, 2)]
    X = np.column_stack([np.ones_like(d.y), d.arm, d.x, *dummies])
    statistics = FixedDesign(X, d.id).statistics(d.y[None])
    found = fit(statistics, structure="compound_symmetry")
    each = contrasts(found, np.eye(5), labels=["c"] * 5, df="wald")

    assert found.icc[0] == pytest.approx(d.r("rho")[""], rel=1e-6)
    assert found.icc[0] < -0.4
    assert found.deviance[0] == pytest.approx(-2 * d.r("logLik")[""], rel=1e-10)
    assert each.value[0] == pytest.approx(d.values("Estimate"), rel=3e-5)
    assert each.standard_error[0] == pytest.approx(d.values("Std. Error"), rel=3e-5)
    assert fit(statistics).ratio[0] == 0  # a random intercept stops at zero


def test_random_slope(generated):
    d = generated("slopes")
    X = np.column_stack([np.ones_like(d.y), d.arm, d.x, d.arm * d.x])
    found = fit_slopes(slope_statistics(X, d.y[None], d.id, d.x))
    each = slope_contrasts(found, np.eye(4), labels="abcd")
    test = slope_joint_test(found, np.eye(4)[[1, 3]])
    D = found.effects_covariance[0]

    assert each.value[0] == pytest.approx(d.values("satterthwaite Estimate"), **CLOSE)
    assert each.standard_error[0] == pytest.approx(d.values("satterthwaite Std. Error"), **CLOSE)
    assert each.df[0] == pytest.approx(d.values("satterthwaite df"), rel=1e-6)
    assert [D[0, 0], D[1, 0], D[1, 1]] == pytest.approx(d.values("D"), rel=5e-7)
    assert found.deviance[0] == pytest.approx(-2 * d.r("logLik")[""], rel=1e-11)
    assert found.effects[0, :, 0] == pytest.approx(d.values("blup"), abs=5e-7)
    assert found.effects[0, :, 1] == pytest.approx(d.values("blup slope"), abs=5e-7)
    assert test.f[0] == pytest.approx(d.r("joint Satterthwaite F")[""], rel=5e-7)
    assert test.df[0] == pytest.approx(d.r("joint Satterthwaite df")[""], rel=2e-6)
