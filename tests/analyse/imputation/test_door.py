"""The doors: what they return, what they refuse."""

import numpy as np
import pytest

from limen.analyse.imputation import delta_tipping, reference_based
from limen.errors import AnalysisError, DesignMatrixError

both_doors = pytest.mark.parametrize("door", [reference_based, delta_tipping])


def test_one_estimate_per_assumption_in_the_order_asked(study):
    keys = ["jump_to_reference", "missing_at_random"]
    answer = reference_based(study, strategies=keys, baseline=True)

    assert [e.label for e in answer.estimates] == [
        "microdose − placebo, week 6, jump to reference",
        "microdose − placebo, week 6, missing at random",
    ]
    table = answer.tables[0]
    assert table.values("value") == tuple(e.value for e in answer.estimates)
    assert sum(answer.tables[1].values("n")) == 50
    assert answer.details["values_imputed"] == int(np.isnan(study.value).sum())
    assert answer.estimates[0].interval == "jackknife, normal"
    assert len(answer.references) == 2


@both_doors
def test_an_earlier_visit_may_answer(door, study):
    assert "week 4" in door(study, visit="week 4").estimates[0].label


@both_doors
def test_a_singular_model_fails_in_words_unless_a_fallback_is_named(door, layout_of):
    rng = np.random.default_rng(20261210)
    y = rng.standard_normal((10, 7))
    y[[0, 1], 5:] = np.nan
    study = layout_of(y, np.arange(10) % 2)

    failed = door(study)
    assert failed.failed
    assert "fallback" in failed.message
    answer = door(study, fallback=("compound_symmetry",))
    assert not answer.failed
    assert "compound symmetry covariance, a fallback that the plan names" in answer.warnings[0]


@both_doors
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"visit": "week 40"}, "was not observed at 'week 40'"),
        ({"covariance": "banded"}, "'banded' is not one"),
        ({"covariates": ("age",)}, "age"),
    ],
)
def test_refuses_what_it_cannot_do(door, study, options, message):
    with pytest.raises(AnalysisError, match=message):
        door(study, **options)


@both_doors
def test_an_arm_nobody_saw_at_the_last_visit_is_refused(door, data, layout_of):
    y, arm, baseline = data
    gone = np.where((arm == 1)[:, None] & (np.arange(3) == 2), np.nan, y)
    with pytest.raises(DesignMatrixError, match="cannot be told apart"):
        door(layout_of(gone, arm, baseline), baseline=True)


def test_people_without_a_baseline_are_named(data, layout_of):
    y, arm, baseline = data
    baseline = np.where(np.arange(50) == 3, np.nan, baseline)
    answer = reference_based(layout_of(y, arm, baseline), baseline=True)
    assert any("P003" in warning for warning in answer.warnings)


def test_two_active_arms_are_each_compared(layout_of):
    rng = np.random.default_rng(20261211)
    y = rng.standard_normal((36, 2))
    y[:9, 1] = np.nan
    study = layout_of(y, np.arange(36) % 3, arms=("placebo", "low", "high"))

    answer = reference_based(study, strategies=["jump_to_reference"])
    assert [e.label.split(" − ")[0] for e in answer.estimates] == ["low", "high"]
    assert delta_tipping(study).tables[0].values("arm") == ("low", "high")
