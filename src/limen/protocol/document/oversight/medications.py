"""What must not be taken beside the study's substance, and whom it calls."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from limen.protocol.document.part import CONSENT_ASK, CONSENT_NEVER, Id, Number, Part, Text, YesNo


class Medication(Part):
    """A medicine, or a class of them, that must not be taken beside."""

    id: Id = Field(description="Short name; flags carry it")
    title: Text = Field(description="Name in words", json_schema_extra=CONSENT_NEVER)
    names: tuple[Text, ...] = Field(
        min_length=1,
        description="Names by which it is written down: substances and brands",
        json_schema_extra=CONSENT_ASK,
    )
    responsible: Id | None = Field(
        default=None, description="Role that must act; left out: it is flagged and calls nobody"
    )
    within_hours: Annotated[Number, Field(gt=0)] | None = Field(
        default=None, description="Hours within which they must acknowledge"
    )
    next: Id | None = Field(default=None, description="Role that is called if they do not")
    hold_dosing: YesNo = Field(
        default=False, description="Whether dosing waits until it is settled"
    )
