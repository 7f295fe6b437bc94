"""The door: what a mixed model of one dataset answers, warns of and refuses."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from limen.analyse.layout import DONT_KNOW, Covariate, Layout
from limen.analyse.mixed_models import mixed_model, mixed_model_of
from limen.errors import AnalysisError, DesignMatrixError
from limen.references import references

REFERENCE = Path(__file__).parents[2] / "reference"
DF = {"satterthwaite": "satterthwaite", "kenward-roger": "kenward_roger", "asymptotic": "wald"}


def layout_of_generated(d):
    """The data set "unbalanced" of tests/reference/lme4.R as a layout."""
    people, occasions = int(d.id.max()) + 1, int(d.occasion.max()) + 1
    value = np.full((1, people, occasions), np.nan)
    guess = np.full((1, people, occasions), -2)
    given = np.full((1, people, occasions), -1)
    x = np.full((1, people), np.nan)
    codes = np.where(d.guess == 2, DONT_KNOW, d.guess)
    value[0, d.id, d.occasion], guess[0, d.id, d.occasion] = d.y, codes
    given[0, d.id, d.occasion], x[0, d.id] = d.arm, d.x
    return Layout(
        outcome="mood",
        value=value,
        observed=np.isfinite(value),
        participants=tuple(f"p{i + 1}" for i in range(people)),
        occasions=tuple(f"v{t + 1}" for t in range(occasions)),
        interventions=("placebo", "microdose"),
        intervention=given,
        guess=guess,
        covariates={"x": Covariate(name="x", values=x)},
        unit="points",
    )


def repeated(layout, value):
    """The layout with the values of several replicates, (R, N, T)."""
    count = len(value)
    return replace(
        layout,
        value=value,
        observed=np.repeat(layout.observed, count, 0),
        intervention=np.repeat(layout.intervention, count, 0),
        guess=np.repeat(layout.guess, count, 0),
    )


@pytest.fixture
def unbalanced(generated):
    return layout_of_generated(generated("unbalanced"))


def table(answer, key):
    return next(table for table in answer.tables if table.key == key)


@pytest.mark.parametrize("df", ["satterthwaite", "kenward-roger"])
def test_strata_and_marginal_means_are_those_of_emmeans(generated, unbalanced, df):
    """emmeans(m, "arm", by = "guess") and back, differences by "revpairwise"."""
    d = generated("unbalanced")
    answer = mixed_model(unbalanced, terms=["intervention*guess", "x"], df=DF[df])
    means = table(answer, "marginal_means")
    for row in range(len(means.rows)):
        term = f"{means.values('intervention')[row]}|{means.values('guess')[row]}"
        for ours, theirs in (("value", ""), ("standard_error", " se"), ("df", " df")):
            reference = d.r(f"emmean{theirs} arm {df}")[term]
            assert means.values(ours)[row] == pytest.approx(reference, rel=2e-6), (ours, term)

    found = table(answer, "contrasts")
    compared = 0
    for row in range(len(found.rows)):
        specs = "arm" if found.values("factor")[row] == "intervention" else "guess"
        at = found.values("stratum")[row].split()[-1]
        term = f"{found.values('comparison')[row].replace(' − ', ' - ')}|{at}"
        for ours, theirs in (("value", ""), ("standard_error", " se"), ("df", " df")):
            reference = d.r(f"difference{theirs} {specs} {df}")[term]
            assert found.values(ours)[row] == pytest.approx(reference, rel=2e-6), (ours, term)
        compared += 1
    assert compared == 3 + 6


def test_means_over_strata_weigh_them_equally(generated, unbalanced):
    from limen.analyse.design import reference_grid

    model = mixed_model_of(unbalanced, terms=["intervention*guess", "x"])
    grid = reference_grid(model.question.design, ["intervention"])
    means = model.ask(grid.L, ["placebo", "microdose"]).value[0]

    assert means == pytest.approx(generated("unbalanced").values("emmean overall"), rel=2e-7)


def test_an_interaction_answers_in_every_stratum_and_never_on_average(unbalanced):
    answer = mixed_model(unbalanced, terms=["intervention*guess", "x"])

    assert [estimate.label for estimate in answer.estimates] == [
        "microdose − placebo, guess placebo",
        "microdose − placebo, guess microdose",
        "microdose − placebo, guess dont_know",
    ]
    assert sum(estimate.n for estimate in answer.estimates) == answer.details["n"]
    assert answer.estimates[0].participants < answer.details["participants"]


def test_a_target_puts_its_stratum_first(unbalanced):
    answer = mixed_model(unbalanced, terms=["intervention*guess"], target={"guess": "microdose"})

    assert answer.estimates[0].label == "microdose − placebo, guess microdose"
    with pytest.raises(AnalysisError, match="target guess='maybe'"):
        mixed_model(unbalanced, terms=["intervention*guess"], target={"guess": "maybe"})


def test_with_occasions_the_last_one_answers_first(unbalanced):
    layout = unbalanced.at("v1", "v2", "v3")
    answer = mixed_model(layout, terms=["intervention*occasion"])

    assert [estimate.label for estimate in answer.estimates] == [
        "microdose − placebo, occasion v3",
        "microdose − placebo, occasion v1",
        "microdose − placebo, occasion v2",
    ]


def test_without_interaction_the_answer_is_the_coefficient(generated, unbalanced):
    answer = mixed_model(unbalanced, terms=["intervention", "guess", "x"])
    (estimate,) = answer.estimates
    coefficients = table(answer, "coefficients")
    row = coefficients.values("term").index("intervention[microdose]")

    assert estimate.label == "microdose − placebo"
    assert estimate.value == coefficients.values("value")[row]
    assert estimate.df == pytest.approx(coefficients.values("df")[row], rel=1e-12)
    assert estimate.lower < estimate.value < estimate.upper
    assert estimate.unit == "points"
    assert estimate.n == answer.details["n"] == len(generated("unbalanced").y)


def test_tables_and_details_are_complete(unbalanced):
    answer = mixed_model(unbalanced, terms=["intervention*guess", "x"])
    keys = [table.key for table in answer.tables]
    scatter = table(answer, "residuals")

    assert keys == [
        "coefficients",
        "marginal_means",
        "contrasts",
        "joint_tests",
        "residuals",
        "residual_histogram",
        "participant_effects",
    ]
    assert scatter.picture.shape == "scatter"
    assert sum(table(answer, "residual_histogram").values("count")) == answer.details["n"]
    fitted, residual = (np.array(scatter.values(key)) for key in ("fitted", "residual"))
    marginal = np.array(scatter.values("marginal_fitted"))
    other = np.array(scatter.values("marginal_residual"))
    assert fitted + residual == pytest.approx(marginal + other)
    assert {"sigma", "tau", "icc", "deviance", "iterations", "n", "participants"} <= set(
        answer.details
    )
    assert "restricted maximum likelihood" in answer.methods
    assert len(answer.references) == 2
    assert references(mixed_model)


def test_a_wald_interval_is_wider_by_t(unbalanced):
    terms = ["intervention", "x"]
    normal = mixed_model(unbalanced, terms=terms, df="wald").estimates[0]
    small = mixed_model(unbalanced, terms=terms).estimates[0]

    assert normal.value + 1.959963984540054 * normal.standard_error == pytest.approx(normal.upper)
    assert normal.interval == "Wald"
    assert small.upper > normal.upper


def test_replicates_give_what_each_gives_alone(unbalanced):
    rng = np.random.default_rng(3)
    value = unbalanced.value + rng.normal(size=(4, *unbalanced.value.shape[1:]))

    many = repeated(unbalanced, value)
    together = mixed_model_of(many, terms=["intervention*guess", "x"]).answers()
    for r in range(4):
        alone = mixed_model(
            replace(unbalanced, value=value[r : r + 1]), terms=["intervention*guess", "x"]
        )
        assert together.value[r] == pytest.approx([e.value for e in alone.estimates], rel=1e-10)
        assert together.df[r] == pytest.approx([e.df for e in alone.estimates], rel=1e-8)


def test_missing_covariates_are_counted_in_a_warning(unbalanced):
    unbalanced.covariates["x"].values[0, 3] = np.nan
    answer = mixed_model(unbalanced, terms=["intervention", "x"])

    assert any("left out" in warning and "x (" in warning for warning in answer.warnings)
    assert answer.details["dropped"] == unbalanced.observed[0, 3].sum()


def test_no_variance_between_people_is_said_in_words(unbalanced):
    means = np.nanmean(unbalanced.value, axis=2, keepdims=True)
    layout = replace(unbalanced, value=unbalanced.value - means)
    answer = mixed_model(layout, terms=["intervention", "x"])

    assert answer.details["tau"] == 0
    assert any("estimated as zero" in warning for warning in answer.warnings)
    assert "estimated as zero" in str(answer.estimates[0])


def test_one_row_per_participant_is_least_squares_with_a_warning(unbalanced):
    answer = mixed_model(unbalanced.at("v1"), terms=["intervention", "x"])

    assert any("ordinary least squares" in warning for warning in answer.warnings)
    assert answer.estimates[0].df == pytest.approx(answer.details["n"] - 3)


def test_without_variation_within_participants_there_are_no_numbers(unbalanced):
    value = np.where(unbalanced.observed, np.arange(24.0)[None, :, None] ** 2, np.nan)
    answer = mixed_model(replace(unbalanced, value=value), terms=["intervention"])

    assert answer.failed
    assert "nothing within participants is left" in answer.message
    assert answer.estimates == ()


def test_compound_symmetry_may_be_negative(unbalanced):
    means = np.nanmean(unbalanced.value, axis=2, keepdims=True)
    layout = replace(unbalanced, value=unbalanced.value - means)
    answer = mixed_model(layout, terms=["intervention", "x"], covariance="compound_symmetry")

    assert answer.details["icc"] < 0
    assert answer.details["tau"] is None


def test_random_slope_of_the_occasion(unbalanced):
    answer = mixed_model(unbalanced, terms=["intervention", "x"], covariance="random_slope")

    assert answer.details["slope"] == "occasion"
    assert "random intercept and slope per participant of occasion" in answer.methods
    assert [c.key for c in table(answer, "participant_effects").columns][-1] == "slope"
    with pytest.raises(AnalysisError, match="Kenward–Roger is not available"):
        mixed_model(
            unbalanced, terms=["intervention"], covariance="random_slope", df="kenward_roger"
        )


def test_a_model_without_treatment_answers_with_its_coefficients(unbalanced):
    answer = mixed_model(unbalanced, terms=["x"])

    assert [estimate.label for estimate in answer.estimates] == ["x"]


@pytest.mark.parametrize(
    ("option", "value"), [("covariance", "toeplitz"), ("df", "between"), ("method", "bayes")]
)
def test_unknown_options_are_refused_with_the_known_ones(unbalanced, option, value):
    with pytest.raises(AnalysisError, match=rf"{option}: '{value}' is not known. Use one of"):
        mixed_model(unbalanced, terms=["intervention"], **{option: value})


def test_what_the_design_refuses_the_door_refuses(unbalanced):
    with pytest.raises(DesignMatrixError, match="no variable 'dose'"):
        mixed_model(unbalanced, terms=["intervention", "dose"])
    many = repeated(unbalanced, np.repeat(unbalanced.value, 2, 0))
    with pytest.raises(AnalysisError, match="one dataset"):
        mixed_model(many, terms=["x"])


def public_layout(folder, outcome):
    with (folder / "pacutes.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["test_name"] == outcome]
    people = sorted({row["trial_id"] for row in rows}, key=int)
    occasions = sorted({row["tp"] for row in rows})
    shape = (1, len(people), len(occasions))
    value, given, guess = np.full(shape, np.nan), np.full(shape, -1), np.full(shape, -2)
    names = ("expectation", "psychiatric_past", "sex")
    covariates = {name: np.full((1, len(people)), np.nan) for name in names}
    sexes = sorted({row["sex"] for row in rows})
    for row in rows:
        i, t = people.index(row["trial_id"]), occasions.index(row["tp"])
        value[0, i, t] = float(row["value"])
        given[0, i, t], guess[0, i, t] = row["condition"] == "MD", row["guess"] == "MD"
        for name in names[:2]:
            covariates[name][0, i] = float(row[name])
        covariates["sex"][0, i] = sexes.index(row["sex"])
    return Layout(
        outcome=outcome,
        value=value,
        observed=np.isfinite(value),
        participants=tuple(people),
        occasions=tuple(occasions),
        interventions=("PL", "MD"),
        intervention=given,
        guess=guess,
        covariates={
            name: Covariate(name=name, values=v, levels=tuple(sexes) if name == "sex" else ())
            for name, v in covariates.items()
        },
    )


COVARIATES = {
    "PANAS": ["expectation", "psychiatric_past"],
    "energy": ["expectation", "psychiatric_past", "sex"],
    "intensity": ["expectation"],
}


@pytest.mark.parametrize("outcome", COVARIATES)
@pytest.mark.parametrize("df", DF)
def test_strata_of_the_self_blinding_study(self_blinding_folder, outcome, df):
    """emmeans(m, pairwise ~ condition | guess) and back, tests/reference/r_reference_strata*."""
    layout = public_layout(self_blinding_folder, outcome)
    answer = mixed_model(layout, terms=["intervention*guess", *COVARIATES[outcome]], df=DF[df])
    found, means = table(answer, "contrasts"), table(answer, "marginal_means")
    factors = {"guess": "intervention", "condition": "guess"}  # held → compared

    with (REFERENCE / "r_reference_strata.csv").open() as file:
        rows = [r for r in csv.DictReader(file) if (r["outcome"], r["df_method"]) == (outcome, df)]
    assert len(rows) == len(found.rows) == 4
    for row in rows:
        index = next(
            i
            for i in range(len(found.rows))
            if found.values("factor")[i] == factors[row["fixed"]]
            and found.values("stratum")[i].split()[-1] == row["at"]
        )
        assert found.values("comparison")[index] == "MD − PL"
        for ours, theirs in (("value", "estimate"), ("standard_error", "se"), ("df", "df")):
            expected = float(row[theirs])
            assert found.values(ours)[index] == pytest.approx(expected, rel=1e-6, abs=1e-7)
        p = pytest.approx(float(row["p"]), rel=1e-5)
        assert found.values("p")[index] == p

    with (REFERENCE / "r_reference_strata_emmeans.csv").open() as file:
        rows = [r for r in csv.DictReader(file) if (r["outcome"], r["df_method"]) == (outcome, df)]
    for row in rows:
        index = next(
            i
            for i in range(4)
            if means.values("intervention")[i] == row["condition"]
            and means.values("guess")[i] == row["guess"]
        )
        assert means.values("n")[index] == int(row["n"])
        for ours, theirs in (("value", "emmean"), ("standard_error", "se"), ("df", "df")):
            expected = float(row[theirs])
            assert means.values(ours)[index] == pytest.approx(expected, rel=1e-6)
