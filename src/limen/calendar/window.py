"""An assessment window of one participant: local wall times, their moments, and the late rule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal, TypeAlias

from limen.calendar.course import said
from limen.calendar.wall_time import utc_of, zone_named
from limen.protocol.document.measurement import Window

Verdict: TypeAlias = Literal["too_early", "in_time", "late", "refused"]


@dataclass(frozen=True)
class ReminderTime:
    """When somebody is reminded (UTC), and by what means."""

    at: datetime
    by: str


@dataclass(frozen=True)
class AssessmentWindow:
    """When an occasion may be answered, or a dose be taken.

    `opens_local` and `closes_local` are wall times in `zone`; `opens`, `closes` and `grace_ends`
    are moments in UTC, all included. Grace and reminders count hours that pass, whatever clocks do.
    """

    zone: str
    opens_local: datetime
    closes_local: datetime
    opens: datetime
    closes: datetime
    grace_ends: datetime
    late: str = "refuse"
    reminders: tuple[ReminderTime, ...] = ()

    def verdict(self, moment: datetime) -> Verdict:
        """Say what becomes of an answer that arrives at a moment (with its time zone)."""
        if moment < self.opens:
            return "too_early"
        if moment <= self.closes:
            return "in_time"
        if self.late == "refuse" or moment > self.grace_ends:
            return "refused"
        return "late" if self.late == "flag" else "in_time"

    @property
    def ends(self) -> datetime:
        """The last moment (UTC, included) at which somebody may begin to answer."""
        return self.closes if self.late == "refuse" else max(self.closes, self.grace_ends)

    def remade(self, zone: str) -> AssessmentWindow:
        """Return the window between the same wall times in another zone, with the same grace."""
        fresh = window_between(self.opens_local, self.closes_local, zone)
        reminders = (replace(r, at=fresh.opens + (r.at - self.opens)) for r in self.reminders)
        return replace(
            fresh,
            grace_ends=fresh.closes + (self.grace_ends - self.closes),
            late=self.late,
            reminders=tuple(reminder for reminder in reminders if reminder.at < fresh.closes),
        )

    def moved(self, zone: str, *, since: datetime) -> AssessmentWindow:
        """Return the window of somebody who changes to a zone at a moment.

        A window that has opened by then stays as it was. So does one that would have opened by then
        in the new zone (a flight across the date line skips its day): it would be over, or cut
        short, before anybody saw it.
        """
        if zone == self.zone or self.opens <= since:
            return self
        fresh = self.remade(zone)
        return self if fresh.opens <= since else fresh


def window_between(opens_local: datetime, closes_local: datetime, zone: str) -> AssessmentWindow:
    """Return the window between two wall times.

    A window that lies within a jump of the clocks would vanish: it keeps its length and starts at
    the jump.
    """
    place = zone_named(zone)
    opens = utc_of(opens_local, place)
    closes = utc_of(closes_local, place, is_end=True)
    if closes <= opens:
        closes = opens + (closes_local - opens_local)
    return AssessmentWindow(zone, opens_local, closes_local, opens, closes, closes)


def window_hours(window: Window) -> tuple[float, float]:
    """Return the hours from midnight of the scheduled day to opening and closing.

    What the protocol does not say is the whole of the day.
    """
    opens = isinstance(window.opens_day, int) and isinstance(window.opens_time, str)
    closes = isinstance(window.closes_day, int) and isinstance(window.closes_time, str)
    return (window.opens_hour if opens else 0.0), (window.closes_hour if closes else 24.0)


def assessment_window(
    window: Window, day: date, zone: str, *, entry: int = 1, entries: int = 1
) -> AssessmentWindow:
    """Return a protocol's window around a scheduled day.

    Several entries a day share the window: it is cut into equal parts by the wall clock.
    """
    midnight = datetime.combine(day, time())
    opens_local, closes_local = (midnight + timedelta(hours=h) for h in window_hours(window))
    part = (closes_local - opens_local) / entries
    start = opens_local + (entry - 1) * part
    plain = window_between(start, start + part, zone)
    reminders = said(window.reminders)
    times = [ReminderTime(plain.opens + timedelta(hours=r.after_hours), r.by) for r in reminders]
    grace = window.grace_hours if isinstance(window.grace_hours, (int, float)) else 0.0
    return AssessmentWindow(
        zone=zone,
        opens_local=plain.opens_local,
        closes_local=plain.closes_local,
        opens=plain.opens,
        closes=plain.closes,
        grace_ends=plain.closes + timedelta(hours=grace),
        late=window.late if isinstance(window.late, str) else "refuse",
        reminders=tuple(reminder for reminder in times if reminder.at < plain.closes),
    )
