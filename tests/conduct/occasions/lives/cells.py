"""The cells: window × zone change × clock change × late × pause, and what they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from itertools import product

from wall_clock import changes

from limen.calendar import AssessmentWindow
from limen.calendar.window import assessment_window
from limen.conduct.core.occasions import Occasion
from limen.protocol.document.measurement import Window

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

WINDOWS = {
    "evening": Window(opens_time="18:00", closes_time="23:00"),
    "overnight": Window(opens_time="22:00", closes_day=1, closes_time="02:30"),
    "in the night": Window(opens_time="02:15", closes_time="02:45"),
    "whole day": Window(closes_day=1, closes_time="00:00"),
}
JOURNEYS = {
    "stays": ("Europe/Berlin", "Europe/Berlin"),
    "flies east": ("America/New_York", "Europe/Berlin"),
    "flies west": ("Europe/Berlin", "America/New_York"),
    "east across the date line": ("Pacific/Auckland", "America/Los_Angeles"),
    "west across the date line": ("America/Los_Angeles", "Pacific/Auckland"),
}
CLOCKS = ("no change", "forward", "back")
LATE = {"refuse": 0.0, "flag": 4.0, "accept": 4.0}
PAUSES = ("none", "ended in time", "over it")


@dataclass(frozen=True)
class Cell:
    """One combination; `clocks` is what the clocks do that night where the person then is."""

    window: str
    journey: str
    clocks: str
    late: str
    pause: str

    def __str__(self) -> str:
        return ", ".join((self.window, self.journey, self.clocks, self.late, self.pause))

    @property
    def zones(self) -> tuple[str, str]:
        return JOURNEYS[self.journey]

    def days(self) -> list[datetime]:
        """The midnights of scheduled days on which the clocks do what the cell says."""
        return scheduled_days(self.zones, self.clocks, self.window == "overnight")

    def occasion(self, day: datetime) -> Occasion:
        """The occasion as it was made ahead, at home."""
        grace = {"grace_hours": LATE[self.late], "late": self.late}
        window = WINDOWS[self.window].model_copy(update=grace)
        return Occasion(id="day.1", window=assessment_window(window, day.date(), self.zones[0]))

    def walls(self, day: datetime) -> tuple[datetime, datetime]:
        """Opening and closing as a wall shows them."""
        made: AssessmentWindow = self.occasion(day).window
        return made.opens_local, made.closes_local


@cache
def scheduled_days(zones: tuple[str, str], clocks: str, is_day_before: bool) -> list[datetime]:
    """Midnights in 2025 to 2028 whose night has the change, or which have none for days."""
    nights = {
        name: [datetime.combine(wall.date(), time()) for wall, minutes in changes(zones[1])
               if (minutes > 0) == (name == "forward")]
        for name in ("forward", "back")
    }  # fmt: skip
    if clocks != "no change":
        return [night - DAY * is_day_before for night in nights[clocks] if night.year > 2024]
    busy = [wall for zone in zones for wall, _ in changes(zone)]
    quiet = [datetime(2025, 1, 15) + n * 23 * DAY for n in range(50)]
    return [day for day in quiet if all(abs(day - one) > 5 * DAY for one in busy)]


CELLS = [Cell(*parts) for parts in product(WINDOWS, JOURNEYS, CLOCKS, LATE, PAUSES)]
