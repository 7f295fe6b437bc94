"""The whole document: what might be true of a study."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import Field

from limen.protocol.canonical import digest
from limen.protocol.document.part import Id, Number, Text, Whole
from limen.simulate.scenario.document.belief import Belief, Expectation, Noticing, Raters
from limen.simulate.scenario.document.events import (
    Adherence,
    CodeBreak,
    Leaving,
    Rescue,
    SideEffect,
)
from limen.simulate.scenario.document.exposure import Exposure
from limen.simulate.scenario.document.outcomes import NamedOutcome, OutcomeModel
from limen.simulate.scenario.document.people import CovariateModel, Mood, Stressors
from limen.simulate.scenario.document.supposition import Supposition, supposed

MOST_PEOPLE = 1_000_000  # that are simulated


class Scenario(Supposition):
    """What might be true; whatever is left out does not happen."""

    limen: Literal[1] = Field(description="Version of the format")
    id: Id = Field(description="Short name of the scenario")
    title: Text = Field(description="What it supposes, in a line")
    sources: tuple[Text, ...] = supposed((), "Where its numbers come from")
    effects_in: Literal["points", "sd_better"] = supposed(
        "points",
        "Unit of effects on outcomes: `points` of the score, or `sd_better`: standard deviations "
        "(between and within people together), positive towards what the protocol calls better",
    )
    participants: Annotated[Whole, Field(ge=1, le=MOST_PEOPLE)] | None = supposed(
        None, "How many take part; left out: as many as the protocol plans", unit="people"
    )
    every_outcome: OutcomeModel = supposed(
        OutcomeModel(), "Outcomes that are not named below and no controls"
    )
    positive_controls: OutcomeModel = supposed(
        OutcomeModel(), "Positive controls that are not named below"
    )
    outcomes: tuple[NamedOutcome, ...] = supposed((), "Outcomes one by one")
    mood: Mood = supposed(Mood(), "The day's mood")
    exposure: Exposure = supposed(Exposure(), "How people differ in what a dose leaves in them")
    noticing: Noticing = supposed(Noticing(), "What can be felt of a dose")
    expectation: Expectation = supposed(Expectation(), "What people expected before")
    belief: Belief = supposed(Belief(), "How people come to believe what they got")
    raters: Raters = supposed(Raters(), "What raters come to believe")
    side_effects: tuple[SideEffect, ...] = supposed((), "Adverse events that doses bring")
    adherence: Adherence = supposed(Adherence(), "Missed doses and entries")
    leaving: Leaving = supposed(Leaving(), "Who leaves, and why")
    rescue: Rescue = supposed(Rescue(), "Rescue medication")
    code_break: CodeBreak = supposed(CodeBreak(), "Emergency unblinding")
    stressors: Stressors = supposed(Stressors(), "Stressors in daily life")
    covariates: tuple[CovariateModel, ...] = supposed((), "Covariates of the protocol, one by one")
    self_selection: Number = supposed(
        0.0,
        "Observational studies: log odds of each arm but the reference, per SD of expectation",
        unit="log odds per SD",
        plausible="0 to 1",
    )

    @cached_property
    def hash(self) -> str:
        """SHA-256 over what the scenario supposes; what is at its default does not count."""
        return digest(self)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy, with what `update` replaces; its `hash` is computed afresh."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("hash", None)
        return copied
