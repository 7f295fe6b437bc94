"""Instruments and measurements that the study defines itself."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from limen.protocol.document.part import Id, Number, Part, Text


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
    """A single measured quantity, such as blood pressure."""

    id: Id = Field(description="Short name; the measurements table carries it")
    title: Text = Field(description="Name in words")
    unit: Text = Field(description="Unit, e.g. mmHg")
    low: Number | None = Field(default=None, description="Lowest plausible value")
    high: Number | None = Field(default=None, description="Highest plausible value")
