"""What every planned analysis has."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from limen.protocol.document.part import Id, OccasionRef, Part, Text


class PlannedAnalysis(Part):
    """An item of the plan; the results carry its id."""

    id: Id = Field(description="Short name; results carry it")
    title: Text = Field(description="Name in words")
    role: Literal["primary", "secondary", "exploratory", "sensitivity", "safety"] = Field(
        description="Its rank; an adjustment for guesses is never more than `sensitivity`"
    )
    estimand: Id | None = Field(default=None, description="Estimand that it targets")
    note: Text | None = Field(default=None, description="What a reader must know beside the result")


class OutcomeAnalysis(PlannedAnalysis):
    """An analysis of one or more outcomes, each by itself."""

    outcomes: tuple[Id, ...] = Field(min_length=1, description="Outcomes, analysed one by one")
    occasions: tuple[OccasionRef, ...] = Field(
        default=(), description="Occasions used; left out: all of the outcome's"
    )
    treatment: Literal["administration", "period", "arm"] | None = Field(
        default=None,
        description="What is compared; left out: the estimand's basis, or the outcome's exposure",
    )
