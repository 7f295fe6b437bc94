"""Enrolment: an investigator has said yes, and study day 1 is set."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from limen.conduct.core.models import Participant
from limen.conduct.core.trail import Record


def open_to_decision(participant: Participant) -> bool:
    """Whether eligibility may still be decided on: until the first dose was written down."""
    if participant.status == Participant.Status.ENROLLED:
        return not participant.administrations.exists()
    return participant.status in (Participant.Status.CONSENTED, Participant.Status.ELIGIBLE)


def enrol_if_ready(record: Record, participant: Participant) -> bool:
    """Enrol somebody who is eligible and has a study day 1, inside the event that completed it.

    Either may come first: occasions of the screening can be made before the decision. `participant`
    must be fresh.
    """
    if participant.status != Participant.Status.ELIGIBLE or participant.started_on is None:
        return False
    participant.status = Participant.Status.ENROLLED
    participant.enrolled_on = record.at.astimezone(ZoneInfo(participant.zone)).date()
    record.change(participant, "status", "enrolled_on")
    record.note("enrolled", True)
    return True
