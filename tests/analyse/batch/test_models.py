"""Mixed models, MMRM, imputation and re-randomisation: every replicate as it is alone."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from scipy import stats
from small import small_text
from twice import Twice

from limen.analyse.batch import BATCHES, BatchAnswer
from limen.analyse.plan.items import QUESTIONS
from limen.protocol import parse_protocol
from limen.simulate.scenario import parse_scenario

SCENARIO = """\
limen: 1
id: made
title: Effects, guesses, and gaps
every_outcome: {direct: {active: 0.6}, belief: 0.4, autocorrelation: 0.3}
noticing: {d_prime: {active: 0.8}}
belief: {undecided: 0.3}
adherence: {missed_entry: 0.1}
leaving: {at_random_per_week: 0.04}
"""
WHOLE = SCENARIO[: SCENARIO.index("adherence")]
GAPS = SCENARIO.replace("missed_entry: 0.1", "missed_entry: 0.3")  # so that a covariance may fail
PARALLEL = "design: {kind: parallel}"
LOW = "dose: {amount: 10, unit: ug}}\n"
HIGH = """  - {id: high, kind: active, title: High dose, substance: lsd,
     dose: {amount: 20, unit: ug}}
"""
THREE_ARMS = (
    (PARALLEL, f"  - {{id: HI, title: High, periods: [high]}}\n{PARALLEL}"),
    (LOW, LOW + HIGH),
    ("ratio: {PL: 1, MD: 1}", "ratio: {PL: 1, MD: 1, HI: 1}"),
    ("block_sizes: [2, 4]", "block_sizes: [3, 6]"),
    ("options: [PL, MD]", "options: [PL, MD, HI]"),
)
ESTIMAND = """\
estimands:
  - id: effect
    title: Effect
    role: secondary
    treatment: {active: HI, reference: PL, basis: arm}
    outcomes: [mood, change]
    occasions: [day.2]
    summary: mean_difference
"""


@cache
def planning(
    item: str,
    *,
    design: str = "parallel",
    people: int = 36,
    three: bool = False,
    changes: tuple[tuple[str, str], ...] = (),
    scenario: str = SCENARIO,
    replicates: tuple[int, ...] = (0, 1, 2, 3),
) -> Twice:
    """A small study of a design whose plan holds one analysis."""
    text = small_text(design, people)
    for old, new in (*changes, *(THREE_ARMS if three else ())):
        assert old in text, old
        text = text.replace(old, new)
    text = text[: text.index("analysis:\n")] + (ESTIMAND if three else "")
    text += f"analysis:\n  analyses:\n    - {{id: own, title: Own, role: sensitivity, {item}}}\n"
    return Twice(parse_protocol(text), parse_scenario(scenario), replicates)


MIXED = {
    "arm by occasion": ("outcomes: [mood, change], covariates: [age, sex]", {}),
    "baseline": ("outcomes: [change], baseline: true", {}),
    "average over occasions": ("outcomes: [change], by_occasion: false", {}),
    "kenward roger": ("outcomes: [mood], df: kenward_roger", {}),
    "wald, ml": ("outcomes: [mood], df: wald, method: ml, covariates: [before]", {}),
    "compound symmetry": ("outcomes: [mood], covariance: compound_symmetry", {}),
    "random slope": ("outcomes: [mood], covariance: random_slope", {"people": 60}),
    "guess adjusted": ("outcomes: [mood], guess: adjusted, guess_from: guess", {}),
    "guess interaction": (
        "outcomes: [mood], occasions: [day.4], guess: interaction, guess_from: guess",
        {"people": 90},
    ),
    "three arms": ("outcomes: [mood, change], estimand: effect", {"three": True}),
    "one occasion": ("outcomes: [mood], occasions: [day.3], estimand: effect", {"three": True}),
    "crossover": (
        "outcomes: [mood], period: factor, carry_over: true",
        {"design": "crossover"},
    ),
    "self-blinded": ("outcomes: [mood], period: linear", {"design": "self_blinded"}),
    "slope of the intervention": (
        "outcomes: [mood], covariance: random_slope",
        {"design": "n_of_1", "people": 60},
    ),
    "nobody leaves": ("outcomes: [mood]", {"scenario": WHOLE}),
    "few people": (
        "outcomes: [mood], covariates: [age, sex, before], guess: adjusted, guess_from: guess",
        {"people": 13, "replicates": tuple(range(8))},
    ),
}


@pytest.mark.parametrize("case", MIXED)
def test_a_mixed_model_of_many_replicates_is_that_of_each_alone(case):
    options, study = MIXED[case]
    twice = planning(f"estimator: mixed_model, {options}", **study)
    assert twice.compare("mixed_model") >= len(twice.replicates)


THREE_VISITS = "outcomes: [change], occasions: [day.1, day.2, later]"
FALLS_BACK = {"people": 12, "scenario": GAPS, "replicates": tuple(range(6))}
MMRM = {
    "unstructured": ("outcomes: [change]", {}),
    "baseline by occasion": ("outcomes: [change], baseline_by_occasion: true", {}),
    "covariates, Kenward–Roger": (
        "outcomes: [mood], baseline: false, covariates: [age, sex], df: kenward_roger, "
        "covariance: ar1",
        {},
    ),
    "three arms": ("outcomes: [change], estimand: effect", {"three": True}),
    "nobody leaves": ("outcomes: [mood], baseline: false", {"scenario": WHOLE}),
    "falls back": (f"{THREE_VISITS}, fallback: [compound_symmetry]", FALLS_BACK),
    "interventions": ("outcomes: [mood], baseline: false", {"design": "crossover"}),
}


@pytest.mark.parametrize("case", MMRM)
def test_an_mmrm_of_many_replicates_is_that_of_each_alone(case):
    options, study = MMRM[case]
    twice = planning(f"estimator: mmrm, {options}", **study)
    assert twice.compare("mmrm") >= len(twice.replicates)


def test_some_replicates_fall_back_and_others_do_not():
    item = f"estimator: mmrm, {THREE_VISITS}"
    twice = planning(f"{item}, fallback: [compound_symmetry]", **FALLS_BACK)
    strict = planning(item, **FALLS_BACK)
    fitted = np.isfinite(only(twice, "mmrm").estimates.value[:, 0])
    without = np.isfinite(only(strict, "mmrm").estimates.value[:, 0])
    assert 0 < without.sum() < fitted.sum()


@pytest.mark.parametrize("three", [False, True])
@pytest.mark.parametrize("outcome", ["mood", "change"])
def test_a_rerandomisation_test_of_many_replicates_is_that_of_each_alone(outcome, three):
    twice = planning(f"estimator: rerandomisation_test, outcomes: [{outcome}], replicates: 499",
                     three=three, people=24)  # fmt: skip
    assert twice.compare("rerandomisation_test") >= len(twice.replicates)
    answer = only(twice, "rerandomisation_test")
    for row, replicate in enumerate(twice.replicates):
        door = twice.door("rerandomisation_test", replicate)[f"own.{outcome}"]
        expected = {one.label: one.p for one in door.estimates}
        found = dict(zip(answer.estimates.labels, answer.estimates.extras["p"][row], strict=True))
        assert found == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("estimator", ["reference_based_imputation", "delta_tipping"])
def test_imputation_of_many_replicates_is_that_of_each_alone(estimator):
    twice = planning(f"estimator: {estimator}, outcomes: [change], estimand: effect, "
                     "covariance: ar1, occasions: [day]",
                     three=True, people=30, replicates=(0, 1))  # fmt: skip
    assert twice.compare(estimator) >= 4


def only(twice: Twice, estimator: str) -> BatchAnswer:
    (answer,) = twice.batch(estimator).values()
    return answer


def test_the_estimands_own_contrast_answers_and_has_the_key_of_the_question():
    twice = planning("estimator: mixed_model, outcomes: [mood], estimand: effect", three=True)
    first, *others = only(twice, "mixed_model").quantities
    assert (first.key, first.answers) == ("own.mood", True)
    assert (first.target.active, first.target.reference) == ("HI", "PL")
    assert first.target.occasions == ("day.4",)
    assert (first.target.belief, first.target.basis) == ("free", "arm")
    assert not any(one.answers for one in others)
    assert {one.key for one in others} == {
        *(f"own.mood.HI.day.{number}" for number in (1, 2, 3)),
        *(f"own.mood.MD.day.{number}" for number in (1, 2, 3, 4)),
    }


def test_an_mmrm_answers_at_the_occasion_of_the_estimand():
    twice = planning("estimator: mmrm, outcomes: [change], estimand: effect", three=True)
    first = only(twice, "mmrm").quantities[0]
    assert (first.target.active, first.target.occasions) == ("HI", ("day.2",))


def test_one_difference_is_aimed_at_the_mean_over_the_occasions():
    twice = planning("estimator: mixed_model, outcomes: [change], by_occasion: false")
    (one,) = only(twice, "mixed_model").quantities
    assert one.target.occasions == ("day.1", "day.2", "day.3", "day.4", "later")
    assert one.target.outcome == "change"


def test_belief_is_what_a_model_with_guesses_is_aimed_at():
    adjusted = planning("estimator: mixed_model, outcomes: [mood], occasions: [day.4], "
                        "guess: adjusted, guess_from: guess")  # fmt: skip
    (one,) = only(adjusted, "mixed_model").quantities
    assert (one.method, one.target.belief) == ("mixed_model_guess_adjusted", "alike")
    strata = planning("estimator: mixed_model, outcomes: [mood], occasions: [day.4], "
                      "guess: interaction, guess_from: guess", people=90)  # fmt: skip
    found = {one.key: one.target and one.target.belief
             for one in only(strata, "mixed_model").quantities}  # fmt: skip
    assert found == {
        "own.mood": "placebo",
        "own.mood.guess_MD": "active",
        "own.mood.guess_dont_know": None,
    }


def test_quantities_follow_from_the_plan_and_not_from_what_people_said():
    """Nobody is undecided here, so no replicate has the stratum; its column stays, empty."""
    certain = SCENARIO.replace("undecided: 0.3", "undecided: 0")
    twice = planning("estimator: mixed_model, outcomes: [mood], occasions: [day.4], "
                     "guess: interaction, guess_from: guess", scenario=certain)  # fmt: skip
    answer = only(twice, "mixed_model")
    assert [one.key for one in answer.quantities][-1] == "own.mood.guess_dont_know"
    assert np.isnan(answer.estimates.value[:, -1]).all()
    assert np.isfinite(answer.estimates.value[:, :2]).all()


def test_what_no_replicate_can_answer_is_refused_with_the_doors_reason():
    still = WHOLE + "outcomes: [{id: mood, mean: 3, sd_between: 0, sd_within: 0}]\n"
    still = still.replace("every_outcome: {direct: {active: 0.6}, belief: 0.4, "
                          "autocorrelation: 0.3}\n", "")  # fmt: skip
    twice = planning("estimator: mixed_model, outcomes: [mood]", scenario=still)
    assert "no variation" in twice.refusal("mixed_model")


def test_a_replicate_does_not_depend_on_its_company():
    item = "estimator: mixed_model, outcomes: [change], covariates: [age]"
    many = only(planning(item, replicates=tuple(range(40))), "mixed_model").estimates
    one = only(planning(item, replicates=(17,)), "mixed_model").estimates
    assert one.value[0] == pytest.approx(many.value[17], rel=1e-11)
    assert one.standard_error[0] == pytest.approx(many.standard_error[17], rel=1e-9)


def test_every_estimator_of_a_plan_has_a_batch():
    assert set(BATCHES) == set(QUESTIONS)


@pytest.mark.parametrize("days", ["[1, 8, 15, 22]", str(list(range(1, 25, 2)))])
def test_one_difference_over_the_occasions_is_that_of_peoples_means(days):
    """A second route where data are balanced: a t test of means, occasions few or many."""
    item = "estimator: mixed_model, outcomes: [mood], by_occasion: false"
    twice = planning(item, scenario=WHOLE, changes=(("days: [1, 8, 15, 22]", f"days: {days}"),))
    layout, found = twice.source.layout("mood"), only(twice, "mixed_model").estimates
    means = layout.value.mean(axis=2)
    for row, arm in enumerate(layout.arm):
        active, reference = means[row, arm == 1], means[row, arm == 0]
        expected = stats.ttest_ind(active, reference)
        assert found.value[row, 0] == pytest.approx(active.mean() - reference.mean(), rel=1e-9)
        assert found.value[row, 0] / found.standard_error[row, 0] == pytest.approx(
            expected.statistic, rel=1e-7
        )
