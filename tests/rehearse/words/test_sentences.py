"""Sentences follow the numbers: change a number, and the sentence changes."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import pytest
from rehearsal_example import BELIEFS, rehearsed, share, target

from limen.rehearse.performance import Measure, Performance
from limen.rehearse.rehearsal import Refused, Rehearsed
from limen.rehearse.words.answer.behaviour import answer, behaviour, bias, interval, rejection
from limen.rehearse.words.answer.cell import cell_section
from limen.rehearse.words.answer.questions import own, primary, title
from limen.rehearse.words.answer.truth import causes, true_effect
from limen.rehearse.words.answer.verdict import Verdict, verdict


def first(one: Rehearsed) -> Performance:
    return primary(one)[0]


def told(one: Rehearsed) -> str:
    section = cell_section(one, "id", "name")
    return "\n".join((*section.paragraphs, *section.points))


def test_the_truth_stands_before_power_and_bias():
    said = told(rehearsed("belief_only"))
    places = [said.index(word) for word in ("The true effect", "Not reliably", "Power", "Bias")]
    assert places == sorted(places)


def test_under_belief_only_rejecting_is_no_type_one_error():
    one = rehearsed("belief_only")
    said = told(one)
    assert "0.12 residual SD better. It is not zero." in true_effect(one, first(one))
    assert "All of it is belief: the blind leaks, and believing works." in said
    assert "The direct effect of what is given is zero." in said
    assert "Rejecting here is not a type I error" in said
    assert "Type I error" not in said.replace("not a type I error", "")


def test_under_null_whoever_rejects_errs():
    one = rehearsed("null")
    said = told(one)
    assert "is zero. There is nothing to find: whoever rejects here commits a type I error." in said
    assert "Type I error: it rejects in 5.0 of 100 such studies" in said
    assert "Power" not in said


def test_drug_and_belief_are_told_apart():
    one = rehearsed("both")
    said = causes(one, first(one))
    assert "With everybody believing placebo 0.20 residual SD better would remain" in said
    assert "The rest, 0.09 residual SD better, comes through belief." in said
    assert "Rejecting here is right." in said
    assert "0.30" in causes(rehearsed("both", drug=0.3), first(rehearsed("both", drug=0.3)))


def test_an_effect_without_belief_says_that_belief_adds_nothing():
    one = rehearsed("null", drug=0.2)
    assert "Belief adds nothing to it" in causes(one, first(one))


def test_belief_that_hides_an_effect_is_told():
    one = rehearsed("both")
    own_target = first(one).target
    hidden = {**one.truths, own_target: replace(one.truths[own_target], value=0.0, zero=True)}
    one = replace(one, truths=hidden)
    assert "drug and belief cancel each other out" in causes(one, first(one))


def test_without_truths_about_belief_nothing_is_said_of_the_drug():
    one = rehearsed("both")
    kept = {first(one).target: one.truths[first(one).target]}
    said = causes(replace(one, truths=kept), first(one))
    assert said == "Rejecting here is not a type I error."


@pytest.mark.parametrize(
    ("power", "sentence"),
    [(0.624, "62 of 100"), (0.43, "43 of 100"), (0.9996, "more than 99.9 of 100"), (1.0, "100 of")],
)
def test_power_follows_the_number(power: float, sentence: str):
    p = replace(first(rehearsed("both")), rejection=share(power, 1000))
    assert rejection(p, 0.05).startswith("Power: it rejects")
    assert sentence in rejection(p, 0.05)


def test_the_monte_carlo_error_stands_beside_a_share():
    p = replace(first(rehearsed("both")), rejection=Measure(value=0.62, error=0.015))
    assert "62 of 100 such studies (±\N{NO-BREAK SPACE}1.5)" in rejection(p, 0.05)
    more = replace(p, rejection=Measure(value=0.6234, error=0.0049))
    assert "62.3 of 100" in rejection(more, 0.05)


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0.05, "in line with the 5 planned"),
        (0.065, "a little more often than the 5 planned"),
        (0.035, "a little less often than the 5 planned"),
        (0.12, "clearly more often than the 5 planned"),
    ],
)
def test_type_one_errors_are_set_against_what_was_planned(size: float, words: str):
    p = replace(first(rehearsed("null")), rejection=Measure(value=size, error=0.005))
    assert words in rejection(p, 0.05)


def test_a_share_for_another_estimand_has_no_name():
    one = rehearsed("null")
    for p in one.performance:
        if not p.own:
            assert p.truth_is_zero
            assert rejection(p, 0.05).startswith("Rejects (")
            assert "ype I error" not in rejection(p, 0.05)
            assert "ower" not in rejection(p, 0.05)


@pytest.mark.parametrize("scenario", ["null", "belief_only", "both"])
def test_no_row_whose_truth_is_not_zero_is_called_a_type_one_error(scenario: str):
    one = rehearsed(scenario)
    for p in own(one):
        said = " ".join(behaviour(one, p))
        assert ("Type I error" in said) == p.truth_is_zero
        assert ("Power" in said) == (not p.truth_is_zero)


def test_bias_is_told_by_direction_and_size():
    one = rehearsed("both")
    p = first(one)  # the truth is −0.29: lower is better
    nearer = replace(p, bias=Measure(value=0.1, error=0.002))
    assert "understate the truth by 0.10 residual SD" in bias(one, nearer)
    beyond = replace(p, bias=Measure(value=-0.1, error=0.002))
    assert "overstate the truth by 0.10 residual SD" in bias(one, beyond)
    unsure = replace(p, bias=Measure(value=0.01, error=0.02))
    assert "none to speak of" in bias(one, unsure)
    zero = rehearsed("null")
    above = replace(first(zero), bias=Measure(value=0.1, error=0.002))
    assert "0.10 residual SD above the truth" in bias(zero, above)


def test_bias_of_a_scale_is_told_in_its_sds():
    one = rehearsed("both")
    p = next(p for p in own(one) if p.quantity.key == "wellbeing.wemwbs")
    assert p.sd == 9.4
    off = replace(p, bias=Measure(value=-0.94, error=0.02))
    assert "understate the truth by 0.10\N{NO-BREAK SPACE}SD" in bias(one, off)


@pytest.mark.parametrize(
    ("coverage", "words"),
    [
        (0.95, "as it promises"),
        (0.98, "a little more than it promises"),
        (0.935, "a little less than it promises"),
        (0.40, "40 of 100 studies (±\N{NO-BREAK SPACE}0.5), clearly less often than it promises"),
    ],
)
def test_an_interval_is_set_against_its_promise(coverage: float, words: str):
    p = replace(first(rehearsed("both")), coverage=Measure(value=coverage, error=0.005))
    assert words in interval(p, 0.05).replace("40.0", "40")


def test_a_wrong_standard_error_and_failed_fits_are_told():
    one = rehearsed("both")
    p = replace(
        first(one),
        empirical_se=Measure(value=1.0, error=0.01),
        model_se=Measure(value=0.7, error=0.01),
        failed=17,
    )
    said = " ".join(behaviour(one, p))
    assert "30\N{NO-BREAK SPACE}% too small" in said
    assert "17 of 1,024 replicates gave no estimate" in said
    assert "Standard error" not in " ".join(behaviour(one, first(one)))


@pytest.mark.parametrize(
    ("power", "coverage", "found", "begins"),
    [
        (0.90, 0.95, Verdict.YES, "Yes: the planned analysis would find"),
        (0.50, 0.95, Verdict.TOO_SMALL, "Not reliably"),
        (0.90, 0.60, Verdict.MISLEADS, "No: the planned analysis would mislead"),
        (0.81, 0.95, Verdict.YES, "Yes"),
        (nan, nan, Verdict.NONE, "No: the analysis gave no estimate"),
    ],
)
def test_the_answer_follows_power_and_coverage(
    power: float, coverage: float, found: Verdict, begins: str
):
    one = rehearsed("both")
    p = replace(
        first(one),
        rejection=Measure(value=power, error=0.01),
        coverage=Measure(value=coverage, error=0.007),
    )
    assert verdict(p, 0.05) is found
    assert answer(one, p).startswith(begins)
    assert ("More replicates" in answer(one, p)) == (power == 0.81)


def test_a_test_that_rejects_too_often_where_nothing_is_misleads():
    p = first(rehearsed("null"))
    assert verdict(p, 0.05) is Verdict.YES
    assert verdict(replace(p, rejection=Measure(value=0.12, error=0.01)), 0.05) is Verdict.MISLEADS
    assert verdict(replace(p, rejection=Measure(value=0.08, error=0.02)), 0.05) is Verdict.YES


@pytest.mark.parametrize(
    ("replicates", "size", "begins", "unclear"),
    [
        (8, 0.375, "Too few replicates to tell: 8 cannot", False),
        (118, 0.05, "Too few replicates to tell: 118 cannot", False),
        (119, 0.05, "Yes: there is nothing to find", False),
        (400, 0.08, "Yes: there is nothing to find", True),
        (400, 0.06, "Yes: there is nothing to find", False),
    ],
)
def test_a_type_one_error_that_few_replicates_leave_open_is_not_called_settled(
    replicates: int, size: float, begins: str, unclear: bool
):
    one = rehearsed("null")
    p = replace(first(one), replicates=replicates, failed=0, rejection=share(size, replicates))
    assert answer(one, p).startswith(begins)
    said = "More replicates must say whether that is more than 7." in answer(one, p)
    assert said == unclear


def test_few_replicates_keep_no_promise():
    p = replace(first(rehearsed("both")), failed=0, coverage=share(0.95, 100))
    assert "so few replicates cannot tell" in interval(replace(p, replicates=100), 0.05)
    assert "as it promises" in interval(replace(p, replicates=200), 0.05)


def test_reading_the_primary_answer_as_a_direct_effect_is_told():
    belief = told(rehearsed("belief_only"))
    assert "Read as the direct effect: it would mislead, 0.12 residual SD off." in belief
    assert "(everybody believing placebo, it is zero)" in belief
    assert "Read as" not in told(rehearsed("null"))  # there both truths are the same


def test_what_would_mislead_is_named_with_its_coverage():
    said = told(rehearsed("belief_only"))
    line = next(
        line for line in said.splitlines() if "“Guess-rate curve at the last visit," in line
    )
    assert line.startswith("Would mislead:")
    assert "Δ(0.5)" in line
    assert "which is zero" in line
    assert "more estimates, in the tables below" in said


def test_a_better_analysis_of_the_plan_is_named():
    one = rehearsed("belief_only")
    p = first(one)
    other = replace(
        p,
        quantity=replace(p.quantity, key="reactivity.run_in", label="adjusted", answers=False),
        rejection=share(0.9, 1024),
    )
    assert "Within the plan" not in told(one)
    said = told(replace(one, performance=(*one.performance, other)))
    assert "Within the plan: “Stressor reactivity by arm, adjusted”" in said
    assert "in 90.0 of 100" in said
    seldom = replace(other, coverage=share(0.5, 1024))
    assert "Within the plan" not in told(replace(one, performance=(*one.performance, seldom)))


def test_a_plan_without_primary_analysis_says_so():
    one = rehearsed("both")
    rest = tuple(p for p in one.performance if p.quantity.analysis != "reactivity")
    said = told(replace(one, performance=rest))
    assert "as no primary was" in said
    assert "Resilience, stress and well-being over the visits" in said


def test_a_cell_without_any_answer_is_a_section():
    one = replace(rehearsed("both"), performance=(), refused=())
    assert "Nothing that was rehearsed compares interventions." in told(one)


def test_a_cell_in_which_all_was_refused_says_why():
    why = Refused(key="direct_effect.brs", title="Belief held", reason="No order.", replicates=9)
    one = replace(rehearsed("both"), performance=(), refused=(why,))
    assert "Nothing could be rehearsed. Belief held: No order." in told(one)


def test_titles_say_what_differs_and_no_more():
    one = rehearsed("both")
    by_key = {p.quantity.key: title(one, p) for p in own(one)}
    assert by_key["reactivity"] == "Stressor reactivity by arm"
    assert by_key["wellbeing.brs"].endswith("over the visits, Resilience as people see it (BRS)")
    assert by_key["curve.brs"].endswith("(BRS), Δ(0.5)")
    assert len(set(by_key.values())) == len(by_key)


def test_every_estimand_of_the_example_has_a_truth():
    assert {target("brs", belief) for belief in BELIEFS} <= set(rehearsed("null").truths)


def test_several_primary_questions_are_counted_and_the_first_told():
    one = rehearsed("belief_only")
    p = first(one)
    more = [
        replace(
            p, quantity=replace(p.quantity, key=f"reactivity.{k}"), rejection=share(power, 1024)
        )
        for k, power in enumerate((0.9, 0.95, 0.3))
    ]
    said = told(replace(one, performance=(*one.performance, *more)))
    assert "The first 2 of 4 primary questions are told here." in said
    assert "2 can be answered; 2 would be answered honestly but too seldom." in said


def test_none_and_all_of_few_replicates_are_called_so_and_prove_nothing():
    few = replace(
        first(rehearsed("null")),
        replicates=8,
        rejection=share(0.0, 8),
        coverage=share(1.0, 8),
    )
    assert "0 of 100 such studies (none of the replicates); so few" in rejection(few, 0.05)
    assert "100 of 100 studies (all of the replicates); so few replicates" in interval(few, 0.05)
    none = replace(few, coverage=share(0.0, 8))
    assert verdict(none, 0.05) is Verdict.MISLEADS
    six = replace(few, coverage=share(0.75, 8))
    assert verdict(six, 0.05) is Verdict.FEW
