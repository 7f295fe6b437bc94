"""The methods paragraph says each thing once."""

from __future__ import annotations

from dataclasses import replace

from example_results import example

from limen.report.methods import method_sentences, terms_table
from limen.results import Result, Results

MODEL = (
    "{} was analysed with a linear mixed model with fixed effects {} and a random intercept, "
    "fitted to {} values of {} participants, with 95% limits."
)


def study(*models: tuple[str, str, str, int, int]) -> Results:
    first = example().results[0]
    made: list[Result] = []
    for analysis, outcome, terms, n, people in models:
        made.append(
            replace(
                first,
                key=f"{analysis}.{outcome}",
                analysis=analysis,
                title=f"{outcome}: {analysis.capitalize()}",
                outcome=outcome.lower(),
                outcome_title=outcome,
                methods=MODEL.format(outcome, terms, n, people),
            )
        )
    return replace(example(), results=tuple(made))


def test_one_model_is_told_as_it_stands_with_its_analysis() -> None:
    assert method_sentences(study(("acute", "Mood", "drug, age", 800, 90))) == (
        "For “Acute”, " + MODEL.format("Mood", "drug, age", 800, 90),
    )


def test_models_that_differ_in_counts_become_one_sentence_with_the_ranges() -> None:
    results = study(("acute", "Mood", "drug", 800, 90), ("acute", "Pain", "drug", 1200, 90))
    assert method_sentences(results) == (
        "For “Acute”, Mood and Pain were analysed with a linear mixed model with fixed effects "
        "drug and a random intercept, fitted to 800 to 1200 values of 90 participants, with 95% "
        "limits.",
    )
    assert terms_table(results) is None


def test_models_that_differ_in_fixed_effects_share_a_sentence_and_a_table() -> None:
    results = study(
        ("acute", "Mood", "drug, age", 800, 90),
        ("acute", "Pain", "drug", 800, 90),
        ("late", "Pain", "drug*guess", 700, 80),
    )
    (sentence,) = method_sentences(results)
    assert "the fixed effects of the table below" in sentence
    assert "700 to 800 values of 80 to 90 participants" in sentence
    table = terms_table(results)
    assert table is not None
    assert table.rows == (
        ("Acute", "Mood", "drug, age"),
        ("Acute", "Pain", "drug"),
        ("Late", "Pain", "drug × guess"),
    )


def test_sentences_without_an_outcome_are_never_merged() -> None:
    first = example().results[0]
    bare = replace(first, outcome="", outcome_title="", methods="Adjusted over 6 hypotheses.")
    other = replace(bare, key="x", methods="Adjusted over 2 hypotheses.")
    told = method_sentences(replace(example(), results=(bare, other, replace(bare, key="y"))))
    assert told == ("Adjusted over 6 hypotheses.", "Adjusted over 2 hypotheses.")
