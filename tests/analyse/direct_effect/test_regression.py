"""Least squares and logistic regression in batches: against R, closed forms, and separation."""

import numpy as np
import pytest

from limen.analyse.direct_effect import least_squares, logistic


def test_logistic_matches_r(printed):
    """R 4.2.2: glm(cbind(y, n - y) ~ dose, binomial, control = list(epsilon = 1e-14))."""
    n = np.array([12, 15, 10, 14, 9, 11, 13, 12, 8, 10.0])
    y = np.array([1, 3, 1, 4, 3, 6, 7, 8, 7, 9.0])
    dose = np.arange(10.0)
    design = np.stack([np.ones(20), np.tile(dose, 2)], axis=-1)[None]
    outcome = np.repeat([1.0, 0.0], 10)[None]
    found = logistic(design, outcome, np.concatenate([y, n - y])[None])

    assert found.coefficients[0].tolist() == [printed("-2.3771366099"), printed("0.4690897814")]
    errors = np.sqrt(np.diagonal(found.inverse[0]))
    assert errors.tolist() == [printed("0.48191119685"), printed("0.09192251043")]
    assert found.usable[0]


def test_logistic_of_a_two_by_two_table_is_its_log_odds_ratio():
    counts = np.array([[20.0, 10.0], [5.0, 25.0]])  # [exposed, outcome]
    design = np.array([[[1, 0], [1, 0], [1, 1], [1, 1]]], dtype=float)
    found = logistic(design, np.array([[0.0, 1.0, 0.0, 1.0]]), counts.ravel()[None])

    assert found.coefficients[0] == pytest.approx([np.log(10 / 20), np.log(25 / 5 * 20 / 10)])
    assert found.inverse[0, 1, 1] == pytest.approx((1 / counts).sum())


def test_separation_and_collinearity_are_not_estimates_and_do_not_touch_other_replicates():
    rng = np.random.default_rng(1)
    x = rng.standard_normal((3, 100))
    y = (x + rng.standard_normal((3, 100)) > 0).astype(float)
    y[1] = x[1] > 0.2  # separated
    design = np.stack([np.ones((3, 100)), x, rng.standard_normal((3, 100))], axis=-1)
    design[2, :, 2] = 1 - 2 * design[2, :, 1]  # collinear
    found = logistic(design, y, np.ones((3, 100)))
    alone = logistic(design[:1], y[:1], np.ones((1, 100)))

    assert found.usable.tolist() == [True, False, False]
    assert found.coefficients[0] == pytest.approx(alone.coefficients[0], abs=1e-12)
    assert np.isfinite(found.probability(design)).all()


def test_weighted_least_squares_matches_numpy():
    rng = np.random.default_rng(2)
    design = rng.standard_normal((2, 50, 3)) + np.array([1e3, 0, 0])
    outcome, weight = rng.standard_normal((2, 50)), rng.integers(0, 3, (2, 50)).astype(float)
    found = least_squares(design, outcome, weight)

    for r in range(2):
        root = np.sqrt(weight[r])
        expected = np.linalg.lstsq(design[r] * root[:, None], outcome[r] * root, rcond=None)[0]
        assert found.coefficients[r] == pytest.approx(expected, rel=1e-7, abs=1e-10)
