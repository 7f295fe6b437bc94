"""The summary says what the intervals say, for any study."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import pytest
from example_results import blinded, estimate, example

from limen.report import summarise, summary_text
from limen.report.words.effect import effect_sentence
from limen.results import Column, Estimate, Result, Results, ResultStatus, Table


def result(value: float, se: float, **rest: object) -> Result:
    made = estimate("High − Low", value, se, 100.0)
    fields = {"key": "a.x", "analysis": "a", "title": "T", "role": "primary"}
    fields |= {"estimator": "mixed_model", "outcome": "x", "outcome_title": "Pain"}
    return Result(**{**fields, "estimates": (made,), **rest})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "better", "expected"),
    [
        (5.0, "higher", "The interval excludes 0; the direction is one of benefit."),
        (5.0, "lower", "The interval excludes 0; the direction is one of harm."),
        (-5.0, "lower", "The interval excludes 0; the direction is one of benefit."),
        (-5.0, "", "The interval excludes 0."),
        (1.0, "higher", "Compatible with no effect, and with anything from −1.0 to 3.0."),
    ],
)
def test_an_effect_is_read_from_its_interval(value: float, better: str, expected: str) -> None:
    assert effect_sentence(result(value, 1.0, better=better)).endswith(expected)


def test_the_direction_names_what_was_compared() -> None:
    told = effect_sentence(result(-5.0, 1.0, unit="points"))
    assert told.startswith("Pain: 5.0 points lower with High than with Low (95")


def test_no_interval_no_conclusion() -> None:
    bare = result(1.0, 1.0, estimates=(Estimate(label="a − b", value=1.0),))
    assert "describes these data and no more" in effect_sentence(bare)


def test_no_word_of_significance_anywhere() -> None:
    told = summarise(example())
    sentences = (*told.asked, *map(str, told.effects), *told.belief, *told.cannot)
    assert not any("significan" in sentence.lower() for sentence in sentences)


def test_the_example() -> None:
    told = summarise(example())
    allocated, acute, others, chance = told.effects
    assert "whatever believing to have taken it did" in allocated.lead
    assert acute.lead == (
        "Acute effect, as published: Microdose against Placebo; 847 observations from 239 people."
    )
    (panas,) = acute.sentences
    assert panas.startswith("PANAS balance: 2.22 points higher (95")
    assert others.lead.startswith(
        "Acute effect, as published: of 6 other comparisons (Microdose − Placebo), 3 have an"
    )
    assert "about 0.3 of 6" in chance.lead
    assert any("64.9" in sentence and "Sensitivity d′ 0.67" in sentence for sentence in told.belief)
    assert any("none still does once the guess" in sentence for sentence in told.belief)
    assert "sensitivity analysis" in told.belief[-1]
    assert told.cannot[:2] == example().cannot_answer
    assert any(sentence.startswith("Controlled direct effect: ") for sentence in told.cannot)


def positive(raw: float, adjusted: float) -> Results:
    plain = result(raw, 1.0, role="positive_control", details={"guess": "none"})
    other = result(adjusted, 1.0, role="positive_control", details={"guess": "adjusted"})
    return replace(example(), results=(plain, replace(other, key="b.x", analysis="b")))


@pytest.mark.parametrize(
    ("raw", "adjusted", "expected"),
    [
        (10.0, 0.0, "The guess in the model would explain this response away altogether."),
        (
            10.0,
            1.0,
            "The guess in the model leaves it compatible with no response (removes "
            "90\N{NO-BREAK SPACE}%).",
        ),
        (10.0, -5.0, "The guess in the model would explain this response away altogether."),
        (10.0, 4.0, "The guess in the model removes 60\N{NO-BREAK SPACE}% of it."),
        (10.0, 8.0, "The adjustments leave it standing, as they should."),
        (0.5, 0.0, "could have missed real effects"),
    ],
)
def test_what_a_positive_control_says(raw: float, adjusted: float, expected: str) -> None:
    assert any(expected in sentence for sentence in summarise(positive(raw, adjusted)).belief)


@pytest.mark.parametrize(
    ("raw", "adjusted", "expected"),
    [
        (0.0, 0.0, "Its interval holds no effect (−2.0 to 2.0)."),
        (0.0, 5.0, "creates a response where none should be"),
        (5.0, 0.0, "suspect bias"),
        (5.0, 0.0, "About 1 in 20 such controls does this by chance; one was looked at."),
    ],
)
def test_what_a_negative_control_says(raw: float, adjusted: float, expected: str) -> None:
    results = positive(raw, adjusted)
    turned = tuple(replace(r, role="negative_control") for r in results.results)
    belief = summarise(replace(results, results=turned)).belief
    assert any(expected in sentence for sentence in belief)


def test_guess_adjusted_results_are_never_told_as_effects() -> None:
    only = tuple(r for r in example().results if r.analysis == "acute_with_guess")
    told = summarise(replace(example(), results=only))
    assert [str(item) for item in told.effects] == [
        "No planned analysis gave an estimate of an effect; the reasons are listed below."
    ]


def test_a_sealed_dataset_is_told_as_sealed() -> None:
    assert "sealed" in summarise(blinded()).effects[0].lead
    assert "unsealing" in summarise(blinded()).belief[0]


def test_a_failed_primary_analysis_is_told() -> None:
    failed = result(nan, nan, status=ResultStatus.FAILED, message="The optimiser stopped.")
    told = summarise(replace(example(), results=(failed,), cannot_answer=()))
    assert told.cannot == ("T: The optimiser stopped.",)


def test_every_curve_of_a_control_is_told_with_its_name() -> None:
    def curve(analysis: str, value: float) -> Result:
        half = estimate("Δ(0.5): contrast", value, 1.0, 100.0)
        made = result(value, 1.0, role="positive_control", estimator="guess_rate_curve")
        return replace(made, key=analysis, analysis=analysis, estimates=(half,))

    results = positive(10.0, 9.0)
    both = (curve("curve_all", 8.0), curve("curve_week1", -1.0))
    (told,) = (
        s
        for s in summarise(replace(results, results=(*results.results, *both))).belief
        if "control" in s
    )
    assert "with the curve at one half (curve all) 8.0" in told
    assert "The curve at one half (curve week1) would explain this response away" in told


@pytest.mark.parametrize(
    ("own", "half", "expected"),
    [
        (20.0, 8.0, "The curve at one half removes 60\N{NO-BREAK SPACE}% of it."),
        (20.0, 18.0, "The adjustments leave it standing"),
        (1.0, 0.5, "The curve at one half had no clear response to adjust."),
    ],
)
def test_a_curve_is_judged_by_its_own_difference(own: float, half: float, expected: str) -> None:
    """The main analysis of the control says 10; the curve's occasions have another difference."""
    made = result(half, 1.0, role="positive_control", estimator="guess_rate_curve")
    estimates = (
        estimate("Δ(0.5): contrast", half, 1.0 if half > 1 else 5.0, 100.0),
        estimate("Δ(c_obs): unadjusted difference of the arm means", own, 1.0, 100.0),
    )
    results = positive(10.0, 9.0)
    curve = replace(made, key="curve", analysis="curve", estimates=estimates)
    told = summarise(replace(results, results=(*results.results, curve))).belief
    assert any(expected in s and f"(from {own:.1f})" in s for s in told)


def control(outcome: str, value: float, adjusted: float) -> tuple[Result, Result]:
    both = positive(value, adjusted).results
    named = {"outcome": outcome, "outcome_title": outcome.capitalize()}
    first, second = (replace(r, role="negative_control", **named) for r in both)
    return replace(first, key=f"a.{outcome}"), replace(second, key=f"b.{outcome}")


def told_of(*controls: tuple[Result, Result]) -> list[str]:
    results = tuple(result for pair in controls for result in pair)
    told = summarise(replace(example(), results=results)).belief
    return [sentence for sentence in told if "ontrol" in sentence]


def test_negative_controls_that_stay_share_a_sentence() -> None:
    (told,) = told_of(control("memory", 0.0, 0.1), control("speed", 0.5, 0.2))
    assert told == (
        "Negative controls: no interval of the two excludes no effect (Memory and Speed; "
        "unadjusted and with the guess in the model); that is not proof of none."
    )


def test_a_negative_control_that_moves_is_named() -> None:
    moved = control("span", 0.0, 9.0)
    told = told_of(control("memory", 0.0, 0.1), moved, control("speed", 0.5, 0.2))
    assert told[0].startswith("Span (negative control)")
    assert "creates a response" in told[0]
    assert told[1].startswith("Negative controls: no interval of the other two excludes no effect")


def family(*rejected: str) -> Result:
    keys = ("hypothesis", "p", "adjusted", "rejected")
    heads = ("Hypothesis", "p", "Adjusted p", "Rejected at 0.05")
    columns = tuple(Column(key=k, title=t) for k, t in zip(keys, heads, strict=True))
    rows = tuple((f"T{i}", 0.001, 0.01 * (i + 1), yes) for i, yes in enumerate(rejected))
    table = Table(key="family", caption="", columns=columns, rows=rows)
    return result(
        1.0, 1.0, key="m", analysis="m", estimator="holm", title="Mood scores", outcome="",
        outcome_title="", estimates=(), tables=(table,), role="descriptive",
    )  # fmt: skip


def members(count: int) -> tuple[Result, ...]:
    made = [result(5.0, 1.0, key=f"a.{i}", title=f"T{i}", outcome=f"o{i}") for i in range(count)]
    return tuple(replace(r, outcome_title=f"Outcome {i}") for i, r in enumerate(made))


@pytest.mark.parametrize(
    ("rejected", "expected"),
    [
        (
            ("yes", "yes", "no"),
            "At 0.05, Outcome 0 and Outcome 1 withstand Holm's adjustment for 3 outcomes "
            "(Mood scores), adjusted p ≤ .020; Outcome 2 does not.",
        ),
        (
            ("no", "no"),
            "At 0.05, none withstands Holm's adjustment for 2 outcomes (Mood scores) "
            "(smallest adjusted p = .010).",
        ),
        (
            ("yes",),
            "At 0.05, Outcome 0 withstands Holm's adjustment for 1 outcome (Mood scores), "
            "adjusted p ≤ .010.",
        ),
    ],
)
def test_what_remains_of_a_family(rejected: tuple[str, ...], expected: str) -> None:
    results = replace(example(), results=(*members(len(rejected)), family(*rejected)))
    (group,) = [told for told in summarise(results).effects if told.sentences]
    assert group.sentences[-1].replace("\N{NO-BREAK SPACE}", " ") == expected


def test_a_family_over_several_analyses_is_told_apart() -> None:
    one, two = members(2)
    results = replace(
        example(), results=(one, replace(two, analysis="b", key="b.1"), family("yes", "no"))
    )
    told = [item.lead for item in summarise(results).effects]
    assert any(lead.startswith("At 0.05, Outcome 0 withstands") for lead in told)


def test_a_long_refusal_of_many_outcomes_is_told_once_and_in_short() -> None:
    why = "The effect on 'Outcome {}' cannot be estimated. " + "The guess came first. " * 20
    refused = tuple(
        replace(r, status=ResultStatus.REFUSED, message=why.format(i), estimates=())
        for i, r in enumerate(members(3))
    )
    (told,) = summarise(replace(example(), results=refused, cannot_answer=())).cannot
    assert told.endswith(
        ": The effect cannot be estimated. This concerns Outcome 0, Outcome 1 and Outcome 2. "
        "The full reason stands in the section on problems."
    )


def test_a_terminal_gets_every_sentence() -> None:
    text = " ".join(summary_text(example()).split())
    for _, told in summarise(example()).parts():
        for item in told:
            assert " ".join(str(item).split()) in text
