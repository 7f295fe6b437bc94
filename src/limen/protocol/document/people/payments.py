"""Payments: what participants receive for their time, and never for a dose."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, Strict, StringConstraints

from limen.protocol.document.part import CONSENT_NEVER, Id, Number, OccasionRef, Part, Text

Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$"), Strict()]


class Payment(Part):
    """An amount for each of some occasions, due when the occasion is over.

    It is due whatever was answered there, and whether or not a dose was taken.
    """

    id: Id = Field(description="Short name")
    title: Text = Field(description="What it is for, in words", json_schema_extra=CONSENT_NEVER)
    amount: Number = Field(gt=0, description="Amount for each occasion")
    currency: Currency = Field(description="ISO 4217: EUR, USD, ...")
    occasions: tuple[OccasionRef, ...] = Field(
        min_length=1, description="Occasions whose end makes it due; none may follow a dose"
    )
