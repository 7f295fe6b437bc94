"""Multiplicity: how several questions share one error."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from limen.protocol.document.part import Id, Part, Share, Text

Member = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)?$")
]


class StepwiseProcedure(Part):
    """Holm, Hochberg or Hommel over a family."""

    id: Id = Field(description="Short name")
    title: Text | None = Field(default=None, description="Name in words")
    method: Literal["holm", "hochberg", "hommel"] = Field(description="The procedure")
    members: tuple[Member, ...] = Field(
        min_length=1, description="Analyses (all their outcomes), or `analysis.outcome`"
    )


class Gatekeeping(Part):
    """A graph: error of a rejected hypothesis moves along its edges."""

    id: Id = Field(description="Short name")
    title: Text | None = Field(default=None, description="Name in words")
    method: Literal["graphical"] = Field(description="The procedure")
    members: tuple[Member, ...] = Field(min_length=1, description="Each as `analysis.outcome`")
    weights: dict[Member, Share] = Field(description="Share of the error at the start, by member")
    transitions: dict[Member, dict[Member, Share]] = Field(
        default={}, description="Share of a rejected member's error that goes to each other one"
    )


Multiplicity = Annotated[StepwiseProcedure | Gatekeeping, Field(discriminator="method")]
