"""Covariates: what a model may adjust for."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from limen.protocol.document.part import Id, OccasionRef, Part, Text


class Covariate(Part):
    """A number or factor of a participant, measured before the exposure it adjusts."""

    id: Id = Field(description="Short name; models refer to it")
    title: Text | None = Field(default=None, description="Name in words")
    kind: Literal["number", "factor"] = Field(description="A number, or one of some levels")
    levels: tuple[Text, ...] = Field(
        default=(), description="Levels of a factor; the first is the reference"
    )
    from_: Literal["participants", "screening", "expectancies", "scores", "measurements"] = Field(
        alias="from", description="Table that holds it"
    )
    name: Text | None = Field(
        default=None,
        description="Column, expectancy, instrument or measurement; left out: the same as the id",
    )
    subscale: Id | None = Field(default=None, description="For `from: scores`")
    occasion: OccasionRef | None = Field(
        default=None, description="For scores and measurements: when it was measured"
    )
    unit: Text | None = Field(default=None, description="Unit, e.g. years")

    @property
    def column(self) -> str:
        """`name`, or the id where no name is given."""
        return self.name or self.id
