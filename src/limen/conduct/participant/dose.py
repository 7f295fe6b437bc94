"""The dose that the regimen plans for today. A record of what was planned, never advice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

from limen.calendar.dosing import WEEKDAYS, DosingDay, dosing_days
from limen.conduct.core.models import Administration, Participant, ProtocolVersion
from limen.protocol.document.treatment import Administration as Taking


@dataclass(frozen=True, kw_only=True)
class Dose:
    """The dose that is planned today; `recorded` is its latest record, if there is one."""

    number: int
    opens: time
    closes: time
    recorded: Administration | None = None


def dose_of(participant: Participant, today: date) -> Dose | None:
    """Return the dose planned for a local date, to who still takes any."""
    start = participant.started_on
    stopped = participant.status != Participant.Status.ENROLLED or participant.paused_since
    if start is None or stopped:
        return None
    version = participant.version
    day = (today - start).days + 1
    plan = _planned(version.text, WEEKDAYS[start.weekday()])
    found = next((one for one in plan if one.study_day == day), None)
    if found is None:
        return None
    opens, closes = _hours(version)
    recorded = Administration.objects.filter(participant=participant, number=found.number)
    return Dose(
        number=found.number,
        opens=opens,
        closes=closes,
        recorded=recorded.order_by("version").last(),
    )


def _hours(version: ProtocolVersion) -> tuple[time, time]:
    """Return between which times of day the protocol wants a dose taken; else the whole day."""
    taking = version.protocol.administration
    said = (taking.opens, taking.closes) if isinstance(taking, Taking) else ("", "")
    opens, closes = (one if isinstance(one, str) else "" for one in said)
    return time.fromisoformat(opens or "00:00"), time.fromisoformat(closes or "23:59")


@lru_cache(maxsize=64)
def _planned(text: str, weekday: str) -> tuple[DosingDay, ...]:
    return dosing_days(ProtocolVersion(text=text).protocol, first_weekday=weekday)
