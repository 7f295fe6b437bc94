"""Who answers what."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from limen.protocol.document.part import Id, Part, Text


class Respondent(Part):
    """Somebody, or something, whose answers are recorded; every record names one."""

    id: Id = Field(description="Short name; records carry it")
    kind: Literal["participant", "blinded_rater", "clinician", "device"] = Field(
        description="Who it is; a blinded rater sees no guess, drug intensity or adverse event"
    )
    title: Text | None = Field(default=None, description="Name in words")
