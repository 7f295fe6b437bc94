"""The door: identified or refused, with positivity and what is left out."""

from dataclasses import replace

import numpy as np
import pytest

from limen.analyse.direct_effect import OrderOfMeasurement, direct_effect
from limen.analyse.layout import DONT_KNOW, Covariate
from limen.errors import AnalysisError, EmptyStratumError, NoGuessesError, NotIdentifiedError

CONFOUNDERS = ("expectancy", "side_effects")


def test_methods_side_by_side(study, good_order):
    answer = direct_effect(study, order=good_order, confounders=CONFOUNDERS, bootstrap=100)

    assert len(answer.estimates) == 6
    for estimate, truth in zip(answer.estimates, [0.78, 1.18] * 3, strict=True):
        assert abs(estimate.value - truth) < 4 * estimate.standard_error
        assert estimate.participants == 400
        assert estimate.n == 800
    assert [table.key for table in answer.tables] == [
        "direct_effects", "positivity", "overlap", "unmeasured_confounding",
    ]  # fmt: skip
    *adjusted, unadjusted = answer.tables[0].rows
    treated = study.intervention == 1
    raw = study.value[treated].mean() - study.value[~treated].mean()
    assert unadjusted[1] == pytest.approx(raw)
    for row in adjusted:
        assert row[6] - row[5] == pytest.approx(row[4] - row[3], rel=0.35)
    assert "expectancy" in answer.details["confounders_before_dosing"]
    assert "side_effects" in answer.details["confounders_before_guess"]
    assert len(answer.references) == 7


def test_same_seed_same_answer(study, good_order):
    first, second = (
        direct_effect(study, order=good_order, confounders=CONFOUNDERS, seed=4) for _ in range(2)
    )

    assert first.estimates == second.estimates


@pytest.mark.parametrize(
    ("order", "confounders", "said"),
    [
        ((False, True, ()), CONFOUNDERS, "The guess is asked before, or together with"),
        ((True, False, ()), CONFOUNDERS, "The outcome is measured before, or together with"),
        ((True, True, ("early benefit",)), CONFOUNDERS, "Not measured .*: early benefit"),
        ((True, True, ()), (), "No confounder .* is named: measure expectancy"),
    ],
)
def test_refuses_what_the_order_of_measurement_does_not_identify(
    study, good_order, order, confounders, said
):
    assert direct_effect(study, order=good_order, confounders=CONFOUNDERS).estimates
    bad = OrderOfMeasurement(
        guess_after_confounders=order[0], outcome_after_guess=order[1], unmeasured=order[2]
    )

    with pytest.raises(NotIdentifiedError, match=said):
        direct_effect(study, order=bad, confounders=confounders)


def test_a_refusal_gives_all_reasons_at_once(study):
    order = OrderOfMeasurement(
        guess_after_confounders=False,
        outcome_after_guess=False,
        unmeasured=("side effects", "early benefit"),
    )
    with pytest.raises(NotIdentifiedError) as refusal:
        direct_effect(study, order=order, confounders=())

    for number in ("(1)", "(2)", "(3)", "(4)", "side effects, early benefit"):
        assert number in str(refusal.value)


def test_an_empty_cell_is_refused(study, good_order):
    sure = replace(study, guess=np.where(study.intervention == 1, 1, study.guess))

    with pytest.raises(EmptyStratumError, match="given 'microdose' and guessed 'placebo'"):
        direct_effect(sure, order=good_order, confounders=CONFOUNDERS)


def test_what_is_left_out_is_counted(study, good_order):
    guess, values = study.guess.copy(), study.covariates["side_effects"].values.copy()
    guess[0, :10, 0], guess[0, 10:15, 0], values[0, 20:24, 1] = DONT_KNOW, -2, np.nan
    covariates = dict(study.covariates)
    covariates["side_effects"] = replace(covariates["side_effects"], values=values)
    answer = direct_effect(
        replace(study, guess=guess, covariates=covariates), order=good_order,
        confounders=CONFOUNDERS, methods=("g_formula",),
    )  # fmt: skip

    assert answer.estimates[0].n == 800 - 10 - 5 - 4
    assert any(text.startswith("10 rows are left out: guess") for text in answer.warnings)
    assert any(text.startswith("4 rows are left out: a confounder") for text in answer.warnings)


def test_factors_become_indicators(study, good_order):
    site = Covariate(
        name="site", values=np.tile([0.0, 1.0, 2.0, 0.0], 100)[None], levels=("A", "B", "C")
    )
    numbers = [Covariate(name=f"is_{k}", values=(site.values == k).astype(float)) for k in (1, 2)]
    given = direct_effect(study, order=good_order, confounders=(site, "side_effects"))
    by_hand = direct_effect(study, order=good_order, confounders=(*numbers, "side_effects"))

    assert given.estimates[0].value == pytest.approx(by_hand.estimates[0].value, abs=1e-12)


def test_separated_guesses_are_said_and_the_g_formula_still_answers(study, good_order):
    telling = Covariate(name="telling", values=study.guess + 0.1 * study.value)
    answer = direct_effect(
        replace(study, guess=(study.guess > 0).astype(int)), order=good_order,
        confounders=("expectancy", replace(telling, values=10.0 * study.guess + study.value * 0)),
        outcome_model="shared",
    )  # fmt: skip

    assert any("separate the guesses" in text for text in answer.warnings)
    assert all(not np.isfinite(e.value) for e in answer.estimates[2:])


def test_truncation_is_reported(study, good_order):
    answer = direct_effect(
        study, order=good_order, confounders=CONFOUNDERS, methods=("ipw",), truncate=0.9
    )
    positivity = next(table for table in answer.tables if table.key == "positivity")

    for share, effective, rows in zip(
        *(positivity.values(key) for key in ("truncated", "effective", "rows")), strict=True
    ):
        assert share == pytest.approx(0.1, abs=0.01)
        assert effective <= rows


def test_refuses_without_guesses_interventions_or_the_covariate(study, good_order):
    with pytest.raises(NoGuessesError, match="no treatment guess"):
        direct_effect(replace(study, guess=None), order=good_order, confounders=CONFOUNDERS)
    with pytest.raises(AnalysisError, match="Unseal"):
        direct_effect(replace(study, intervention=None), order=good_order, confounders=CONFOUNDERS)
    with pytest.raises(AnalysisError, match="no covariate 'hope'; it has: expectancy"):
        direct_effect(study, order=good_order, confounders=("hope",))
    nothing = study.only(np.zeros(study.value.shape, dtype=bool))
    with pytest.raises(AnalysisError, match="no row has"):
        direct_effect(nothing, order=good_order, confounders=CONFOUNDERS)
