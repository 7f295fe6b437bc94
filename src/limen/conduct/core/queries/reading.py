"""What staff see of queries, and which step somebody may take."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from limen.conduct.core import access
from limen.conduct.core.models import (
    Membership,
    Occasion,
    Participant,
    Query,
    QueryEvent,
    Site,
    StaffMember,
)
from limen.conduct.core.queries.states import after, may_take

_Role = Membership.Role
_ORDER = (_Role.INVESTIGATOR, _Role.COORDINATOR, _Role.MONITOR)


def open_queries() -> QuerySet[Query]:
    """Return every query that is not closed: none may be left when the database is locked."""
    rows = Query.objects.exclude(state=Query.State.CLOSED)
    return rows.select_related("participant__site", "occasion")


def queries_of(people: QuerySet[Participant]) -> QuerySet[Query]:
    """Return the queries about some people, what has waited longest first."""
    rows = Query.objects.filter(participant__in=people)
    rows = rows.select_related("participant__site", "participant__version", "occasion", "opened_by")
    return rows.order_by("moved_at", "pk")


def query_for_reading(member: StaffMember, number: int) -> Query:
    """Return a query about somebody whom a member of staff may read; 404 to all others."""
    found = queries_of(access.participants_for_reading(member)).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def asked_about(participant: Participant, *, occasion: Occasion | None = None) -> QuerySet[Query]:
    """Return the queries about a participant, or about one occasion, the latest first."""
    rows = Query.objects.filter(participant=participant).select_related("occasion", "participant")
    rows = rows.filter(occasion=occasion) if occasion is not None else rows
    return rows.order_by("-opened_at", "-pk")


def roles_at(member: StaffMember, site: Site) -> list[str]:
    """Return the roles in which somebody may do something about queries, the first one to use."""
    if not member.is_active:
        return []
    rows = member.memberships.filter(site=site, ended_at=None)
    held = set(rows.values_list("role", flat=True))
    return [role for role in _ORDER if role in held]


def what_may(member: StaffMember, query: Query) -> tuple[str, ...]:
    """Return the steps that somebody may take now: words of `QueryEvent.Kind`."""
    roles = roles_at(member, query.participant.site)
    return tuple(
        kind
        for kind in QueryEvent.Kind.values
        if after(query.state, kind) is not None and role_for(kind, roles, query) is not None
    )


def role_for(kind: str, roles: list[str], query: Query) -> str | None:
    """Return in which of their roles somebody takes a step; None if in none."""
    found = (role for role in roles if may_take(kind, role, opened_as=query.opened_as))
    return next(found, None)
