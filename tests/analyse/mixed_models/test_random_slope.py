"""Random slopes by two other routes: the full covariance matrix, and lme-python."""

import numpy as np
import pytest
from scipy.optimize import minimize

from limen.analyse.mixed_models.random_slope import (
    fit_slopes,
    slope_contrasts,
    slope_statistics,
)
from limen.errors import AnalysisError
from limen.results import FitStatus


def study(seed, people=15, slope_sd=0.8):
    rng = np.random.default_rng([seed, 21])
    sizes = rng.integers(2, 7, size=people)
    group = np.repeat(np.arange(people), sizes)
    x = rng.normal(3, 2, size=len(group))
    u = rng.normal(size=(people, 2)) * [1.5, slope_sd]
    X = np.column_stack([np.ones(len(group)), (group % 2).astype(float), x])
    y = X @ [20, 1, 0.5] + u[group, 0] + u[group, 1] * x + rng.normal(size=len(group))
    return X, y, group, x


@pytest.mark.parametrize("method", ["reml", "ml"])
@pytest.mark.parametrize("seed", range(3))
def test_deviance_is_that_of_the_full_covariance_matrix(dense_deviance, seed, method):
    X, y, group, x = study(seed)
    found = fit_slopes(slope_statistics(X, y[None], group, x), method=method)
    Z = np.zeros((len(y), 30))
    Z[np.arange(len(y)), 2 * group], Z[np.arange(len(y)), 2 * group + 1] = 1, x

    def plain(D, sigma2):
        V = Z @ np.kron(np.eye(15), D) @ Z.T + sigma2 * np.eye(len(y))
        return dense_deviance(X, y, V, restricted=method == "reml")

    def from_factor(at):
        factor = np.array([[at[0], 0], [at[1], at[2]]])
        return plain(factor @ factor.T, np.exp(at[3]))

    ours = plain(found.effects_covariance[0], found.sigma2[0])
    start = np.linalg.cholesky(found.effects_covariance[0] + 0.3 * np.eye(2))
    theirs = minimize(
        from_factor,
        [start[0, 0], start[1, 0], start[1, 1], np.log(found.sigma2[0]) + 0.2],
        method="Nelder-Mead",
        options={"fatol": 1e-10, "xatol": 1e-7, "maxiter": 4000, "maxfev": 4000},
    )
    assert found.deviance[0] == pytest.approx(ours, abs=1e-7)
    assert found.deviance[0] <= theirs.fun + 1e-7
    assert found.deviance[0] == pytest.approx(theirs.fun, abs=1e-5)


@pytest.mark.parametrize("seed", range(4))
def test_fixed_effects_and_df_are_those_of_lme_python(seed):
    """Its optimiser stops up to 1e-6 short in the log-likelihood; at seed 1 both are singular."""
    lme_python = pytest.importorskip("lme_python")
    pandas = pytest.importorskip("pandas")
    X, y, group, x = study(seed)
    frame = pandas.DataFrame({"y": y, "arm": X[:, 1], "x": x, "id": group})
    theirs = lme_python.lmer("y ~ arm + x + (1 + x | id)", frame)
    theirs.with_satterthwaite(frame)
    found = fit_slopes(slope_statistics(X, y[None], group, x))
    each = slope_contrasts(found, np.eye(3), labels="abc")

    assert FitStatus.of(found.status[0]).usable
    assert (found.status[0] == FitStatus.SINGULAR.code) == (seed == 1)
    assert -found.deviance[0] / 2 >= theirs.log_likelihood - 1e-7
    assert each.value[0] == pytest.approx(theirs.coefficients, rel=5e-4)
    assert each.standard_error[0] == pytest.approx(theirs.std_errors, rel=5e-4)
    assert each.df[0] == pytest.approx(theirs.satterthwaite_dfs, rel=1e-3)


def test_a_batch_is_its_replicates_one_by_one():
    X, y, group, x = study(5)
    many = y + np.random.default_rng(1).normal(size=(12, len(y)))
    shared = fit_slopes(slope_statistics(X, many, group, x))
    varying = fit_slopes(slope_statistics(np.repeat(X[None], 12, 0), many, group, x))
    each = slope_contrasts(shared, np.eye(3), labels="abc")

    assert varying.beta == pytest.approx(shared.beta, rel=1e-8)
    assert varying.deviance == pytest.approx(shared.deviance, rel=1e-9)
    for r in range(12):
        alone = fit_slopes(slope_statistics(X, many[r : r + 1], group, x))
        own = slope_contrasts(alone, np.eye(3), labels="abc")
        assert each.value[r] == pytest.approx(own.value[0], rel=1e-8)
        assert each.df[r] == pytest.approx(own.df[0], rel=1e-6)


def test_rows_that_a_replicate_lacks_do_not_count():
    X, y, group, x = study(6)
    present = np.random.default_rng(2).random((3, len(y))) < 0.85
    together = fit_slopes(slope_statistics(X, np.repeat(y[None], 3, 0), group, x, present))

    for r, here in enumerate(present):
        alone = fit_slopes(slope_statistics(X[here], y[None, here], group[here], x[here]))
        assert together.beta[r] == pytest.approx(alone.beta[0], rel=1e-7)
        assert together.deviance[r] == pytest.approx(alone.deviance[0], rel=1e-9)
        own = together.effects_covariance[r]
        assert own == pytest.approx(alone.effects_covariance[0], rel=1e-4, abs=1e-6)


def test_no_slope_variance_is_singular_and_leaves_usable_fixed_effects():
    X, y, group, x = study(7, people=30, slope_sd=0.0)
    many = y + np.random.default_rng(3).normal(size=(40, len(y)))
    found = fit_slopes(slope_statistics(X, many, group, x))
    each = slope_contrasts(found, np.eye(3), labels="abc")
    singular = found.status == FitStatus.SINGULAR.code

    assert singular.any()
    assert np.isin(found.status, [0, 1]).all()
    assert np.all((each.df > 1) & (each.df < len(y) + 1))


def test_a_slope_variable_that_never_changes_is_refused():
    X, y, group, x = study(8)

    with pytest.raises(AnalysisError, match="same in every row"):
        slope_statistics(X[:, :2], y[None], group, np.ones(len(y)))
    found = fit_slopes(slope_statistics(X, y[None], group, x))
    with pytest.raises(AnalysisError, match="kenward_roger"):
        slope_contrasts(found, np.eye(3), labels="abc", df="kenward_roger")


def test_replicates_without_an_answer_are_marked_and_the_others_kept():
    X, y, group, x = study(9)
    designs = np.repeat(X[None], 3, axis=0)
    designs[1, :, 1] = 2.0  # a multiple of the intercept
    many = np.stack([y, y, np.full(len(y), 4.0)])
    found = fit_slopes(slope_statistics(designs, many, group, x))
    each = slope_contrasts(found, np.eye(3), labels="abc")
    alone = slope_contrasts(
        fit_slopes(slope_statistics(X, y[None], group, x)), np.eye(3), labels="abc"
    )

    assert found.status.tolist()[1:] == [FitStatus.NOT_ESTIMABLE.code] * 2
    assert np.isnan(each.value[1:]).all()
    assert each.value[0] == pytest.approx(alone.value[0], rel=1e-7)
