"""Assessment windows: when an occasion may be answered, and who reminds of it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from limen.protocol.document.part import ClockTime, Number, Part, Whole


class Reminder(Part):
    """A reminder to somebody who has not answered yet."""

    after_hours: Number = Field(ge=0, description="Hours after the window opened")
    by: Literal["push", "email", "text_message", "call"] = Field(description="By what means")


class Window(Part):
    """When an occasion may be answered, around its scheduled day."""

    opens_day: Whole = Field(
        default=0, description="Days from the scheduled day; -1 the day before"
    )
    opens_time: ClockTime = Field(default="00:00", description="Local time, HH:MM in quotes")
    closes_day: Whole = Field(default=0, description="Days from the scheduled day; 1 the day after")
    closes_time: ClockTime = Field(default="23:59", description="Local time, HH:MM in quotes")
    grace_hours: Number = Field(
        default=0, ge=0, description="Hours after closing in which `late` says what happens"
    )
    late: Literal["refuse", "flag", "accept"] = Field(
        default="refuse", description="An answer within the grace: refused, kept with a flag, kept"
    )
    time_zone: Literal["participant", "site"] = Field(
        default="participant", description="Whose local time it is"
    )
    reminders: tuple[Reminder, ...] = Field(default=(), description="Reminders, in order")

    @property
    def opens_hour(self) -> float:
        """Hours from midnight of the scheduled day to the opening."""
        return 24 * self.opens_day + clock_hours(self.opens_time)

    @property
    def closes_hour(self) -> float:
        """Hours from midnight of the scheduled day to the closing, grace left out."""
        return 24 * self.closes_day + clock_hours(self.closes_time)


def clock_hours(time: str) -> float:
    """Return the hours since midnight of an HH:MM time."""
    hours, minutes = time.split(":")
    return int(hours) + int(minutes) / 60
