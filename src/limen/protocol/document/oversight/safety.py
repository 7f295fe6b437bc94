"""Safety: which answer calls whom, how fast, and what happens to dosing."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from limen.protocol.document.oversight.medications import Medication
from limen.protocol.document.part import (
    CONSENT_NEVER,
    Id,
    Number,
    OccasionRef,
    Part,
    RuleTree,
    Text,
    YesNo,
)


class Role(Part):
    """A function that a named person holds at each site."""

    id: Id = Field(description="Short name; rules refer to it")
    title: Text = Field(description="Name in words")
    reached_by: Text | None = Field(
        default=None,
        description="How to reach them, day and night",
        json_schema_extra=CONSENT_NEVER,
    )


class SafetyRule(Part):
    """A condition over what was recorded, and who must act on it."""

    id: Id = Field(description="Short name; the safety inbox carries it")
    title: Text = Field(description="The rule in words")
    condition: RuleTree = Field(description="The rule; true means that somebody must act")
    responsible: Id = Field(description="Role that must act")
    within_hours: Number = Field(gt=0, description="Hours within which they must acknowledge")
    next: Id | None = Field(default=None, description="Role that is called if they do not")
    hold_dosing: YesNo = Field(description="Whether dosing waits until it is settled")
    shown: Text | None = Field(
        default=None, description="What the participant is shown at once, also offline"
    )


class AdverseEventCollection(Part):
    """How adverse events are asked for and coded."""

    occasions: tuple[OccasionRef, ...] = Field(
        default=(), description="Occasions at which they are asked for"
    )
    spontaneous: YesNo = Field(default=True, description="May also be reported at any time")
    dictionary: Literal["own_terms", "ctcae_v5", "ctcae_v6", "meddra"] = Field(
        default="own_terms", description="Terms in which they are coded"
    )
    severity: Literal["grade_1_to_5", "mild_moderate_severe"] = Field(
        default="grade_1_to_5", description="How severity is judged"
    )
    judged_by: tuple[Id, ...] = Field(
        default=(), description="Respondents who judge relatedness and expectedness"
    )


class Safety(Part):
    """Adverse events, and the rules that call people."""

    roles: tuple[Role, ...] = Field(min_length=1, description="Who may be called")
    rules: tuple[SafetyRule, ...] = Field(default=(), description="What calls them")
    adverse_events: AdverseEventCollection = Field(
        default=AdverseEventCollection(), description="How adverse events are collected"
    )
    medications: tuple[Medication, ...] = Field(
        default=(), description="What must not be taken beside"
    )
