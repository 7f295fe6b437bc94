"""Phases and periods: the course of one participant."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from limen.protocol.document.part import Id, Part, Text, Whole


class Phase(Part):
    """A stretch of the study; days are counted from 1 within each phase."""

    id: Id = Field(description="Short name; occasions name their phase")
    kind: Literal["screening", "run_in", "treatment", "washout", "follow_up"] = Field(
        description="What the stretch is for"
    )
    title: Text | None = Field(default=None, description="Name in words")
    days: Whole = Field(ge=1, description="Length in days")


class CarryOver(Part):
    """How long an intervention may outlast its period, and what is done about it."""

    expected_days: Whole = Field(ge=0, description="Days that an effect may last")
    handled_by: Literal["washout", "model", "first_period_only", "ignored"] = Field(
        description="What is done about it"
    )
    reason: Text | None = Field(default=None, description="Why these days")


class Periods(Part):
    """Stretches of the treatment phase with one intervention each."""

    count: Whole = Field(ge=1, description="How many periods the treatment phase has")
    days: Whole = Field(ge=1, description="Length of a period in days")
    washout_days: Whole = Field(
        default=0, ge=0, description="Days without dosing between two periods"
    )
    carry_over: CarryOver | None = Field(default=None, description="Effects that outlast a period")

    @property
    def total_days(self) -> int:
        """Days of all periods and the washouts between them."""
        return self.count * self.days + (self.count - 1) * self.washout_days
