"""Arms: what one is randomised to."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from limen.protocol.document.part import CONSENT_NEVER, Id, Part, Text


class Arm(Part):
    """What one is randomised to: an intervention, or a sequence of interventions by period."""

    id: Id = Field(description="Short name; allocations carry it")
    title: Text = Field(description="Name in words", json_schema_extra=CONSENT_NEVER)
    periods: tuple[Id, ...] = Field(
        min_length=1,
        description="One intervention per period; a single entry stands for the whole treatment",
    )
    order: Literal["fixed", "drawn"] = Field(
        default="fixed",
        description="`fixed`: the periods come as written; `drawn`: a draw puts them in order",
    )
