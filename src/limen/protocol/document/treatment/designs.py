"""Designs: one class for each."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from limen.protocol.document.part import Id, Part, Text, Whole, YesNo


class Parallel(Part):
    """Everybody stays in one arm."""

    kind: Literal["parallel"] = Field(description="The design")


class Crossover(Part):
    """Everybody goes through several interventions; an arm is the order in which they come."""

    kind: Literal["crossover"] = Field(description="The design")
    balance: Literal["williams", "latin_square", "all_orders", "other"] = Field(
        default="other", description="How the sequences were chosen"
    )


class SelfBlinded(Part):
    """Participants pack capsules into coded envelopes and draw their arm without knowing it."""

    kind: Literal["self_blinded"] = Field(description="The design")
    procedure: Text = Field(description="How packing, coding and drawing keep the arm hidden")
    codes_opened: Literal["after_last_answer", "at_database_lock"] = Field(
        description="When participants learn what they took"
    )


class NOf1(Part):
    """Each participant is a study of their own; results are combined afterwards."""

    kind: Literal["n_of_1"] = Field(description="The design")
    cycles: Whole = Field(ge=1, description="Cycles per person; each holds every intervention once")
    own_report: YesNo = Field(
        default=True, description="Participants receive their own result after the lock"
    )


class Observational(Part):
    """Nobody is randomised: an arm is what people do anyway."""

    kind: Literal["observational"] = Field(description="The design")
    comparison: Id | None = Field(default=None, description="Arm that the others are compared with")


Design = Annotated[
    Parallel | Crossover | SelfBlinded | NOf1 | Observational, Field(discriminator="kind")
]
