"""The summary says what the intervals say, for any study."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import pytest
from example_results import blinded, estimate, example

from limen.report import summarise, summary_text
from limen.report.words.effect import effect_sentence
from limen.results import Estimate, Result, Results, ResultStatus


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
    sentences = (*told.asked, *told.effects, *told.belief, *told.cannot)
    assert not any("significan" in sentence.lower() for sentence in sentences)


def test_the_example() -> None:
    told = summarise(example())
    assert told.effects[0].startswith("PANAS balance: 2.22 points higher with Microdose than with")
    assert told.effects[1].startswith("Of 6 other comparisons, 3 have an interval that excludes")
    assert "about 0.3 of 6" in told.effects[1]
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
        (0.0, 0.0, "No response, as it should be."),
        (0.0, 5.0, "creates a response where none should be"),
        (5.0, 0.0, "suspect bias"),
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
    assert told.effects == (
        "No planned analysis gave an estimate of an effect; the reasons are listed below.",
    )


def test_a_sealed_dataset_is_told_as_sealed() -> None:
    assert "sealed" in summarise(blinded()).effects[0]
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
