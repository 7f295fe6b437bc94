"""Interventions: what is given."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from limen.protocol.document.part import CONSENT_NEVER, Id, Part, Text
from limen.protocol.document.treatment.substances import AnyDose


class Active(Part):
    """A substance under study, at a dose."""

    id: Id = Field(description="Short name; allocations and guesses carry it")
    kind: Literal["active"] = Field(description="The substance under study")
    title: Text = Field(description="Name in words", json_schema_extra=CONSENT_NEVER)
    substance: Id = Field(description="Which substance")
    dose: AnyDose = Field(
        description="Dose of one administration: `{amount: 10, unit: ug}`, or limits with "
        "`chosen_by`"
    )
    formulation: Text | None = Field(default=None, description="Capsule, sublingual drops, ...")


class InactivePlacebo(Part):
    """A placebo that contains nothing active."""

    id: Id = Field(description="Short name; allocations and guesses carry it")
    kind: Literal["inactive_placebo"] = Field(description="A placebo that does nothing noticeable")
    title: Text = Field(description="Name in words", json_schema_extra=CONSENT_NEVER)
    formulation: Text | None = Field(default=None, description="Capsule, sublingual drops, ...")


class ActivePlacebo(Part):
    """A placebo that can be felt, so that feeling something does not tell the arm."""

    id: Id = Field(description="Short name; allocations and guesses carry it")
    kind: Literal["active_placebo"] = Field(description="A placebo that can be felt")
    title: Text = Field(description="Name in words", json_schema_extra=CONSENT_NEVER)
    substance: Id = Field(description="Which substance")
    dose: AnyDose = Field(description="Dose of one administration")
    mimics: Text = Field(description="Which effect of the active substance it imitates")
    formulation: Text | None = Field(default=None, description="Capsule, sublingual drops, ...")


class NoIntervention(Part):
    """Nothing is given, and everybody knows it."""

    id: Id = Field(description="Short name; allocations carry it")
    kind: Literal["none"] = Field(description="Nothing is given")
    title: Text = Field(description="Name in words", json_schema_extra=CONSENT_NEVER)


Intervention = Annotated[
    Active | InactivePlacebo | ActivePlacebo | NoIntervention, Field(discriminator="kind")
]
