"""Substances and doses."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from limen.protocol.document.part import Id, Number, Part, Text

Unit = Literal["ug", "mg", "g"]
MICROGRAMS: dict[str, float] = {"ug": 1.0, "mg": 1e3, "g": 1e6}


class Dose(Part):
    """An amount in one administration."""

    amount: Number = Field(gt=0, description="How much")
    unit: Unit = Field(description="ug (micrograms), mg or g")

    @property
    def micrograms(self) -> float:
        """The dose in micrograms."""
        return self.amount * MICROGRAMS[self.unit]


class DoseRange(Part):
    """A dose that is chosen per person within limits, and reported."""

    chosen_by: Literal["participant", "clinician"] = Field(description="Who chooses")
    lowest: Number = Field(gt=0, description="Lowest amount that may be chosen")
    highest: Number = Field(gt=0, description="Highest amount that may be chosen")
    unit: Unit = Field(description="ug (micrograms), mg or g")

    @property
    def micrograms(self) -> tuple[float, float]:
        """Lowest and highest dose in micrograms."""
        factor = MICROGRAMS[self.unit]
        return self.lowest * factor, self.highest * factor


def _dose_or_range(value: Any) -> str:
    if isinstance(value, DoseRange) or (isinstance(value, dict) and "chosen_by" in value):
        return "range"
    return "dose"


AnyDose = Annotated[
    Annotated[Dose, Tag("dose")] | Annotated[DoseRange, Tag("range")],
    Discriminator(_dose_or_range),
]


class Substance(Part):
    """A substance that is studied or used as an active placebo."""

    id: Id = Field(description="Short name")
    title: Text = Field(description="Name, with the form that doses refer to (base, tartrate, ...)")
    units: tuple[Unit, ...] = Field(
        default=("ug", "mg", "g"),
        min_length=1,
        description="Units its doses may be written in; a dose in another one is refused",
    )
    largest_dose: Dose | None = Field(
        default=None,
        description="No dose of this study exceeds it; a larger one is refused as a slip of units",
    )
    note: Text | None = Field(default=None, description="What else a reader must know")
