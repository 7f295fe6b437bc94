"""Instruments and measurements that the study defines itself."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from limen.protocol.document.part import Id, Number, Part, Text, listed


class StudySubscale(Part):
    """A scored part of an instrument."""

    id: Id = Field(description="Short name; scores carry it")
    title: Text | None = Field(default=None, description="Name in words")
    low: Number | None = Field(default=None, description="Lowest possible score; none: unbounded")
    high: Number | None = Field(default=None, description="Highest possible score; none: unbounded")
    better: Literal["higher", "lower", "neither"] = Field(
        description="Which direction is better, if any"
    )


class StudyInstrument(Part):
    """A questionnaire or task that Limen does not bring; structure only, no item texts.

    A definition with the id of a built-in instrument takes its place.
    """

    id: Id = Field(description="Short name; scores carry it")
    title: Text = Field(description="Name of the instrument")
    kind: Literal["questionnaire", "visual_analogue_scale", "clinician_rating", "task", "diary"] = (
        Field(description="What sort of instrument it is")
    )
    version: Text | None = Field(default=None, description="Its version, form or language")
    subscales: tuple[StudySubscale, ...] = Field(min_length=1, description="Its scored parts")
    licence: Text = Field(description="On what terms it may be used")
    source: Text = Field(description="Where it is described, with DOI where there is one")


class Measurement(Part):
    """A single measured quantity, such as blood pressure, or a single finding.

    Values are numbers: of a `choice` the place of the option, 0 first; of `yes_no` 0 or 1.
    """

    id: Id = Field(description="Short name; the measurements table carries it")
    title: Text = Field(description="Name in words")
    kind: Literal["number", "choice", "yes_no"] = Field(
        default="number", description="A number, one of some options, or no and yes"
    )
    unit: Text | None = Field(default=None, description="Unit of a number, e.g. mmHg")
    options: tuple[Text, ...] = Field(
        default=(), description="Options of a choice, in order: the first is 0 in the dataset"
    )
    low: Number | None = Field(default=None, description="Lowest plausible value of a number")
    high: Number | None = Field(default=None, description="Highest plausible value of a number")

    @property
    def choices(self) -> tuple[str, ...]:
        """The words for 0, 1, ...; none for a number, or where the protocol does not say."""
        if self.kind == "yes_no":
            return ("no", "yes")
        return listed(self.options) if self.kind == "choice" else ()

    @property
    def unit_in_words(self) -> str:
        """The unit; of findings what each number means: `0 negative, 1 positive`."""
        if self.kind == "number":
            return self.unit if isinstance(self.unit, str) else ""
        return ", ".join(f"{number} {words}" for number, words in enumerate(self.choices))

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """The lowest and the highest value, as far as they are known."""
        if self.kind != "number":
            return (0.0, len(self.choices) - 1.0) if self.choices else (None, None)
        low, high = (
            float(n) if isinstance(n, (int, float)) else None for n in (self.low, self.high)
        )
        return low, high

    def in_words(self, value: float) -> str:
        """Return a value as people read it: `120 mmHg`, `positive`."""
        if value in range(len(self.choices)):
            return self.choices[int(value)]
        return f"{value:g} {self.unit_in_words}".rstrip() if self.kind == "number" else f"{value:g}"
