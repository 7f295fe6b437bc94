"""Estimates of some replicates put in place, beside each other and below each other."""

from __future__ import annotations

import numpy as np
import pytest

from limen.analyse.batch.columns import a_few_at_once, below, beside, explainable, in_place, only
from limen.analyse.layout import Layout
from limen.results import Estimates, FitStatus


def _made(values: list[list[float]], status: list[int], **rest: object) -> Estimates:
    value = np.array(values)
    labels = tuple(f"q{j}" for j in range(value.shape[1]))
    return Estimates(
        labels=labels,
        value=value,
        standard_error=value / 10,
        df=np.full(value.shape, np.inf),
        status=np.array(status, dtype=np.int8),
        **rest,
    )


def test_replicates_return_to_their_rows() -> None:
    keep = np.array([False, True, False, True])
    limits = np.array([[0.5], [1.5]])
    found = in_place(_made([[1.0], [2.0]], [0, 4], lower=limits, upper=limits), keep, ("x",))
    assert found.value[:, 0] == pytest.approx([np.nan, 1, np.nan, 2], nan_ok=True)
    assert found.status.tolist() == [3, 0, 3, 4]
    assert found.labels == ("x",)
    assert found.lower is not None
    assert found.lower[:, 0] == pytest.approx([np.nan, 0.5, np.nan, 1.5], nan_ok=True)


def test_nobody_kept_is_no_estimate_anywhere() -> None:
    found = in_place(None, np.zeros(3, dtype=bool), ("x", "y"))
    assert found.value.shape == (3, 2)
    assert np.isnan(found.value).all()
    assert (found.status == FitStatus.NOT_ESTIMABLE.code).all()


def test_a_part_that_failed_is_not_a_number_and_the_others_stay() -> None:
    limits = np.array([[3.0], [4.0]])
    one = _made([[1.0], [2.0]], [0, 4])
    two = _made([[5.0], [6.0]], [0, 0], lower=limits, upper=limits, extras={"p": limits / 10})
    found = beside([one, two])
    np.testing.assert_array_equal(found.value, [[1, 5], [np.nan, 6]])
    assert found.status.tolist() == [0, 0]
    assert found.upper is not None
    np.testing.assert_array_equal(found.upper, [[np.nan, 3], [np.nan, 4]])
    np.testing.assert_array_equal(found.extras["p"], [[np.nan, 0.3], [np.nan, 0.4]])
    assert beside([_made([[1.0]], [4]), _made([[1.0]], [3])]).status.tolist() == [4]


def test_limits_of_one_group_alone_stay_its_own() -> None:
    limits = np.array([[3.0]])
    found = below([_made([[1.0]], [0]), _made([[2.0]], [0], lower=limits, upper=limits)])
    assert found.value[:, 0].tolist() == [1, 2]
    assert found.lower is not None
    np.testing.assert_array_equal(found.lower, [[np.nan], [3]])


def test_only_keeps_what_it_is_told() -> None:
    found = only(_made([[1.0, np.nan], [2.0, 3.0]], [3, 0]), np.array([True, False]))
    np.testing.assert_array_equal(found.value, [[1, np.nan], [np.nan, np.nan]])
    assert found.status.tolist() == [0, 3]


def _layout(value: np.ndarray) -> Layout:
    return Layout(
        outcome="y",
        value=value,
        observed=np.isfinite(value),
        participants=tuple(f"p{i}" for i in range(value.shape[1])),
        occasions=tuple(f"t{t}" for t in range(value.shape[2])),
    )


def test_a_few_at_once_gives_what_all_at_once_gives() -> None:
    layout = _layout(np.random.default_rng(1).normal(size=(7, 3, 2)))
    seen = []

    def mean(part: Layout) -> Estimates:
        seen.append(part.replicates)
        return _made(part.value.mean(axis=(1, 2))[:, np.newaxis].tolist(), [0] * part.replicates)

    found = a_few_at_once((layout,), mean, 12)
    assert seen == [2, 2, 2, 1]
    assert found.value[:, 0] == pytest.approx(layout.value.mean(axis=(1, 2)))


def test_what_nobody_or_one_person_has_or_what_never_varies_explains_nothing() -> None:
    value = np.full((4, 3, 2), np.nan)
    value[1, 0] = 1.0, 2.0
    value[2] = 5.0
    value[3, :2, 0] = 1.0, 2.0
    assert explainable(_layout(value)).tolist() == [False, False, False, True]
