"""Which rows are analysed, what their columns are, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest

from limen.analyse.design import design_matrix
from limen.analyse.layout import DONT_KNOW, NOT_ASKED, UNKNOWN, Covariate, Layout
from limen.errors import AnalysisError, DesignMatrixError


def study(people: int = 12, occasions: int = 3, seed: int = 1) -> Layout:
    """A complete parallel study of one replicate with two covariates and a guess."""
    rng = np.random.default_rng(seed)
    shape = (1, people, occasions)
    arm = (np.arange(people) % 2)[None]
    return Layout(
        outcome="mood",
        value=rng.normal(size=shape),
        observed=np.ones(shape, dtype=bool),
        participants=tuple(f"p{i}" for i in range(people)),
        occasions=tuple(f"v{t + 1}" for t in range(occasions)),
        arms=("placebo", "microdose"),
        arm=arm,
        interventions=("placebo", "microdose"),
        intervention=np.broadcast_to(arm[:, :, None], shape).copy(),
        guess=rng.integers(0, 2, size=shape),
        baseline=rng.normal(size=(1, people)),
        period=np.broadcast_to(np.arange(occasions), shape).copy(),
        covariates={
            "age": Covariate(name="age", values=rng.normal(40, 9, size=(1, people))),
            "sex": Covariate(
                name="sex",
                values=(np.arange(people) // 2 % 3).astype(float)[None],
                levels=("female", "male", "non_binary"),
            ),
        },
    )


def test_columns_have_names_a_person_can_read():
    design = design_matrix(study(), ["intervention*guess", "sex", "age"])

    assert design.names == (
        "intercept",
        "intervention[microdose]",
        "guess[microdose]",
        "sex[male]",
        "sex[non_binary]",
        "age",
        "intervention[microdose]:guess[microdose]",
    )
    assert np.array_equal(design.X[:, -1], design.X[:, 1] * design.X[:, 2])
    assert set(np.unique(design.X[:, :5])) == {0.0, 1.0}


def test_an_interaction_of_factors_with_three_levels_names_its_own_columns():
    layout = study(people=30, occasions=4)
    design = design_matrix(layout, ["sex*occasion"])
    names = list(design.names)
    male = layout.covariates["sex"].values[0][design.participant] == 1
    third = design.occasion == 2

    column = design.X[:, names.index("sex[male]:occasion[v3]")]
    assert np.array_equal(column, (male & third).astype(float))
    assert design.X.shape[1] == 12


def test_rows_are_sorted_by_participant_then_occasion():
    layout = study()
    layout.observed[0, 3, 1] = False
    design = design_matrix(
        replace(layout, value=np.where(layout.observed, layout.value, np.nan)), ["arm"]
    )

    assert design.rows == 35
    assert np.all(np.diff(design.participant * 10 + design.occasion) > 0)
    assert np.array_equal(design.y[0], layout.value[0, design.participant, design.occasion])


def test_rows_with_a_missing_covariate_are_left_out_and_listed():
    layout = study()
    layout.covariates["age"].values[0, 4] = np.nan
    layout.guess[0, 4, 1] = NOT_ASKED
    layout.guess[0, 7, 2] = NOT_ASKED
    design = design_matrix(layout, ["arm", "guess", "age"])

    assert design.rows == 36 - 4
    assert design.groups == 11
    assert "p4" not in design.participants
    assert [(d.participant, d.occasion, d.missing) for d in design.dropped] == [
        ("p4", "v1", ("age",)),
        ("p4", "v2", ("guess", "age")),
        ("p4", "v3", ("age",)),
        ("p7", "v3", ("guess",)),
    ]


def test_dont_know_is_a_level_of_the_guess():
    layout = study()
    layout.guess[0, 2:8, 1] = DONT_KNOW

    design = design_matrix(layout, ["guess"])

    assert design.names == ("intercept", "guess[microdose]", "guess[dont_know]")
    assert design.X[:, 2].sum() == 6


def test_a_level_without_rows_is_left_out_with_a_note():
    layout = study()
    sex = layout.covariates["sex"].values
    sex[sex == 1] = 0

    design = design_matrix(layout, ["arm", "sex"])

    assert design.names == ("intercept", "arm[microdose]", "sex[non_binary]")
    assert design.notes == ("No analysed row has sex male: left out.",)


def test_the_reference_level_can_be_named():
    design = design_matrix(study(), ["occasion"], reference_levels={"occasion": "v3"})

    assert design.names == ("intercept", "occasion[v1]", "occasion[v2]")
    with pytest.raises(DesignMatrixError, match=r"no level 'v9'.*v1, v2, v3"):
        design_matrix(study(), ["occasion"], reference_levels={"occasion": "v9"})


def test_carry_over_is_what_the_previous_period_held():
    layout = study(people=4, occasions=3)
    given = np.array([[0, 1, 0], [1, 0, 1], [1, 1, 0], [0, 0, 1]])[None]
    design = design_matrix(
        replace(layout, intervention=given), ["intervention", "period", "carry_over"]
    )

    carried = design.X[:, design.names.index("carry_over[microdose]")].reshape(4, 3)
    assert np.array_equal(carried, [[0, 0, 1], [0, 1, 0], [0, 1, 1], [0, 0, 0]])


def test_carry_over_of_an_unrecorded_period_is_missing_not_placebo():
    layout = study(people=6, occasions=2)
    given = np.array([[0, 1], [1, 0], [0, 1], [1, 0], [1, 1], [UNKNOWN, 1]])[None]
    design = design_matrix(replace(layout, intervention=given), ["intervention", "carry_over"])

    assert [(d.participant, d.occasion) for d in design.dropped] == [("p5", "v1"), ("p5", "v2")]


def test_replicates_with_the_same_values_share_one_design():
    layout = study()
    three = replace(
        layout,
        value=np.random.default_rng(5).normal(size=(3, 12, 3)),
        observed=np.repeat(layout.observed, 3, axis=0),
        arm=np.repeat(layout.arm, 3, axis=0),
        intervention=None,
        guess=None,
        period=None,
    )
    design = design_matrix(three, ["arm", "age", "baseline"])

    assert design.shared
    assert design.X.shape == (36, 4)
    assert design.y.shape == (3, 36)


def test_replicates_with_different_gaps_mark_the_rows_they_lack():
    layout = study()
    observed = np.repeat(layout.observed, 2, axis=0)
    observed[1, 0, 0] = observed[0, 5, 2] = False
    value = np.where(observed, np.repeat(layout.value, 2, axis=0), np.nan)
    varying = replace(
        layout,
        value=value,
        observed=observed,
        arm=np.repeat(layout.arm, 2, axis=0),
        intervention=None,
        guess=None,
        period=None,
    )
    design = design_matrix(varying, ["arm"])

    assert not design.shared
    assert design.X.shape == (2, 36, 2)
    assert np.array_equal(design.present.sum(axis=1), [35, 35])
    assert np.all(design.X[~design.present] == 0)
    assert np.all(design.y[~design.present] == 0)


def test_columns_that_repeat_others_are_named_with_what_to_drop():
    layout = study()
    copy = Covariate(name="years", values=2 * layout.covariates["age"].values + 1)
    layout = replace(layout, covariates={**layout.covariates, "years": copy})

    with pytest.raises(
        DesignMatrixError,
        match=r"Column 'years' is a combination of 'intercept', 'age'. Drop 'years'",
    ):
        design_matrix(layout, ["arm", "age", "years"])


def test_arm_and_intervention_cannot_both_be_in_a_parallel_study():
    with pytest.raises(DesignMatrixError, match=r"'intervention\[microdose\]'.*'arm\[microdose\]'"):
        design_matrix(study(), ["arm", "intervention"])


def test_a_missing_cell_of_an_interaction_is_named():
    layout = study()
    layout.guess[0, layout.arm[0] == 1] = 0

    with pytest.raises(
        DesignMatrixError,
        match=r"'intervention\[microdose\]:guess\[microdose\]' is zero in every analysed row",
    ):
        design_matrix(layout, ["intervention*guess"])


def test_an_empty_arm_is_refused():
    layout = study()
    keep = np.broadcast_to((layout.arm == 0)[:, :, None], layout.value.shape)

    with pytest.raises(DesignMatrixError, match="arm microdose has no analysed row"):
        design_matrix(layout.only(keep), ["arm"])


def test_everything_missing_is_refused():
    layout = study()

    with pytest.raises(AnalysisError, match="no value was observed"):
        design_matrix(layout.only(np.zeros(layout.value.shape, dtype=bool)), ["arm"])


def test_one_participant_is_refused():
    layout = study()
    keep = np.zeros(layout.value.shape, dtype=bool)
    keep[0, 3] = True

    with pytest.raises(AnalysisError, match="one participant has an observed value"):
        design_matrix(layout.only(keep), ["occasion"])


def test_a_constant_outcome_is_refused():
    layout = study()

    with pytest.raises(AnalysisError, match="every analysed value is 3"):
        design_matrix(replace(layout, value=np.full(layout.value.shape, 3.0)), ["arm"])


def test_an_unknown_variable_is_refused_with_the_known_ones():
    with pytest.raises(DesignMatrixError, match=r"no variable 'dose'.*intervention, arm.*age, sex"):
        design_matrix(study(), ["dose"])


def test_a_variable_the_study_did_not_record_is_refused():
    with pytest.raises(DesignMatrixError, match="has no baseline"):
        design_matrix(replace(study(), baseline=None), ["arm", "baseline"])
