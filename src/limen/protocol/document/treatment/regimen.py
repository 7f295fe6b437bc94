"""The regimen: on which days a dose is due, and when on such a day."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from limen.protocol.document.part import ClockTime, Id, Number, Part, Text, Whole
from limen.protocol.document.treatment.release import ReleaseCriterion

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class EveryNDays(Part):
    """A dose every so many days: `every: 3` gives days 1, 4, 7, ..."""

    kind: Literal["every_n_days"] = Field(description="The pattern")
    every: Whole = Field(ge=1, description="Days from one dose to the next")
    first_day: Whole = Field(default=1, ge=1, description="First dosing day of a period")
    administrations: Whole | None = Field(
        default=None, ge=1, description="At most this many per period; left out: until its end"
    )


class OnOff(Part):
    """So many dosing days, so many days off, again and again: 1 on 2 off, 4 on 3 off."""

    kind: Literal["on_off"] = Field(description="The pattern")
    on: Whole = Field(ge=1, description="Dosing days in a row")
    off: Whole = Field(ge=1, description="Days without a dose in a row")
    first_day: Whole = Field(default=1, ge=1, description="First dosing day of a period")


class FixedWeekdays(Part):
    """The same weekdays every week."""

    kind: Literal["fixed_weekdays"] = Field(description="The pattern")
    weekdays: tuple[Weekday, ...] = Field(min_length=1, description="Dosing days of a week")


class ListedDays(Part):
    """Listed days of each period; a single dose is `days: [1]`."""

    kind: Literal["on_days"] = Field(description="The pattern")
    days: tuple[Annotated[Whole, Field(ge=1)], ...] = Field(
        min_length=1, description="Dosing days of a period; 1 is its first day"
    )


Regimen = Annotated[EveryNDays | OnOff | FixedWeekdays | ListedDays, Field(discriminator="kind")]


class Administration(Part):
    """How and when on a dosing day a kit is taken."""

    route: Text | None = Field(default=None, description="Oral, sublingual, ...")
    opens: ClockTime = Field(description="Earliest local time, HH:MM in quotes")
    closes: ClockTime = Field(description="Latest local time, HH:MM in quotes")
    supervised: Literal["none", "first", "all"] = Field(
        default="none", description="Which administrations staff watch"
    )
    observation_hours: Number | None = Field(
        default=None, ge=0, description="Hours of observation after a supervised administration"
    )
    release: tuple[ReleaseCriterion, ...] = Field(
        default=(), description="What must be so before they go home after it"
    )
    missed: Literal["skip", "next_day"] = Field(
        default="skip", description="A dose not taken within the window is lost, or moves a day"
    )
    filler: Id | None = Field(
        default=None,
        description="What other capsules of an active period hold, if some are not doses",
    )
