"""The calendar of one participant: what is due when, in local time and in UTC."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from limen.calendar.course import PeriodSpan, PhaseSpan, period_spans, phase_spans, said
from limen.calendar.dosing import WEEKDAYS, dosing_days
from limen.calendar.occasions import PlannedOccasion, expand_occasions
from limen.calendar.window import AssessmentWindow, assessment_window, window_between
from limen.errors import Problem, ProtocolError
from limen.protocol import Protocol
from limen.protocol.document.measurement import Window
from limen.protocol.document.treatment import Administration


@dataclass(frozen=True)
class DueDose:
    """A dose of one participant: its number, its day, and when on that day it may be taken."""

    number: int
    period: int
    study_day: int
    date: date
    window: AssessmentWindow


@dataclass(frozen=True)
class DueOccasion:
    """An occasion of one participant: what was planned, its date, and its window."""

    planned: PlannedOccasion
    date: date
    window: AssessmentWindow

    @property
    def id(self) -> str:
        """The occasion's id, such as ``acute.3``."""
        return self.planned.id


@dataclass(frozen=True)
class ParticipantCalendar:
    """All that is due for one participant; `start` is the date of study day 1.

    `unplaced` are occasions whose day the protocol does not say. `interventions` are those of the
    arm by period, if an arm was given whose order is fixed.
    """

    protocol: Protocol
    start: date
    zone: str
    site_zone: str | None
    phases: tuple[PhaseSpan, ...]
    periods: tuple[PeriodSpan, ...]
    doses: tuple[DueDose, ...]
    occasions: tuple[DueOccasion, ...]
    unplaced: tuple[PlannedOccasion, ...] = ()
    interventions: tuple[str, ...] = ()

    def date_of(self, study_day: int) -> date:
        """Return the date of a study day."""
        return self.start + timedelta(days=study_day - 1)

    def study_day(self, day: date) -> int:
        """Return the study day of a date: 1 is the first of treatment, 0 the day before."""
        return (day - self.start).days + 1

    def occasion(self, id: str) -> DueOccasion:
        """Return an occasion by its id; `ProtocolError` if the calendar has none of this name."""
        for due in self.occasions:
            if due.id == id:
                return due
        raise _refused(f"The calendar has no occasion {id!r}.", "See `occasions` for its ids.")

    def moved(self, zone: str, *, since: datetime) -> ParticipantCalendar:
        """Return the calendar of somebody who changes to another time zone at a moment.

        What has opened by then stays as it was; only what is still to come is made again, by the
        rule of `AssessmentWindow.moved`. What follows the site's clocks stays.
        """
        return replace(
            self,
            zone=zone,
            doses=tuple(
                replace(dose, window=dose.window.moved(zone, since=since)) for dose in self.doses
            ),
            occasions=tuple(
                replace(due, window=due.window.moved(zone, since=since))
                if self.travels(due)
                else due
                for due in self.occasions
            ),
        )

    def travels(self, due: DueOccasion) -> bool:
        """Whether an occasion follows the participant's clocks, not the site's."""
        window = self.protocol.occasion(due.planned.definition).window
        return not (isinstance(window, Window) and window.time_zone == "site")


def of(
    protocol: Protocol,
    *,
    start: date,
    zone: str,
    arm: str | None = None,
    site_zone: str | None = None,
) -> ParticipantCalendar:
    """Return the calendar of a participant whose first day of treatment is `start`.

    Windows are in `zone`, the participant's IANA time zone, unless the protocol puts them into the
    site's: that is `site_zone`, or else that of the protocol's only site with a known one. Raises
    `ProtocolError` if there is none, and `LimenError` for a zone that does not exist.
    """
    place = site_zone or _only_site_zone(protocol)
    weekday = WEEKDAYS[start.weekday()]
    planned = expand_occasions(protocol, first_weekday=weekday)
    entries = {one.definition: 0 for one in planned}
    for one in planned:
        entries[one.definition] = max(entries[one.definition], one.entry)
    return ParticipantCalendar(
        protocol=protocol,
        start=start,
        zone=zone,
        site_zone=site_zone,
        phases=phase_spans(protocol),
        periods=period_spans(protocol),
        doses=_doses(protocol, start, zone, weekday),
        occasions=tuple(
            _due(protocol, one, start, (zone, place), entries[one.definition])
            for one in planned
            if one.study_day is not None
        ),
        unplaced=tuple(one for one in planned if one.study_day is None),
        interventions=_interventions(protocol, arm),
    )


def _doses(protocol: Protocol, start: date, zone: str, weekday: str) -> tuple[DueDose, ...]:
    found = protocol.administration
    opens, closes = "00:00", "23:59"
    if isinstance(found, Administration):
        opens = found.opens if isinstance(found.opens, str) else opens
        closes = found.closes if isinstance(found.closes, str) else closes
    doses = []
    for dose in dosing_days(protocol, first_weekday=weekday):
        day = start + timedelta(days=dose.study_day - 1)
        ends = [datetime.fromisoformat(f"{day.isoformat()}T{time}") for time in (opens, closes)]
        window = window_between(ends[0], ends[1], zone)
        doses.append(DueDose(dose.number, dose.period, dose.study_day, day, window))
    return tuple(doses)


def _due(
    protocol: Protocol,
    planned: PlannedOccasion,
    start: date,
    zones: tuple[str, str | None],
    entries: int,
) -> DueOccasion:
    found = protocol.occasion(planned.definition).window
    window = found if isinstance(found, Window) else Window()
    zone = zones[1] if window.time_zone == "site" else zones[0]
    if zone is None:
        message = f"The windows of '{planned.definition}' are in the site's time zone, not known."
        raise _refused(message, "Give `site_zone`, or `time_zone` of the site in the protocol.")
    day = start + timedelta(days=(planned.study_day or 0) - 1)
    made = assessment_window(window, day, zone, entry=planned.entry, entries=entries)
    return DueOccasion(planned, day, made)


def _only_site_zone(protocol: Protocol) -> str | None:
    sites = getattr(protocol.population, "sites", ())
    zones = {site.time_zone for site in said(sites) if isinstance(site.time_zone, str)}
    return zones.pop() if len(zones) == 1 else None


def _interventions(protocol: Protocol, arm: str | None) -> tuple[str, ...]:
    if arm is None:
        return ()
    found = protocol.arm(arm)
    if found.order != "fixed" or not isinstance(found.periods, tuple):
        return ()
    periods = found.periods
    return periods * protocol.period_count if len(periods) == 1 else periods


def _refused(message: str, remedy: str) -> ProtocolError:
    return ProtocolError(message, [Problem(message=message, remedy=remedy)])
