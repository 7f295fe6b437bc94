"""Blinding: who is blinded to what, and how a blind is broken in an emergency."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from limen.protocol.document.part import Id, Part, Text, Whole

Hidden = Literal[
    "allocation",
    "guesses",
    "positive_controls",
    "adverse_events",
    "expectancies",
    "interim_results",
]


class BlindedParty(Part):
    """Somebody, and what they must not see."""

    party: Id = Field(
        description="A respondent's id, or a role such as statistician, pharmacist, monitor"
    )
    blinded_to: tuple[Hidden, ...] = Field(default=(), description="What is hidden from them")


class EmergencyUnblinding(Part):
    """How one participant's allocation is opened when safety needs it."""

    may_open: tuple[Id, ...] = Field(min_length=1, description="Roles or respondents who may")
    within_minutes: Whole = Field(ge=1, description="How fast it must be possible, day and night")
    told: tuple[Id, ...] = Field(default=(), description="Who is told at once")
    dosing_after: Literal["stops", "continues"] = Field(
        default="stops", description="Whether the participant goes on dosing"
    )


class Blinding(Part):
    """Who is blinded to what."""

    parties: tuple[BlindedParty, ...] = Field(min_length=1, description="Who, and to what")
    emergency: EmergencyUnblinding | None = Field(
        default=None, description="How a blind is broken in an emergency"
    )
    note: Text | None = Field(default=None, description="How kits are made to look and taste alike")
