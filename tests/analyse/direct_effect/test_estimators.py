"""Three estimators of one truth: exact agreement when saturated, double robustness, coverage."""

from dataclasses import replace

import numpy as np
import pytest

from limen.analyse.direct_effect import (
    Rows,
    doubly_robust,
    g_formula,
    inverse_probability,
    participant_folds,
)
from limen.analyse.direct_effect.bootstrap import bootstrap_effects
from limen.references import references

METHODS = {"g_formula": g_formula, "ipw": inverse_probability, "aipw": doubly_robust}
ARRAYS = ("outcome", "treated", "belief", "before", "after", "weight")
every_method = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS.keys())


def _binary(rng, replicates=3, n=600):
    """Binary X, L, M: with the product XL as a column every model below is saturated."""
    x = (rng.random((replicates, n)) < 0.4).astype(float)
    a = (rng.random((replicates, n)) < 0.5).astype(float)
    early = (rng.random((replicates, n)) < 0.2 + 0.3 * a + 0.2 * x).astype(float)
    m = (rng.random((replicates, n)) < 0.2 + 0.2 * a + 0.3 * early + 0.1 * x).astype(float)
    y = a + m - a * m * early + x * early + rng.standard_normal((replicates, n))
    return Rows(
        outcome=y, treated=a, belief=m, before=x[..., None],
        after=np.stack([early, early * x], axis=-1), weight=np.ones((replicates, n)), occasions=1,
    )  # fmt: skip


def _standardised(rows, r, a, m):
    """Σ_x p(x) Σ_l mean(Y | a, m, l, x) p(l | a, x), by counting."""
    x, early = rows.before[r, :, 0], rows.after[r, :, 0]
    A, M, y = rows.treated[r], rows.belief[r], rows.outcome[r]
    total = 0.0
    for value in (0, 1):
        under = (x == value) & (a == A)
        for level in (0, 1):
            cell = under & (early == level) & (m == M)
            total += np.mean(x == value) * np.mean(early[under] == level) * y[cell].mean()
    return total


@every_method
def test_saturated_estimators_equal_standardisation_by_counting(method):
    """g-formula, weighting and doubly robust are one number when nothing is smoothed."""
    rows = _binary(np.random.default_rng(1))
    found = method(rows)

    for r in range(3):
        expected = [_standardised(rows, r, a, m) for a in (0, 1) for m in (0, 1)]
        assert found.value[r] == pytest.approx(expected, abs=1e-8)


@every_method
def test_saturated_estimators_have_one_influence_function(method):
    """… and one standard error, that of the efficient influence function."""
    rows = _binary(np.random.default_rng(2))
    expected = doubly_robust(rows).direct_effects(rows).standard_error

    assert method(rows).direct_effects(rows).standard_error == pytest.approx(expected, rel=1e-6)


@every_method
def test_standard_error_agrees_with_the_cluster_bootstrap(world, method):
    rows = world.draw(np.random.default_rng(3), 1, 400)
    drawn = bootstrap_effects(rows, method, samples=800, seed=1)
    error = method(rows).direct_effects(rows).standard_error[0]

    assert np.isfinite(drawn).all()
    assert drawn.std(0) == pytest.approx(error, rel=0.15)


@every_method
def test_a_row_twice_is_not_two_participants(world, method):
    rows = world.draw(np.random.default_rng(4), 1, 300)
    twice = {name: np.repeat(getattr(rows, name), 2, axis=1) for name in ARRAYS}
    doubled = replace(rows, **twice, occasions=2)
    once, again = method(rows).direct_effects(rows), method(doubled).direct_effects(doubled)

    assert again.value == pytest.approx(once.value, abs=1e-9)
    assert again.standard_error == pytest.approx(once.standard_error, rel=1e-6)


@every_method
def test_rows_of_weight_zero_say_nothing(world, method):
    rows = world.draw(np.random.default_rng(5), 1, 300)
    weight = rows.weight.copy()
    weight[0, 200:] = 0
    without = method(replace(rows, weight=weight)).direct_effects(replace(rows, weight=weight))
    outcome = np.where(weight > 0, rows.outcome, 1e6)
    changed = replace(rows, weight=weight, outcome=outcome)

    assert method(changed).direct_effects(changed).value == pytest.approx(without.value, abs=1e-6)


@every_method
def test_replicates_are_fitted_as_they_would_be_alone(world, method):
    rows = world.draw(np.random.default_rng(6), 3, 200)
    together = method(rows)

    for r in range(3):
        part = {name: getattr(rows, name)[r : r + 1] for name in ARRAYS}
        assert together.value[r] == pytest.approx(method(replace(rows, **part)).value[0], abs=1e-8)


def test_unbiased_with_nominal_coverage_where_models_are_right(world):
    replicates = 200
    found = world.simulate(replicates, 7, participants=600)

    for method in ("g_formula", "ipw", "aipw"):
        spread = np.array(found[method]["spread"])
        assert np.all(np.abs(found[method]["bias"]) < 4 * spread / np.sqrt(replicates))
        assert np.all(
            np.abs(np.array(found[method]["coverage"]) - 0.95) < 4 * np.sqrt(0.0475 / replicates)
        )


def test_adjusting_a_regression_for_what_the_drug_did_takes_its_effect_away(world):
    """0.6 × 0.8 of the effect runs through L; the usual regression with L loses all of it."""
    found = world.simulate(100, 8)

    assert found["regression with L"]["bias"] == pytest.approx([-0.48, -0.48], abs=0.04)


@pytest.mark.parametrize(("bent", "fails"), [("bent_outcome", "g_formula"), ("bent_belief", "ipw")])
def test_doubly_robust_survives_either_wrong_model(world, bent, fails):
    replicates = 200
    found = world.simulate(replicates, 9, **{bent: True})
    error = {name: np.array(found[name]["spread"]) / np.sqrt(replicates) for name in METHODS}

    assert np.all(np.abs(found["aipw"]["bias"]) < 4 * error["aipw"])
    assert np.abs(found[fails]["bias"][0]) > 4 * error[fails][0]


def test_cross_fitting_keeps_participants_together():
    folds = participant_folds(103, 5, np.random.default_rng(1))

    assert sorted(np.bincount(folds)) == [20, 20, 21, 21, 21]


def test_shared_slopes_equal_one_regression(world):
    """Without interactions with X and L: CDE(m) = β_A + mβ_AM + β_L·(effect on L given X)."""
    rows = world.draw(np.random.default_rng(10), 1, 500)
    found = g_formula(rows, "shared").direct_effects(rows)
    a, m, x, early = rows.treated[0], rows.belief[0], rows.before[0, :, 0], rows.after[0, :, 0]
    design = np.stack([np.ones(500), x, early, a, m, a * m], axis=-1)
    beta = np.linalg.lstsq(design, rows.outcome[0], rcond=None)[0]
    on_early = []
    for arm in (0, 1):
        line = np.polynomial.Polynomial.fit(x[a == arm], early[a == arm], 1)
        on_early.append(line(x).mean())

    through = beta[2] * (on_early[1] - on_early[0])
    assert found.value[0] == pytest.approx([beta[3] + through, beta[3] + beta[5] + through])


@every_method
def test_an_empty_cell_is_no_estimate(world, method):
    rows = world.draw(np.random.default_rng(11), 1, 100)
    belief = np.where(rows.treated == 0, 0.0, rows.belief)
    found = method(replace(rows, belief=belief)).direct_effects(rows)

    assert found.status[0] != 0
    assert np.isnan(found.value).all()


@every_method
def test_says_where_it_comes_from(method):
    assert references(method)


def test_a_row_that_would_outweigh_all_others_takes_the_estimate_of_its_replicate_away():
    """One person of a kind that hardly ever believes does believe: 1/p is more than all rows."""
    rng = np.random.default_rng(20261126)
    rows = _binary(rng)
    late = rng.standard_normal(rows.outcome.shape)
    belief = (rng.random(late.shape) < 1 / (1 + np.exp(-late))).astype(float)
    late[1, 0], belief[1, 0] = -9.0, 1.0  # among the others p is about 1/8000
    one = replace(rows, after=late[..., None], belief=belief)
    found = doubly_robust(one, participant_folds(rows.participants, 5, rng))
    assert found.usable.tolist() == [True, False, True]
    without = replace(one, weight=np.where(np.arange(late.shape[1]) == 0, 0.0, rows.weight))
    assert doubly_robust(without, participant_folds(rows.participants, 5, rng)).usable.all()
