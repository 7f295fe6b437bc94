"""What a substance's file says of noticing: guesses, criterion, intensity, tolerance."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import Field, model_validator

from limen.pharmacology.substance.quantity import Count, Entry, Id, Positive, Quantity, Text


class GuessShape(Entry):
    """Signal detection with one way in which noticing depends on the dose."""

    units: ClassVar = {"discriminability": "SD", "criterion": "SD", "correlation": "correlation"}

    title: Text = Field(description="The dependence in words")
    discriminability: Quantity = Field(description="d′, at the reference dose where it depends")
    criterion: Quantity = Field(description="k: how much it takes to say active")
    correlation: Quantity = Field(description="Correlation of the two estimates")


class IntensityCell(Entry):
    """Ratings of those who took one thing and guessed one thing."""

    units: ClassVar = {"zero": "share", "mean": "points", "sd": "points"}

    zero: Quantity = Field(description="Share of ratings that are 0")
    mean: Quantity = Field(description="Mean of the ratings above 0")
    sd: Quantity = Field(description="SD of the ratings above 0")


class IntensityEntry(Entry):
    """Drug intensity, 0-100, by taken and guessed."""

    active_guessed_active: IntensityCell
    active_guessed_placebo: IntensityCell
    placebo_guessed_active: IntensityCell
    placebo_guessed_placebo: IntensityCell


class GuessCounts(Entry):
    """How many said active, of those who took the substance and of those who took placebo."""

    id: Id = Field(description="Short name")
    title: Text = Field(description="The band of doses in words")
    mean_dose_micrograms: Positive | None = Field(default=None, description="Mean dose taken")
    active_guessed_active: Count = Field(description="Took it and said so")
    active: Count = Field(description="Guesses of those who took it")
    placebo_guessed_active: Count = Field(description="Took placebo and said active")
    placebo: Count = Field(description="Guesses of those who took placebo")

    @model_validator(mode="after")
    def _shares(self) -> Self:
        if self.active_guessed_active > self.active or self.placebo_guessed_active > self.placebo:
            raise ValueError("more guesses of one kind than guesses")
        return self


class PerceptibilityEntry(Entry):
    """How people notice: the fitted model and the counts that it was fitted to."""

    units: ClassVar = {"criterion_sd": "SD", "tolerance_per_dose": "SD"}

    title: Text = Field(description="Whose guesses")
    reference_dose_micrograms: Positive | None = Field(
        default=None, description="The dose at which the proportional d′ is given"
    )
    constant: GuessShape = Field(description="d′ alike at every dose")
    proportional: GuessShape | None = Field(default=None, description="d′ in proportion to dose")
    criterion_sd: Quantity = Field(description="SD of the criterion between people")
    tolerance_per_dose: Quantity = Field(description="Fall of d′ with each earlier dose")
    intensity: IntensityEntry = Field(description="The drug-intensity rating")
    counts: tuple[GuessCounts, ...] = Field(min_length=1, description="All doses first, then bands")
    counts_source: Id = Field(description="Key in `sources`")

    @model_validator(mode="after")
    def _reference(self) -> Self:
        if (self.proportional is None) != (self.reference_dose_micrograms is None):
            raise ValueError("`proportional` and `reference_dose_micrograms` belong together")
        return self
