"""Guess-rate curves and direct effects of many replicates are those of each replicate alone."""

from __future__ import annotations

import numpy as np
import pytest
from twice import ASKED_IN_PART, SCENARIO, Twice, parallel, resilience

from limen.errors import NotIdentifiedError

MANY = (*ASKED_IN_PART, ("planned: 40", "planned: 160"))
SHARED = (
    "intermediate: [intensity], bootstrap: 20",
    "intermediate: [intensity], outcome_model: shared, treatment_model: share, truncate: 0.95",
)
TINY = (("planned: 40", "planned: 20"), *ASKED_IN_PART)


def test_curves_are_those_of_the_door() -> None:
    assert resilience(1).compare("guess_rate_curve") == 3 * 7
    assert parallel(0, 1, changes=ASKED_IN_PART).compare("guess_rate_curve") > 20


def test_curves_weighted_by_confidence_are_those_of_the_door() -> None:
    weighted = ("grid_points: 11", "grid_points: 11, confidence_weighted: true")
    assert parallel(0, 1, changes=(weighted,)).compare("guess_rate_curve") > 20


def test_direct_effects_are_those_of_the_door() -> None:
    vague = SCENARIO.replace("unsteady: 0.5", "unsteady: 2")  # or what is felt tells the guess
    many = parallel(0, 1, changes=MANY, scenario=vague)
    assert many.compare("direct_effect") > 5
    methods = np.isfinite(many.batch("direct_effect")["direct.wellbeing"].estimates.value)
    assert methods[:, ::2].any(axis=0).all()  # each method has an estimate somewhere


def test_direct_effects_with_other_models_are_those_of_the_door() -> None:
    assert parallel(0, 1, 2, changes=(*ASKED_IN_PART, SHARED)).compare("direct_effect") > 5
    assert resilience(1).compare("direct_effect") > 5


@pytest.mark.parametrize("estimator", ["guess_rate_curve", "direct_effect"])
def test_a_replicate_that_fails_does_not_spoil_the_others(estimator: str) -> None:
    tiny = parallel(*range(8), changes=(*TINY, SHARED))
    assert tiny.compare(estimator) > 9
    (*_, answer) = tiny.batch(estimator).values()
    failed = np.isnan(answer.estimates.value).all(axis=1)
    assert 0 < failed.sum() < 8
    assert ((answer.estimates.status != 0) == failed).all()


def test_what_the_points_of_a_curve_aim_at() -> None:
    answer = parallel(0).batch("guess_rate_curve")["curve.wellbeing"]
    aims = {one.key: one.target and one.target.belief for one in answer.quantities}
    assert aims == {
        "curve.wellbeing": "alike",
        "curve.wellbeing.equal": "alike",
        "curve.wellbeing.standardised": "alike",
        "curve.wellbeing.observed": "free",
        "curve.wellbeing.rate_active": None,
        "curve.wellbeing.rate_reference": None,
        "curve.wellbeing.rate_both": None,
    }
    target = answer.quantities[0].target
    assert target is not None
    assert (target.outcome, target.occasions) == ("wellbeing", ("visit.3",))
    assert (target.active, target.reference, target.basis) == ("MD", "PL", "arm")
    assert [one.answers for one in answer.quantities] == [True] + 6 * [False]


def test_direct_effects_aim_at_belief_held_fixed() -> None:
    answer = parallel(0).batch("direct_effect")["direct.wellbeing"]
    found = [(one.key, one.method, one.target.belief) for one in answer.quantities if one.target]
    assert found[:3] == [
        ("direct.wellbeing", "g_formula", "placebo"),
        ("direct.wellbeing.g_formula.active", "g_formula", "active"),
        ("direct.wellbeing.ipw.placebo", "ipw", "placebo"),
    ]
    assert len(found) == 6


def test_an_order_that_identifies_nothing_is_refused_for_all_replicates() -> None:
    unordered = parallel(0, 1, changes=(("    after: [intensity]\n", ""),))
    with pytest.raises(NotIdentifiedError, match="not known what the guess was made from"):
        unordered.batch("direct_effect")
    assert unordered.door("direct_effect", 0)["direct.wellbeing"].message == unordered.refusal(
        "direct_effect"
    )


def test_without_any_guess_all_replicates_are_refused() -> None:
    nobody = parallel(0, changes=TINY, scenario=SCENARIO.replace("undecided: 0.3", "undecided: 99"))
    assert "no treatment guess was recorded" in nobody.refusal("direct_effect")
    assert nobody.compare("guess_rate_curve") == 0


@pytest.mark.parametrize("estimator", ["guess_rate_curve", "direct_effect", "blinding"])
def test_quantities_are_the_same_whatever_the_replicates(estimator: str) -> None:
    assert _quantities(parallel(0), estimator) == _quantities(parallel(1, 2), estimator)


def _quantities(some: Twice, estimator: str) -> list[object]:
    return [each.quantities for each in some.batch(estimator).values()]
