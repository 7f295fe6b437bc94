"""A substance's file as frozen classes: every number with its source, or marked as assumed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal, Self, TypeVar

from pydantic import BaseModel, Field, model_validator

from limen.errors import DocumentError, Problem
from limen.pharmacology.kinetics import Kinetics
from limen.pharmacology.occupancy import Binding
from limen.pharmacology.substance.noticing import PerceptibilityEntry
from limen.pharmacology.substance.quantity import Entry, Id, Positive, Quantity, Text

Named = TypeVar("Named", bound="KineticsEntry | FormulationEntry | CovariateEntry | Study")
Printed = Literal["peak", "peak_time", "half_life", "area", "effect_peak_time"]
PRINTED_UNITS: dict[str, str] = {
    "peak": "ng/mL",
    "peak_time": "h",
    "half_life": "h",
    "area": "ng·h/mL",
    "effect_peak_time": "h",
}


class Source(Entry):
    """Where numbers come from."""

    citation: Text = Field(description="Who, when, where")
    identifier: Text = Field(description="DOI, PubMed or repository number")


class KineticsEntry(Entry):
    """One set of parameters of a one-compartment model, with the dose and form it came from."""

    units: ClassVar = {
        "clearance_litres_per_hour": "L/h",
        "volume_litres": "L",
        "absorption_per_hour": "1/h",
        "lag_hours": "h",
        "equilibration_per_hour": "1/h",
    }

    id: Id = Field(description="Short name; formulations cite it")
    title: Text = Field(description="Dose, form and study")
    clearance_litres_per_hour: Quantity = Field(description="Apparent clearance, CL/F")
    volume_litres: Quantity = Field(description="Apparent volume, V/F")
    absorption_per_hour: Quantity = Field(description="Absorption rate, ka")
    lag_hours: Quantity = Field(description="Time before absorption begins")
    equilibration_per_hour: Quantity | None = Field(
        default=None, description="k0: how fast the effect site follows the plasma"
    )


class FormulationEntry(Entry):
    """A form of the dose, and what it changes."""

    units: ClassVar = {"base_fraction": "ratio", "relative_bioavailability": "ratio"}

    id: Id = Field(description="Short name")
    title: Text = Field(description="Name in words")
    kinetics: Id = Field(description="Which set of kinetics")
    base_fraction: Quantity = Field(description="Micrograms of base in a microgram of the form")
    relative_bioavailability: Quantity = Field(description="Against the set's own form")


class VariabilityEntry(Entry):
    """How people differ: log-normal, clearance and volume correlated."""

    units: ClassVar = {
        "log_sd_clearance": "log",
        "log_sd_volume": "log",
        "log_sd_absorption": "log",
        "correlation_clearance_volume": "correlation",
    }

    log_sd_clearance: Quantity
    log_sd_volume: Quantity
    log_sd_absorption: Quantity
    correlation_clearance_volume: Quantity
    assumption: Text = Field(description="What is assumed beyond the numbers")


class CovariateEntry(Entry):
    """A published effect of what a person is or takes."""

    units: ClassVar = {"clearance_factor": "ratio", "bioavailability_factor": "ratio"}

    id: Id = Field(description="Short name")
    title: Text = Field(description="Name in words")
    area_ratio: Quantity = Field(description="Ratio of areas under the curve, as published")
    peak_ratio: Quantity | None = Field(default=None, description="Ratio of peaks, as published")
    clearance_factor: Quantity = Field(description="What clearance is multiplied by")
    bioavailability_factor: Quantity = Field(description="What bioavailability is multiplied by")


class EffectEntry(Entry):
    """A subjective effect as a share of its largest."""

    units: ClassVar = {"half_effect": "ng/mL", "slope": "power"}

    title: Text = Field(description="Which effect")
    half_effect: Quantity = Field(description="Concentration of half the largest effect")
    slope: Quantity = Field(description="Hill's power")


class OccupancyEntry(Entry):
    """Receptors occupied, one site."""

    units: ClassVar = {"largest_occupancy": "share", "half_occupancy": "ng/mL"}

    title: Text = Field(description="Which receptors, where")
    largest_occupancy: Quantity = Field(description="Occupancy at high concentrations")
    half_occupancy: Quantity = Field(description="Concentration of half of that")


class StudyResult(Entry):
    """One printed summary of one dose."""

    quantity: Printed
    dose_micrograms: Positive
    value: Positive
    lower: Positive | None = None
    upper: Positive | None = None
    interval: Text | None = None
    n: int | None = None


class Study(Entry):
    """A study's printed summaries, kept for checks of prediction."""

    id: Id
    source: Id
    title: Text
    formulation: Id
    results: tuple[StudyResult, ...] = Field(min_length=1)


class Prediction(Entry):
    """Fit to one study's doses, predict others."""

    fitted_on: Id
    doses_micrograms: tuple[Positive, ...] = Field(min_length=1)
    predicts: tuple[Id, ...] = Field(min_length=1)


class Substance(Entry):
    """A substance: what is known of its exposure and of noticing it, and what is assumed."""

    limen_substance: Literal[1] = Field(description="Version of the format")
    id: Id = Field(description="Short name")
    title: Text = Field(description="Name")
    analyte: Text = Field(description="What is measured in plasma, and what doses are of")
    lowest_studied_micrograms: Positive = Field(description="Lowest dose behind the kinetics")
    highest_studied_micrograms: Positive = Field(description="Highest dose behind the kinetics")
    limits: tuple[Text, ...] = Field(default=(), description="What the model cannot say")
    sources: dict[Id, Source] = Field(description="Where numbers come from")
    kinetics: tuple[KineticsEntry, ...] = Field(min_length=1, description="Sets of parameters")
    formulations: tuple[FormulationEntry, ...] = Field(min_length=1, description="Default first")
    variability: VariabilityEntry = Field(description="How people differ")
    covariates: tuple[CovariateEntry, ...] = Field(default=(), description="Published effects")
    effect: EffectEntry | None = Field(default=None, description="Subjective effect")
    occupancy: OccupancyEntry | None = Field(default=None, description="Receptor occupancy")
    no_occupancy: Text | None = Field(default=None, description="Why there is no occupancy")
    perceptibility: PerceptibilityEntry = Field(description="Noticing")
    studies: tuple[Study, ...] = Field(default=(), description="For checks of prediction")
    predictions: tuple[Prediction, ...] = Field(default=(), description="Which checks")

    @model_validator(mode="after")
    def _refers_to_what_is_there(self) -> Self:
        known = {entry.id for entry in self.kinetics}
        for formulation in self.formulations:
            if formulation.kinetics not in known:
                raise ValueError(f"formulation {formulation.id!r} names no set of kinetics here")
        cited = {quantity.source for _, quantity in self.quantities()}
        cited |= {study.source for study in self.studies} | {self.perceptibility.counts_source}
        missing = sorted(str(source) for source in cited - {None} - set(self.sources))
        if missing:
            raise ValueError(f"source {missing[0]!r} is cited and not in `sources`")
        if (self.occupancy is None) == (self.no_occupancy is None):
            raise ValueError("give `occupancy`, or say in `no_occupancy` why there is none")
        studies = {study.id for study in self.studies}
        named = {s for p in self.predictions for s in (p.fitted_on, *p.predicts)}
        if named - studies:
            raise ValueError(f"study {min(named - studies)!r} is not in `studies`")
        return self

    def quantities(self) -> Iterator[tuple[str, Quantity]]:
        """Every number with its place in the file, in the file's order."""
        yield from _quantities(self, "")

    def formulation(self, id: str | None = None) -> FormulationEntry:
        """A formulation, the first if none is named; raises DocumentError if there is none such."""
        return self.formulations[0] if id is None else self._named(self.formulations, id)

    def kinetics_of(self, formulation: str | None = None, *covariates: str) -> Kinetics:
        """The typical person's kinetics with a formulation, after covariates.

        Raises DocumentError for an unknown formulation or covariate.
        """
        form = self.formulation(formulation)
        entry = self.kinetics_entry(formulation)
        found = Kinetics(
            clearance_litres_per_hour=entry.clearance_litres_per_hour.value,
            volume_litres=entry.volume_litres.value,
            absorption_per_hour=entry.absorption_per_hour.value,
            bioavailability=form.base_fraction.value * form.relative_bioavailability.value,
            lag_hours=entry.lag_hours.value,
        )
        for id in covariates:
            covariate = self._named(self.covariates, id)
            found = found.scaled(
                clearance=covariate.clearance_factor.value,
                bioavailability=covariate.bioavailability_factor.value,
            )
        return found

    def kinetics_entry(self, formulation: str | None = None) -> KineticsEntry:
        """The documented set of parameters behind a formulation."""
        return self._named(self.kinetics, self.formulation(formulation).kinetics)

    def study(self, id: str) -> Study:
        """A study of the file; raises DocumentError if there is none such."""
        return self._named(self.studies, id)

    @property
    def binding(self) -> Binding | None:
        """The receptor model at its published values; None where none is published."""
        if self.occupancy is None:
            return None
        return Binding(
            largest_occupancy=self.occupancy.largest_occupancy.value,
            half_occupancy_nanograms_per_millilitre=self.occupancy.half_occupancy.value,
        )

    def extrapolates(self, dose_micrograms: float) -> bool:
        """Whether a dose lies outside those that the kinetics were estimated from."""
        return not (
            self.lowest_studied_micrograms <= dose_micrograms <= self.highest_studied_micrograms
        )

    def _named(self, entries: tuple[Named, ...], id: str) -> Named:
        for entry in entries:
            if entry.id == id:
                return entry
        known = ", ".join(entry.id for entry in entries) or "none"
        raise DocumentError(
            f"{self.title} has no {id!r} here.", [Problem(message=f"Known: {known}.")]
        )


def _quantities(part: BaseModel, path: str) -> Iterator[tuple[str, Quantity]]:
    for name in type(part).model_fields:
        yield from _inside(getattr(part, name), f"{path}.{name}" if path else name)


def _inside(value: object, path: str) -> Iterator[tuple[str, Quantity]]:
    if isinstance(value, Quantity):
        yield path, value
    elif isinstance(value, BaseModel):
        yield from _quantities(value, path)
    elif isinstance(value, tuple):
        for number, entry in enumerate(value):
            yield from _inside(entry, f"{path}.{getattr(entry, 'id', number)}")
