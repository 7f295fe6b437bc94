"""The likelihood, by other routes: a grid, the full covariance matrix, one replicate at a time."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from limen.analyse.mixed_models import FixedDesign, contrasts, joint_test, statistics_of
from limen.analyse.mixed_models.fit import fit
from limen.analyse.mixed_models.profile import profile
from limen.errors import AnalysisError
from limen.results import FitStatus


def random_study(seed, tau, people=None, balanced=False, largest=0):
    """An unbalanced study: X (rows, p), y (rows,), group."""
    rng = np.random.default_rng([seed, 7])
    people = people or int(rng.integers(4, 25))
    sizes = np.full(people, 4) if balanced else rng.integers(1, 7, size=people)
    sizes[0] = 4
    sizes[:largest] = 6
    group = np.repeat(np.arange(people), sizes)
    columns = [np.ones(len(group)), (group % 2).astype(float), rng.normal(size=len(group))]
    X = np.column_stack([*columns, rng.normal(40, 8, size=people)[group]])
    u = tau * rng.normal(size=people)[group]
    return X, 50 + X[:, 1] + u + rng.normal(size=len(group)), group


def deviances(statistics, ratios, method="reml"):
    """Profiled deviance, without constants, of one replicate at many λ."""
    many = statistics.take(np.zeros(len(ratios), dtype=int))
    pieces = profile(many, ratios)
    kappa = float(statistics.rows) - (statistics.columns if method == "reml" else 0)
    spread = (many.counts * np.log1p(ratios[:, None] * many.sizes)).sum(axis=1)
    penalty = pieces.log_det if method == "reml" else 0.0
    return spread + penalty + kappa * np.log(pieces.quadratic)


@settings(deadline=None, max_examples=150, derandomize=True)
@given(
    seed=st.integers(0, 10**6),
    tau=st.sampled_from([0.0, 0.3, 2.0]),
    method=st.sampled_from(["reml", "ml"]),
)
def test_no_point_of_a_fine_grid_is_better(seed, tau, method):
    X, y, group = random_study(seed, tau)
    statistics = FixedDesign(X, group).statistics(y[None])
    found = fit(statistics, method=method)
    grid = np.concatenate([[0.0], np.geomspace(1e-5, 1e3, 400)])

    ours = deviances(statistics, found.ratio, method)[0]
    best = deviances(statistics, grid, method).min()
    assert FitStatus.of(found.status[0]).usable
    assert ours <= best + 1e-9


def test_a_second_hill_of_the_likelihood_is_not_missed():
    """Seed 995: the deviance rises from λ = 0, and yet is lowest inside."""
    X, y, group = random_study(995, 2.0)
    statistics = FixedDesign(X, group).statistics(y[None])
    found = fit(statistics, method="ml")
    grid = np.concatenate([[0.0, 1e-4], np.geomspace(1e-3, 1e3, 400)])
    values = deviances(statistics, grid, "ml")

    assert values[1] > values[0]
    assert found.ratio[0] > 0
    assert deviances(statistics, found.ratio, "ml")[0] <= values.min() + 1e-9


@settings(deadline=None, max_examples=60, derandomize=True)
@given(seed=st.integers(0, 10**6), repel=st.floats(0.0, 0.95))
def test_compound_symmetry_finds_the_best_of_both_signs(seed, repel):
    # with no more participants of the largest size than columns, −1/n_max is a false optimum
    X, y, group = random_study(seed, 0.2, people=24, largest=10)
    means = np.bincount(group, y - 50) / np.bincount(group)
    statistics = FixedDesign(X, group).statistics((y - repel * means[group])[None])
    found = fit(statistics, structure="compound_symmetry")
    lowest = -1 / statistics.sizes[-1]
    grid = np.concatenate([lowest * (1 - np.geomspace(1e-6, 1, 200)), np.geomspace(1e-5, 1e2, 200)])

    assert FitStatus.of(found.status[0]) is FitStatus.CONVERGED
    assert deviances(statistics, found.ratio)[0] <= deviances(statistics, grid).min() + 1e-9


@pytest.mark.parametrize("method", ["reml", "ml"])
@pytest.mark.parametrize("seed", range(4))
def test_deviance_is_that_of_the_full_covariance_matrix(dense_deviance, seed, method):
    X, y, group = random_study(seed, 0.8)
    found = fit(FixedDesign(X, group).statistics(y[None]), method=method)
    same = (group[:, None] == group).astype(float)

    def plain(log_variances):
        tau2, sigma2 = np.exp(log_variances)
        V = tau2 * same + sigma2 * np.eye(len(y))
        return dense_deviance(X, y, V, restricted=method == "reml")

    at_ours = dense_deviance(
        X,
        y,
        found.tau2[0] * same + found.sigma2[0] * np.eye(len(y)),
        restricted=method == "reml",
    )
    theirs = minimize(plain, [-0.5, 0.0], method="Nelder-Mead", options={"fatol": 1e-9})
    assert found.deviance[0] == pytest.approx(at_ours, abs=1e-8)
    assert found.deviance[0] <= theirs.fun + 1e-8
    assert found.deviance[0] == pytest.approx(theirs.fun, abs=1e-5)


def test_satterthwaite_from_numerical_curvature_of_the_full_likelihood(dense_deviance):
    """df = 2v²/var(v), with the Hessian of −2 log-likelihood by finite differences."""
    X, y, group = random_study(3, 0.8)
    found = fit(FixedDesign(X, group).statistics(y[None]))
    same = (group[:, None] == group).astype(float)
    eye = np.eye(len(y))
    L = np.array([[0.0, 1, 0, 0], [0, 0, 1, 0], [1, 0.5, 0, 40]])

    def covariance(at):
        V = at[0] * same + at[1] * eye
        return np.linalg.inv(X.T @ np.linalg.solve(V, X))

    def deviance(at):
        V = at[0] * same + at[1] * eye
        beta = covariance(at) @ X.T @ np.linalg.solve(V, y)
        r = y - X @ beta
        value = np.linalg.slogdet(V)[1] + r @ np.linalg.solve(V, r)
        return value - np.linalg.slogdet(covariance(at))[1]

    at, h = np.array([found.tau2[0], found.sigma2[0]]), 1e-3
    steps = np.eye(2) * h
    H = np.array(
        [
            [
                (
                    deviance(at + a + b)
                    - deviance(at + a - b)
                    - deviance(at - a + b)
                    + deviance(at - a - b)
                )
                / (4 * h * h)
                for b in steps
            ]
            for a in steps
        ]
    )
    v = np.einsum("qp,pr,qr->q", L, covariance(at), L)
    gradient = np.stack(
        [
            np.einsum("qp,pr,qr->q", L, covariance(at + s) - covariance(at - s), L) / (2 * h)
            for s in steps
        ]
    )
    df = 2 * v**2 / np.einsum("aq,ab,bq->q", gradient, 2 * np.linalg.inv(H), gradient)

    assert contrasts(found, L, labels="abc").df[0] == pytest.approx(df, rel=1e-4)


@pytest.mark.parametrize("balanced", [True, False])
def test_a_batch_is_its_replicates_one_by_one(balanced):
    X, _, group = random_study(5, 1.0, people=15, balanced=balanced)
    rng = np.random.default_rng(1)
    tau = np.where(np.arange(60) % 3 == 0, 0.0, 0.7)[:, None]
    y = tau * rng.normal(size=(60, 15))[:, group] + rng.normal(size=(60, len(group)))
    design = FixedDesign(X, group)
    together = fit(design.statistics(y))
    each = contrasts(together, np.eye(4), labels="abcd")

    for r in range(60):
        alone = fit(design.statistics(y[r : r + 1]))
        own = contrasts(alone, np.eye(4), labels="abcd")
        assert together.beta[r] == pytest.approx(alone.beta[0], rel=1e-11, abs=1e-11)
        assert each.standard_error[r] == pytest.approx(own.standard_error[0], rel=1e-9)
        assert each.df[r] == pytest.approx(own.df[0], rel=1e-8)
        assert together.status[r] == alone.status[0]
        assert together.iterations[r] == alone.iterations[0]
    assert {0, 1} == set(together.status.tolist())  # both inside and at the boundary


@pytest.mark.parametrize("balanced", [True, False])
def test_designs_that_vary_by_replicate_give_what_a_shared_one_gives(balanced):
    X, _, group = random_study(6, 1.0, people=15, balanced=balanced)
    rng = np.random.default_rng(2)
    y = rng.normal(size=(20, 15))[:, group] + rng.normal(size=(20, len(group)))
    shared = fit(FixedDesign(X, group).statistics(y))
    varying = fit(statistics_of(np.repeat(X[None], 20, axis=0), y, group))
    L = np.eye(4)[1:3]

    assert varying.beta == pytest.approx(shared.beta, rel=1e-9)
    assert varying.deviance == pytest.approx(shared.deviance, rel=1e-11)
    for df in ("satterthwaite", "kenward_roger"):
        one, two = (contrasts(f, L, labels="ab", df=df) for f in (shared, varying))
        assert two.df == pytest.approx(one.df, rel=1e-7)
        assert two.standard_error == pytest.approx(one.standard_error, rel=1e-9)
        tests = [joint_test(f, L, df=df) for f in (shared, varying)]
        assert tests[1].f == pytest.approx(tests[0].f, rel=1e-8)
        assert tests[1].df == pytest.approx(tests[0].df, rel=1e-7)


def test_rows_that_a_replicate_lacks_do_not_count():
    X, y, group = random_study(8, 1.0, people=15)
    present = np.random.default_rng(3).random((6, len(y))) < 0.8
    together = fit(
        statistics_of(np.repeat(X[None], 6, 0), np.repeat(y[None], 6, 0), group, present)
    )
    each = contrasts(together, np.eye(4), labels="abcd")

    for r, here in enumerate(present):
        _, own_group = np.unique(group[here], return_inverse=True)
        alone = fit(FixedDesign(X[here], own_group).statistics(y[None, here]))
        own = contrasts(alone, np.eye(4), labels="abcd")
        assert each.value[r] == pytest.approx(own.value[0], rel=1e-9)
        assert each.df[r] == pytest.approx(own.df[0], rel=1e-7)
        assert together.deviance[r] == pytest.approx(alone.deviance[0], rel=1e-11)


def test_the_order_of_rows_does_not_matter():
    X, y, group = random_study(10, 1.0)
    shuffled = np.random.default_rng(5).permutation(len(y))
    one = fit(FixedDesign(X, group).statistics(y[None]))
    two = fit(FixedDesign(X[shuffled], group[shuffled]).statistics(y[None, shuffled]))

    assert two.beta == pytest.approx(one.beta, rel=1e-10)
    assert two.deviance == pytest.approx(one.deviance, rel=1e-12)


def test_an_outcome_far_from_zero_loses_no_digits():
    X, y, group = random_study(11, 1.0)
    near = contrasts(fit(FixedDesign(X, group).statistics(y[None])), np.eye(4)[1:], labels="abc")
    far = contrasts(
        fit(FixedDesign(X, group).statistics(y[None] + 2.0**30)), np.eye(4)[1:], labels="abc"
    )

    assert far.standard_error == pytest.approx(near.standard_error, rel=1e-6)
    assert far.df == pytest.approx(near.df, rel=1e-5)


def test_at_the_boundary_the_fit_is_least_squares_and_says_so():
    X, y, group = random_study(2, 0.0, people=20)
    means = np.bincount(group, y - 50) / np.bincount(group)
    y = y - means[group]
    found = fit(FixedDesign(X, group).statistics(y[None]))
    each = contrasts(found, np.eye(4), labels="abcd")
    ols = np.linalg.lstsq(X, y, rcond=None)[0]
    residual = y - X @ ols
    variance = residual @ residual / (len(y) - 4) * np.linalg.inv(X.T @ X)

    assert FitStatus.of(found.status[0]) is FitStatus.SINGULAR
    assert each.value[0] == pytest.approx(ols, rel=1e-9)
    assert each.standard_error[0] == pytest.approx(np.sqrt(np.diag(variance)), rel=1e-9)
    assert each.df[0] == pytest.approx(len(y) - 4)


def test_one_row_per_participant_is_least_squares():
    X, y, _ = random_study(12, 1.0)
    found = fit(FixedDesign(X, np.arange(len(y))).statistics(y[None]))

    assert FitStatus.of(found.status[0]) is FitStatus.SINGULAR
    assert found.beta[0] == pytest.approx(np.linalg.lstsq(X, y, rcond=None)[0], rel=1e-9)


def test_replicates_without_an_answer_are_marked_and_the_others_kept():
    X, y, group = random_study(13, 1.0)
    many = np.stack([y, X[:, 0] * 3.0, y])
    designs = np.repeat(X[None], 3, axis=0)
    designs[2, :, 2] = designs[2, :, 1]
    found = fit(statistics_of(designs, many, group))
    each = contrasts(found, np.eye(4), labels="abcd")
    alone = contrasts(fit(FixedDesign(X, group).statistics(y[None])), np.eye(4), labels="abcd")

    assert found.status.tolist()[1:] == [FitStatus.NOT_ESTIMABLE.code] * 2
    assert np.isnan(each.value[1:]).all()
    for df in ("satterthwaite", "kenward_roger"):
        test = joint_test(found, np.eye(4)[1:3], df=df)
        single = contrasts(found, np.eye(4), labels="abcd", df=df)
        assert np.isnan(test.p[1:]).all()
        assert np.isnan(single.df[1:]).all()
        assert np.isfinite([test.p[0], *single.df[0]]).all()
    assert each.value[0] == pytest.approx(alone.value[0], rel=1e-9)
    assert each.df[0] == pytest.approx(alone.df[0], rel=1e-6)


def test_a_person_who_never_varies_leaves_no_residual_variance():
    X, _, group = random_study(14, 1.0, people=12)
    y = np.random.default_rng(6).normal(size=12)[group]
    found = fit(FixedDesign(X[:, [0, 1, 3]], group).statistics(y[None]))

    assert FitStatus.of(found.status[0]) is FitStatus.NOT_CONVERGED


def test_columns_that_repeat_each_other_are_refused():
    X, y, group = random_study(15, 1.0)

    with pytest.raises(AnalysisError, match="cannot be told apart"):
        FixedDesign(np.column_stack([X, X[:, 1] * 2]), group)
    with pytest.raises(AnalysisError, match="cannot be told apart"):
        FixedDesign(np.column_stack([X, 0 * y]), group)
    with pytest.raises(AnalysisError, match="cannot be told apart"):
        FixedDesign(X[:3], group[:3])
    found = fit(FixedDesign(X, group).statistics(y[None]))
    with pytest.raises(AnalysisError, match="repeat each other"):
        joint_test(found, np.array([[0.0, 1, 0, 0], [0, 2, 0, 0]]))
    ml = fit(FixedDesign(X, group).statistics(y[None]), method="ml")
    with pytest.raises(AnalysisError, match="REML"):
        contrasts(ml, np.eye(4), labels="abcd", df="kenward_roger")


def test_taking_replicates_keeps_their_statistics():
    X, y, group = random_study(16, 1.0)
    statistics = FixedDesign(X, group).statistics(np.stack([y, 2 * y]))
    second = fit(statistics.take(np.array([1])))

    assert second.sigma2[0] == pytest.approx(fit(statistics).sigma2[1])
    assert replace(statistics).replicates == 2
