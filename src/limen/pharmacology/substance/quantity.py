"""One number of a substance's file: value, unit, uncertainty, source, and how it was seen."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints, model_validator

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), Strict()]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.]*$"), Strict()]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Positive = Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)]
Count = Annotated[int, Field(strict=True, ge=0)]
Seen = Literal[
    "full text",
    "abstract",
    "model output",
    "computed",
    "derived",
    "secondary source",
    "registry",
    "assumed",
]
SEEN: dict[str, str] = {
    "full text": "read in the paper",
    "abstract": "read in the paper's abstract",
    "model output": "read in a public output file of the authors",
    "computed": "computed from public individual data",
    "derived": "arithmetic on published numbers",
    "secondary source": "read in another text that cites it",
    "registry": "read in a trial registry",
    "assumed": "nobody has published it; the note says why this value",
}


class Entry(BaseModel):
    """A part of a substance's file: frozen, knows its keys, and the units of its quantities."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    units: ClassVar[dict[str, str]] = {}

    @model_validator(mode="after")
    def _units(self) -> Self:
        for name, unit in self.units.items():
            quantity = getattr(self, name)
            if isinstance(quantity, Quantity) and quantity.unit != unit:
                raise ValueError(f"`{name}` must be in {unit}, and is written in {quantity.unit}")
        return self


class Quantity(Entry):
    """A number with its unit, what is known of its uncertainty, and where it comes from."""

    value: Number = Field(description="The number")
    unit: Text = Field(description="Its unit")
    lower: Number | None = Field(default=None, description="Lower end of `interval`")
    upper: Number | None = Field(default=None, description="Upper end of `interval`")
    interval: Text | None = Field(default=None, description="What lower and upper are")
    sd: Number | None = Field(default=None, ge=0, description="SD between people, as printed")
    standard_error: Number | None = Field(default=None, ge=0, description="Standard error")
    source: Id | None = Field(default=None, description="Key in `sources`")
    seen: Seen = Field(description="How the number was read")
    verify: bool = Field(default=False, description="Somebody should read the paper before use")
    note: Text | None = Field(default=None, description="Anything that must be known")

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if (self.lower is None) != (self.upper is None):
            raise ValueError("an interval needs both `lower` and `upper`")
        if self.lower is not None and self.upper is not None:
            if not self.lower <= self.value <= self.upper:
                raise ValueError(f"{self.value:g} lies outside {self.lower:g} to {self.upper:g}")
            if self.interval is None:
                raise ValueError("`interval` must say what lower and upper are, e.g. 95 % CI")
        if self.seen == "assumed" and self.note is None:
            raise ValueError("what is assumed needs a `note` that says why")
        if self.seen != "assumed" and self.source is None:
            raise ValueError("a number that is not assumed needs its `source`")
        return self

    @property
    def uncertainty(self) -> str:
        """What is known of the uncertainty, in words; empty if nothing is."""
        if self.lower is not None and self.upper is not None:
            return f"{self.lower:g} to {self.upper:g} ({self.interval})"
        if self.standard_error is not None:
            return f"SE {self.standard_error:g}"
        return f"SD {self.sd:g} between people" if self.sd is not None else ""
