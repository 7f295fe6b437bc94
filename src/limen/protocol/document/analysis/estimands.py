"""Estimands: the five attributes of ICH E9(R1)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from limen.protocol.document.part import Id, OccasionRef, Part, Text

Strategy = Literal[
    "treatment_policy",
    "hypothetical",
    "composite_variable",
    "while_on_treatment",
    "principal_stratum",
]
INTERCURRENT_EVENTS: dict[str, str] = {
    "guessing_the_arm": "guessing the arm",
    "stopping_dosing": "stopping dosing",
    "dose_change": "a change of dose",
    "rescue_medication": "rescue medication",
    "emergency_unblinding": "emergency unblinding",
}


class Contrast(Part):
    """First attribute: which treatment conditions are compared."""

    active: Id = Field(description="Intervention, or arm if `basis: arm`, of interest")
    reference: Id = Field(description="What it is compared with")
    basis: Literal["administration", "period", "arm"] = Field(
        description="Compared by what was taken that day, in that period, or by arm"
    )


class IntercurrentEvents(Part):
    """Fourth attribute: a named strategy for each intercurrent event.

    A primary estimand names all five. Any other that leaves one out means `treatment_policy`.
    """

    guessing_the_arm: Strategy | None = Field(
        default=None, description="Guessing the arm, rightly or wrongly"
    )
    stopping_dosing: Strategy | None = Field(default=None, description="Stopping dosing early")
    dose_change: Strategy | None = Field(default=None, description="Missed, extra or changed doses")
    rescue_medication: Strategy | None = Field(
        default=None, description="A new medicine or therapy"
    )
    emergency_unblinding: Strategy | None = Field(
        default=None, description="The blind is broken in an emergency"
    )


class Estimand(Part):
    """What the study wants to know, precisely enough that only one number answers it."""

    id: Id = Field(description="Short name; analyses refer to it")
    title: Text = Field(description="Name in words")
    role: Literal["primary", "secondary", "exploratory"] = Field(description="Its rank")
    treatment: Contrast = Field(description="The treatment conditions")
    population: Text | None = Field(
        default=None, description="The population in words; left out: the study's"
    )
    outcomes: tuple[Id, ...] = Field(
        default=(), description="The variable: one outcome, or a family asked the same question"
    )
    outcome: Id | None = Field(default=None, description="Short for a family of one")
    occasions: tuple[OccasionRef, ...] = Field(
        default=(), description="Occasions that count; left out: all of the outcome's"
    )
    intercurrent_events: IntercurrentEvents = Field(
        default=IntercurrentEvents(), description="Strategy for each intercurrent event"
    )
    summary: Literal[
        "mean_difference",
        "standardised_mean_difference",
        "risk_difference",
        "odds_ratio",
        "rate_ratio",
    ] = Field(description="Fifth attribute: the summary that compares the conditions")
    note: Text | None = Field(default=None, description="What else a reader must know")

    @property
    def all_outcomes(self) -> tuple[str, ...]:
        """The outcomes, whichever way they were written."""
        single = (self.outcome,) if isinstance(self.outcome, str) else ()
        return (*single, *(self.outcomes if isinstance(self.outcomes, tuple) else ()))

    @property
    def strategies(self) -> dict[str, str]:
        """The strategy for each intercurrent event; an unnamed one is `treatment_policy`."""
        events = self.intercurrent_events
        return {
            name: str(getattr(events, name, None) or "treatment_policy")
            for name in INTERCURRENT_EVENTS
        }
