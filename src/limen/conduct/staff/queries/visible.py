"""Which queries somebody may see: not those about what the protocol blinds them to."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from limen.conduct.core import access
from limen.conduct.core.models import Participant, Query, StaffMember
from limen.conduct.core.queries import queries_of
from limen.conduct.staff.hidden import Matter, hidden_everywhere, hidden_from, hides


def visible_queries(member: StaffMember) -> QuerySet[Query]:
    """Return the queries about people whom somebody may read, what has waited longest first."""
    rows = queries_of(access.participants_for_reading(member))
    return rows.exclude(_hidden(member))


def sees_query(member: StaffMember, query: Query) -> bool:
    """Whether somebody may see a query about a person whom they may read."""
    return sees_place(hidden_from(member, query.participant), query.about, query.instrument)


def sees_place(hidden: frozenset[Matter], about: str, instrument: str) -> bool:
    """Whether somebody from whom this is hidden may ask, and read, about a place."""
    if about == Query.About.EVENT:
        return "adverse_events" not in hidden
    return not (about == Query.About.ITEM and hides(hidden, instrument))


def _hidden(member: StaffMember) -> Q:
    """Return what is hidden, asked once for each site and version instead of for each person."""
    asked = set(Query.objects.filter(about=Query.About.ITEM).values_list("instrument", flat=True))
    rule = Q(pk__in=[])
    for people, hidden in hidden_everywhere(member):
        unseen = Q(about=Query.About.ITEM, instrument__in=[o for o in asked if hides(hidden, o)])
        if "adverse_events" in hidden:
            unseen |= Q(about=Query.About.EVENT)
        rule |= Q(participant__in=Participant.objects.filter(people)) & unseen
    return rule
