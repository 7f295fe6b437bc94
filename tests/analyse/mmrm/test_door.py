"""The door: from a layout to an answer, with its warnings, refusals and failures."""

import numpy as np
import pytest

from limen.analyse.layout import Covariate, Layout
from limen.analyse.mmrm import mmrm
from limen.errors import AnalysisError, DesignMatrixError
from limen.references import references


def layout_of(y, arm, baseline=None, arms=("placebo", "microdose"), **rest):
    people, visits = y.shape
    return Layout(
        outcome="mood",
        value=y[None],
        observed=np.isfinite(y)[None],
        participants=tuple(f"P{i:03}" for i in range(people)),
        occasions=tuple(f"week {2 * t + 2}" for t in range(visits)),
        arms=arms,
        arm=arm[None].astype(np.int64),
        baseline=None if baseline is None else baseline[None],
        unit="points",
        **rest,
    )


@pytest.fixture
def study(simulated):
    """The simulated reference data, as a layout."""
    return layout_of(simulated.y[0], simulated.X[:, 0, 1], simulated.X[:, 0, 6])


def test_answers_at_the_last_visit_as_gls_does(study):
    """arm + arm:v5 of the reference: −1.21158844 − 4.68158948."""
    answer = mmrm(study, baseline="main")

    first = answer.estimates[0]
    assert first.label == "microdose − placebo, week 10"
    assert first.value == pytest.approx(-1.21158844428547 - 4.68158948081934, abs=1e-4)
    assert first.lower < first.value < first.upper < 0
    assert first.p < 0.01
    assert 100 < first.df < 200
    assert first.unit == "points"
    assert answer.details["log_likelihood"] == pytest.approx(-2789.62591342, rel=1e-9)
    assert not answer.failed
    assert answer.warnings == ()


def test_a_named_visit_comes_first(study):
    answer = mmrm(study, baseline="main", visit="week 2")

    assert answer.estimates[0].label == "microdose − placebo, week 2"
    assert answer.estimates[0].value == pytest.approx(-1.21158844428547, abs=1e-4)
    assert len(answer.estimates) == 5


def test_tables_agree_with_the_estimates(study):
    answer = mmrm(study, baseline="main", df="kenward_roger")
    tables = {table.key: table for table in answer.tables}
    means = {(row[0], row[1]): row[2] for row in tables["means"].rows}
    differences = dict(zip(*map(tables["contrasts"].values, ("visit", "value")), strict=True))

    for visit in study.occasions:
        gap = means["microdose", visit] - means["placebo", visit]
        assert gap == pytest.approx(differences[visit], rel=1e-9)
    assert tables["contrasts"].values("visit") == study.occasions
    assert sum(tables["missingness"].values("n")) == 200
    assert set(tables["missingness"].values("kind")) == {"complete", "monotone", "intermittent"}
    assert all(row[1 + i] == pytest.approx(1) for i, row in enumerate(tables["correlation"].rows))
    assert [row[2] for row in tables["joint_tests"].rows] == [5, 4]
    assert tables["residuals"].values("spread") == pytest.approx([1.0] * 5, abs=0.05)
    assert sum(tables["residual_histogram"].values("count")) == answer.details["observations"]


def test_baseline_by_visit_and_a_covariate_are_in_the_model(study):
    sex = Covariate(name="sex", values=np.arange(200)[None] % 3 / 1.0, levels=("f", "m", "x"))
    study = layout_of(study.value[0], study.arm[0], study.baseline[0], covariates={"sex": sex})
    answer = mmrm(study, baseline="by_visit", covariates=("sex",))
    terms = next(table for table in answer.tables if table.key == "coefficients").values("term")

    assert len(terms) == 5 + 5 + 5 + 2
    assert "sex[x]" in terms
    assert "baseline" in answer.methods


def test_normalised_residuals_are_uncorrelated_with_unit_variance(study):
    from limen.analyse.mmrm import fit_moments, moments
    from limen.analyse.mmrm.diagnostics import normalised_residuals
    from limen.analyse.mmrm.question import question

    asked = question(study, terms=None, treatment="arm", baseline="main", covariates=(), visit=None)
    _, normalised = normalised_residuals(asked, fit_moments(moments(asked.X, asked.y)))
    whole = normalised[np.isfinite(normalised).all(axis=1)]

    assert np.cov(whole.T) == pytest.approx(np.eye(5), abs=0.35)
    assert np.nansum(normalised**2) == pytest.approx(np.isfinite(normalised).sum() - 11, rel=1e-6)


def test_a_named_fallback_is_used_and_said():
    """More visits than people: unstructured cannot be had."""
    rng = np.random.default_rng(20261201)
    study = layout_of(rng.standard_normal((9, 8)), np.arange(9) % 2)
    answer = mmrm(study, fallback=("heterogeneous_ar1", "compound_symmetry"))

    assert answer.details["covariance"] in ("heterogeneous_ar1", "compound_symmetry")
    assert "unstructured" in answer.warnings[0]
    assert "fallback that the plan names" in answer.warnings[0]


def test_without_a_fallback_it_fails_in_words():
    rng = np.random.default_rng(20261201)
    answer = mmrm(layout_of(rng.standard_normal((9, 8)), np.arange(9) % 2))

    assert answer.failed
    assert answer.estimates == ()
    assert "singular" in answer.message or "did not converge" in answer.message
    assert "Name a simpler covariance as `fallback`" in answer.message


def test_visits_never_seen_together_are_named_as_the_reason():
    rng = np.random.default_rng(20261202)
    y = rng.standard_normal((30, 3))
    y[:15, 1], y[15:, 2] = np.nan, np.nan
    answer = mmrm(layout_of(y, np.arange(30) % 2))

    assert answer.failed
    assert "observed together in fewer than two participants" in answer.message


def test_a_visit_nobody_attended_is_left_out_and_said(study):
    y = study.value[0].copy()
    y[:, 4] = np.nan
    answer = mmrm(layout_of(y, study.arm[0]))

    assert answer.estimates[0].label == "microdose − placebo, week 8"
    assert "week 10" in answer.warnings[0]


def test_one_visit_is_the_two_sample_t_test():
    rng = np.random.default_rng(20261203)
    y, arm = rng.standard_normal((20, 1)), np.arange(20) % 2
    answer = mmrm(layout_of(y, arm))
    groups = y[arm == 1, 0], y[arm == 0, 0]
    error = np.sqrt(sum(group.var(ddof=1) for group in groups) / 10)

    assert answer.estimates[0].df == pytest.approx(18, rel=1e-8)
    assert answer.estimates[0].standard_error == pytest.approx(error, rel=1e-8)


def test_three_arms_are_each_compared_with_the_reference():
    rng = np.random.default_rng(20261204)
    study = layout_of(
        rng.standard_normal((30, 2)), np.arange(30) % 3, arms=("placebo", "low", "high")
    )
    labels = [estimate.label for estimate in mmrm(study).estimates]

    assert labels[:2] == ["low − placebo, week 4", "high − placebo, week 4"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"covariance": "banded"}, "'banded' is not one Limen can fit"),
        ({"fallback": ("ar2",)}, "'ar2' is not one Limen can fit"),
        ({"method": "bayes"}, "Write reml or ml"),
        ({"visit": "week 99"}, "was not observed at 'week 99'"),
        ({"method": "ml", "df": "kenward_roger"}, "needs a restricted likelihood"),
        ({"df": "guess"}, "is not known"),
        ({"terms": ("occasion",)}, "has no term 'arm'"),
    ],
)
def test_refuses_what_it_cannot_do(study, options, message):
    with pytest.raises(AnalysisError, match=message):
        mmrm(study, **options)


def test_collinear_covariates_are_refused_by_name(study):
    twice = Covariate(name="again", values=2 * study.baseline)
    study = layout_of(study.value[0], study.arm[0], study.baseline[0], covariates={"again": twice})
    with pytest.raises(DesignMatrixError, match="again"):
        mmrm(study, baseline="main", covariates=("again",))


def test_an_empty_arm_is_refused(study):
    study = layout_of(study.value[0], study.arm[0], arms=("placebo", "microdose", "high"))
    with pytest.raises(DesignMatrixError, match="high"):
        mmrm(study)


def test_says_where_it_comes_from(study):
    assert len(references(mmrm)) == 2
    assert len(mmrm(study).references) == 3


def test_an_outcome_that_the_model_explains_without_remainder_fails_in_words():
    """A residual of rounding errors is no variance."""
    arm = np.arange(20) % 2
    y = np.array([1.0, 2.0, 3.5])[None] + arm[:, None] * np.array([0.1, 0.2, 0.7])
    answer = mmrm(layout_of(y, arm))

    assert answer.failed
    assert "nothing varies once the fixed effects are known" in answer.message


@pytest.mark.parametrize(
    ("y", "message"),
    [
        (np.full((10, 3), 4.0), "no variation"),
        (np.full((10, 3), np.nan), "no value was observed"),
        (np.where(np.arange(10)[:, None] == 3, np.ones((10, 3)), np.nan), "one participant"),
    ],
)
def test_data_without_an_answer_are_refused(y, message):
    with pytest.raises(AnalysisError, match=message):
        mmrm(layout_of(y, np.arange(10) % 2))


def test_an_additive_model_tests_the_one_difference_it_has(study):
    answer = mmrm(study, terms=("arm", "occasion", "baseline"))
    joint = next(table for table in answer.tables if table.key == "joint_tests")

    assert len({round(estimate.value, 9) for estimate in answer.estimates}) == 1
    assert joint.values("numerator_df") == (1,)
    assert joint.values("p")[0] == pytest.approx(answer.estimates[0].p, rel=1e-8)


def test_a_visit_where_everyone_scores_alike_is_the_reason(study):
    y = study.value[0].copy()
    y[:, 1] = np.where(np.isfinite(y[:, 1]), 5.0, np.nan)
    answer = mmrm(layout_of(y, study.arm[0]))

    assert answer.failed
    assert "nothing varies at one of them" in answer.message


@pytest.mark.parametrize("covariance", ["unstructured", "heterogeneous_ar1"])
def test_visits_on_very_different_scales_are_fitted(study, covariance):
    """A thousand times larger at one visit: the same comparison there."""
    plain = mmrm(study, visit="week 4", covariance=covariance).estimates[0]
    y = study.value[0] * np.array([1, 1e3, 1, 1, 1])
    scaled = mmrm(layout_of(y, study.arm[0]), visit="week 4", covariance=covariance).estimates[0]

    assert scaled.value == pytest.approx(1e3 * plain.value, rel=1e-5)
    assert scaled.standard_error == pytest.approx(1e3 * plain.standard_error, rel=1e-5)
    assert scaled.df == pytest.approx(plain.df, rel=1e-4)
