"""Facts that safety rules may look at besides what was just told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from limen.calendar.wall_time import zone_named
from limen.conduct.core.answering.asked import screened
from limen.conduct.core.models import Administration, Participant


def more_facts(
    participant: Participant, now: datetime
) -> Callable[[frozenset[str]], dict[str, Any]]:
    """Return what looks further facts up, only where a rule asks for them."""

    def look_up(names: frozenset[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if "study_day" in names and participant.started_on is not None:
            today = now.astimezone(zone_named(participant.zone)).date()
            found["study_day"] = (today - participant.started_on).days + 1
        if "administrations_taken" in names:
            found["administrations_taken"] = administrations_taken(participant)
        plain = {name for name in names if "." not in name} - found.keys()
        return found | (screened(participant, plain) if plain else {})

    return look_up


def administrations_taken(participant: Participant) -> int:
    """Return how many doses somebody took, in full or in part."""
    rows = Administration.objects.filter(participant=participant).order_by("version")
    latest = {row.number: row.status for row in rows}
    taken = (Administration.Status.TAKEN, Administration.Status.PARTLY)
    return sum(status in taken for status in latest.values())
