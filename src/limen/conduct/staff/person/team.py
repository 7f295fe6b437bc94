"""How much the team keeps about a person."""

from __future__ import annotations

from limen.conduct.core.models import Deviation, Medication, Participant, Query, StaffMember
from limen.conduct.staff.queries.visible import visible_queries


def team_counts(member: StaffMember, person: Participant) -> dict[str, int]:
    """Return how many medications and deviations there are, and queries that are not closed."""
    mine = visible_queries(member).filter(participant=person)
    return {
        "medications": Medication.objects.filter(participant=person, version=1).count(),
        "deviations": Deviation.objects.filter(participant=person, version=1).count(),
        "queries": mine.exclude(state=Query.State.CLOSED).count(),
    }
