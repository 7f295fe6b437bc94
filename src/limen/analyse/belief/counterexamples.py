"""Worlds in which an analysis of belief goes wrong, printed in every report.

They are constructed, and exact: nothing in them comes from data. Together they show that no
analysis, adjusted or not, is right in all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from limen.analyse.belief.truth import Truth, found
from limen.results import Cell, Column, Table


@dataclass(frozen=True, kw_only=True)
class Counterexample:
    """A truth with its story, and what it teaches."""

    key: str
    title: str
    story: str
    lesson: str
    truth: Truth


COUNTEREXAMPLES = (
    Counterexample(
        key="belief_alone",
        title="Belief alone",
        story="The drug does nothing but is noticed by some, and believing lifts the outcome.",
        lesson="The unadjusted contrast is belief; the adjusted ones are right.",
        truth=Truth(
            direct=0.0,
            belief=0.5,
            leaning=-0.5,
            noticing=0.8,
            mood_on_guess=0.0,
            mood_on_outcome=0.0,
        ),
    ),
    Counterexample(
        key="collider",
        title="A good day is put down to the drug",
        story="Neither drug nor belief does anything. People say active when they notice "
        "something, or when the day is good.",
        lesson="The unadjusted contrast is right; every adjustment finds harm that is not there.",
        truth=Truth(
            direct=0.0,
            belief=0.0,
            leaning=-0.5,
            noticing=1.2,
            mood_on_guess=0.6,
            mood_on_outcome=0.6,
        ),
    ),
    Counterexample(
        key="true_effect_removed",
        title="A true effect explained away",
        story="The drug lifts the outcome by 0.30, belief by 0.40, and people judge by how they "
        "feel.",
        lesson="The unadjusted contrast holds belief too; every adjustment removes nearly all of "
        "the true effect.",
        truth=Truth(
            direct=0.3,
            belief=0.4,
            leaning=-0.8,
            noticing=1.1,
            mood_on_guess=1.2,
            mood_on_outcome=0.9,
        ),
    ),
    Counterexample(
        key="wrong_sign",
        title="Harm turned into benefit",
        story="The drug lowers the outcome by 0.20. It is noticed, and a bad day is put down to it "
        "as well.",
        lesson="The unadjusted contrast has the right sign; every adjustment has the wrong one.",
        truth=Truth(
            direct=-0.2,
            belief=0.1,
            leaning=-0.6,
            noticing=1.5,
            mood_on_guess=-1.0,
            mood_on_outcome=0.8,
        ),
    ),
)


def counterexample_table() -> Table:
    """What each analysis finds in each constructed world, in standard deviations, exactly.

    ```bibtex
    @article{elwert2014endogenous,
      title   = {Endogenous selection bias: the problem of conditioning on a collider variable},
      author  = {Elwert, Felix and Winship, Christopher},
      journal = {Annual Review of Sociology},
      volume  = {40}, pages = {31--53}, year = {2014}
    }
    ```
    """
    titles = {
        "direct": "True direct effect",
        "unadjusted": "Unadjusted",
        "guess_adjusted": "Guess-adjusted",
        "says_placebo": "Among those who say placebo",
        "says_active": "Among those who say active",
        "at_half": "Δ(0.5)",
        "at_equal": "Δ(c*)",
        "standardised": "Δ(std)",
    }
    return Table(
        key="counterexamples",
        caption="Constructed worlds in which an analysis goes wrong (large studies, no noise)",
        columns=(
            Column(key="world", title="World", kind="text"),
            Column(key="story", title="What is true", kind="text"),
            *(Column(key=key, title=title, unit="SD") for key, title in titles.items()),
            Column(key="lesson", title="What it shows", kind="text"),
        ),
        rows=tuple(_row(example) for example in COUNTEREXAMPLES),
        notes=(
            "The true direct effect is the one with belief held fixed. None of the worlds is a "
            "claim about any study; data like yours can come from each of them. No analysis is "
            "right in all, so none is ranked above another.",
        ),
    )


def _row(example: Counterexample) -> tuple[Cell, ...]:
    at = found(example.truth.cells())
    numbers = (
        example.truth.direct,
        at.unadjusted,
        at.guess_adjusted,
        at.says_placebo,
        at.says_active,
        at.at_half,
        at.at_equal,
        at.standardised,
    )
    rounded = (round(number, 6) + 0.0 for number in numbers)  # no −0 in print
    return (example.title, example.story, *rounded, example.lesson)
