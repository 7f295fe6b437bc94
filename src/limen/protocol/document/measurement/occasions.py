"""Occasions: visits, diaries, tasks, rater assessments and clinic measurements.

A definition that repeats stands for the occasions `acute.1`, `acute.2`, ...; one that comes once
has its own id.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from limen.protocol.document.measurement.schedules import Schedule
from limen.protocol.document.measurement.windows import Window
from limen.protocol.document.part import CONSENT_NEVER, Id, Part, Text, Whole, YesNo


class _Planned(Part):
    """What every occasion has."""

    id: Id = Field(description="Short name; repeats are numbered from it: `acute.1`")
    title: Text | None = Field(
        default=None, description="Name in words", json_schema_extra=CONSENT_NEVER
    )
    phase: Id = Field(description="Phase in which it takes place")
    respondent: Id = Field(default="participant", description="Who answers")
    schedule: Schedule = Field(description="On which days")
    window: Window = Field(
        default=Window(),
        description="When it may be answered",
        json_schema_extra=CONSENT_NEVER,
    )
    measures: tuple[Id, ...] = Field(
        default=(), description="Instruments, in the order in which they are answered"
    )
    measurements: tuple[Id, ...] = Field(default=(), description="Single measured quantities")


class Visit(_Planned):
    """A planned contact with staff, on site or remote."""

    kind: Literal["visit"] = Field(description="The kind of occasion")
    place: Literal["site", "home", "remote"] = Field(default="site", description="Where")
    supervised_administration: YesNo = Field(
        default=False, description="A dose is taken during the visit"
    )


class Diary(_Planned):
    """An entry in daily life."""

    kind: Literal["diary"] = Field(description="The kind of occasion")
    entries_per_day: Whole = Field(default=1, ge=1, description="Prompts a day")


class Task(_Planned):
    """Performance tasks, done alone."""

    kind: Literal["task"] = Field(description="The kind of occasion")
    practice: YesNo = Field(
        default=False, description="A practice run; its scores are not analysed"
    )
    parallel_forms: YesNo = Field(default=False, description="Another form each time")


class RaterAssessment(_Planned):
    """A rating by somebody else."""

    kind: Literal["rater_assessment"] = Field(description="The kind of occasion")


class ClinicMeasurement(_Planned):
    """Something measured by staff or a device."""

    kind: Literal["clinic_measurement"] = Field(description="The kind of occasion")


Occasion = Annotated[
    Visit | Diary | Task | RaterAssessment | ClinicMeasurement, Field(discriminator="kind")
]
