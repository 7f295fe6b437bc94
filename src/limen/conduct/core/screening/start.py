"""When a participant can begin, and that they do."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from limen import calendar
from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.consenting.standing import refuse_if_gone
from limen.conduct.core.models import Occasion, Participant
from limen.conduct.core.occasions.services import make_occasions
from limen.conduct.core.screening.enrolment import enrol_if_ready
from limen.conduct.core.trail import recording
from limen.errors import ConductError, Problem
from limen.protocol import Protocol


def earliest_start(participant: Participant) -> date:
    """Return the earliest date of study day 1, which is the first day of treatment.

    The run-in, which lies before it, begins on the participant's next local day; without a run-in
    that is study day 1 itself. `missed_if_started` says which occasions of the screening would be
    over by then.
    """
    today = clock.now().astimezone(ZoneInfo(participant.zone)).date()
    return today + timedelta(days=2 - _first_day(participant.version.protocol))


def plan_start(participant: Participant, *, by: Actor, start: date | None = None) -> list[Occasion]:
    """Set study day 1, the earliest if left out, and make every occasion; return them.

    Who is eligible is enrolled by it.

    `ConductError` before consent, for a date that is too early, if they have begun, or where the
    site lacks an approval.
    """
    with recording("participant.began", by=by, participant=participant) as record:
        stored = record.fresh(participant)
        refuse_if_gone(stored)
        if stored.consent_due or stored.status == Participant.Status.INVITED:
            raise ConductError(f"{stored} has not consented; nothing begins before.")
        earliest = earliest_start(stored)
        if start is not None and start < earliest:
            message = f"{start.isoformat()} is too early: the run-in would lie in the past."
            remedy = f"Choose {earliest.isoformat()} or later."
            problem = Problem(message=message, remedy=remedy, path="start")
            raise ConductError(f"{stored} did not begin.", [problem])
        made = make_occasions(record, stored, start=start or earliest)
        enrol_if_ready(record, stored)
        return made


def missed_if_started(participant: Participant, start: date) -> list[str]:
    """Return the occasions that nobody could answer any more if study day 1 were `start`."""
    mine = calendar.of(
        participant.version.protocol,
        start=start,
        zone=participant.zone,
        site_zone=participant.site.zone or None,
    )
    now = clock.now()
    return [due.id for due in mine.occasions if due.window.ends <= now]


def _first_day(protocol: Protocol) -> int:
    """Return the study day on which the run-in begins: 1 if there is none, or none of a length."""
    spans = calendar.phase_spans(protocol)
    first = [span.first for span in spans if span.kind == "run_in" and span.first is not None]
    return min([1, *first])
