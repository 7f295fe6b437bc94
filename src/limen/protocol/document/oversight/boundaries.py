"""Stopping boundaries: when a board looks, and when the study stops."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from limen.protocol.document.part import Id, Number, Part, RuleTree, Share, Text, Whole, YesNo


class GroupSequentialBoundary(Part):
    """Looks at an estimand, with the error spent over them."""

    kind: Literal["group_sequential"] = Field(description="The kind of boundary")
    id: Id = Field(description="Short name")
    title: Text | None = Field(default=None, description="Name in words")
    purpose: Literal["efficacy", "harm", "futility"] = Field(description="What a crossing means")
    estimand: Id = Field(description="Estimand that is looked at")
    shape: Literal[
        "obrien_fleming",
        "pocock",
        "wang_tsiatis",
        "haybittle_peto",
        "obrien_fleming_spending",
        "pocock_spending",
        "kim_demets",
        "hwang_shih_decani",
    ] = Field(description="Shape of the boundary, or function by which the error is spent")
    parameter: Number | None = Field(
        default=None, description="Parameter of the shapes that have one"
    )
    information: tuple[Annotated[Number, Field(gt=0, le=1)], ...] = Field(
        min_length=1, description="Information at each look, as a share; the last is 1"
    )
    alpha: Share = Field(description="Type I error that is spent")
    two_sided: YesNo = Field(default=True, description="Both directions")
    power: Share = Field(default=0.8, description="Power of the design")
    reviewed_by: Id | None = Field(default=None, description="Role or party that looks")


class EventRateBoundary(Part):
    """Stops the study when an event is more frequent than it may be."""

    kind: Literal["event_rate"] = Field(description="The kind of boundary")
    id: Id = Field(description="Short name")
    title: Text | None = Field(default=None, description="Name in words")
    event: RuleTree = Field(description="Which adverse events count, as a rule")
    intervention: Id | None = Field(default=None, description="Among those who received it")
    largest_acceptable_share: Share = Field(description="Share of participants that is acceptable")
    stop_when_probability: Share = Field(
        description="Stop when the share exceeds the acceptable one with this probability"
    )
    look_every: Whole = Field(ge=1, description="Participants between two looks")
    reviewed_by: Id | None = Field(default=None, description="Role or party that looks")


Boundary = Annotated[GroupSequentialBoundary | EventRateBoundary, Field(discriminator="kind")]
