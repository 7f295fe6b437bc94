"""The pieces of the likelihood: every quicker form is the dense one, and columns stay exact."""

import numpy as np
import pytest

from limen.analyse.mixed_models import FixedDesign, statistics_of
from limen.analyse.mixed_models.fixed_design import orthonormal
from limen.analyse.mixed_models.profile import DenseProfile, Profile, SingleProfile, profile


def study(replicates, sizes):
    """X (rows, 4), y (R, rows) and group, people having 1 to 6 rows."""
    rng = np.random.default_rng([9, 7])
    group = np.repeat(np.arange(len(sizes)), sizes)
    arm, age = (group % 2).astype(float), rng.normal(40, 8, size=len(sizes))[group]
    X = np.column_stack([np.ones(len(group)), arm, rng.normal(size=len(group)), age])
    return X, rng.normal(size=(replicates, len(group))), group


def same_profile(one: Profile, two: Profile, rows):
    for name in ("log_det", "trace1", "trace2", "trace11", "quadratic", "quadratic1", "quadratic2"):
        assert getattr(one, name).shape == getattr(two, name).shape, name
        assert getattr(one, name) == pytest.approx(getattr(two, name), rel=1e-9), name
    assert one.gamma == pytest.approx(two.gamma, abs=1e-10)
    assert one.inverse() == pytest.approx(two.inverse(), rel=1e-9, abs=1e-10)
    for form, other in zip(one.forms(rows), two.forms(rows), strict=True):
        assert form == pytest.approx(other, rel=1e-9)


def test_the_diagonal_form_of_a_balanced_design_is_the_dense_one():
    X, y, group = study(5, [4] * 12)
    statistics = FixedDesign(X, group).statistics(y)
    ratio = np.array([0.0, 0.01, 0.5, 3.0, 40.0])

    assert statistics.diagonal
    same_profile(profile(statistics, ratio), DenseProfile(statistics, ratio), X[:3])


@pytest.mark.parametrize("ratio", [-0.16, 0.0, 0.01, 0.5, 3.0, 4e4])
@pytest.mark.parametrize("own_design", [True, False])
def test_the_form_of_a_single_replicate_is_that_of_many(ratio, own_design):
    X, y, group = study(1, [6, 1, 2, 4, 5] * 4)
    one = FixedDesign(X, group).statistics(y)
    statistics = statistics_of(X[None], y, group) if own_design else one
    at = np.array([ratio])

    assert isinstance(profile(statistics, at), SingleProfile)
    same_profile(profile(statistics, at), DenseProfile(statistics, at), X[:3])


def test_columns_become_orthonormal_however_far_from_zero_they_are():
    X, _, _ = study(1, [6, 1, 2, 4, 5] * 4)
    X[:, 3] += 1e5
    Q, back, log_det = orthonormal(X)

    assert pytest.approx(np.eye(4), abs=1e-14) == Q.T @ Q
    assert X @ back == pytest.approx(Q, abs=1e-9)
    assert log_det == pytest.approx(np.linalg.slogdet(X.T @ X)[1], rel=1e-6)
