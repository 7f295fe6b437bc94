"""When an occasion comes: one class per pattern; days count from 1 within the occasion's phase."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from limen.protocol.document.part import Part, Whole
from limen.protocol.document.treatment.regimen import Weekday

Day = Annotated[Whole, Field(ge=1)]


class Once(Part):
    """A single occasion."""

    kind: Literal["once"] = Field(description="The pattern")
    day: Day = Field(description="Day of the phase; 1 is its first")


class OnDays(Part):
    """Listed days of the phase."""

    kind: Literal["on_days"] = Field(description="The pattern")
    days: tuple[Day, ...] = Field(min_length=2, description="Days of the phase, in order")


class Daily(Part):
    """From one day to another, every day or every few days."""

    kind: Literal["daily"] = Field(description="The pattern")
    first: Day = Field(default=1, description="First day of the phase")
    last: Day = Field(description="Last day of the phase")
    every: Whole = Field(default=1, ge=1, description="Days from one to the next")


class Weekly(Part):
    """One fixed weekday, so many weeks."""

    kind: Literal["weekly"] = Field(description="The pattern")
    weekday: Weekday = Field(description="The day of the week")
    weeks: Whole = Field(ge=1, description="How many weeks")
    first_week: Whole = Field(default=1, ge=1, description="First week of the phase")


class EachPeriod(Part):
    """Once in every period of treatment."""

    kind: Literal["each_period"] = Field(description="The pattern")
    day: Day = Field(description="Day of the period; 1 is its first")


class AfterAdministrations(Part):
    """On listed dosing days, or a day or more after them."""

    kind: Literal["after_administrations"] = Field(description="The pattern")
    numbers: tuple[Day, ...] = Field(
        min_length=1, description="Which administrations, counted from 1 over the phase"
    )
    lag_days: Whole = Field(default=0, ge=0, description="0 the dosing day, 1 the day after, ...")


Schedule = Annotated[
    Once | OnDays | Daily | Weekly | EachPeriod | AfterAdministrations, Field(discriminator="kind")
]
