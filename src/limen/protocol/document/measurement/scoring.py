"""What the study says in advance about the scoring of a built-in instrument."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from limen.protocol.document.part import Id, Part, Text


class Scoring(Part):
    """How a built-in instrument is scored, where something has to be said about it."""

    instrument: Id = Field(description="A built-in instrument that the study measures")
    confirmed: Text | None = Field(
        default=None,
        description="Who has read the scoring key in its source, when, and where it stands; needed "
        "where Limen calls the scoring `unverified`",
    )
    missing: Literal["strict", "prorate"] = Field(
        default="strict",
        description="`strict`: one missing answer makes a score missing; `prorate`: as many are "
        "filled in as the source of the score allows",
    )
