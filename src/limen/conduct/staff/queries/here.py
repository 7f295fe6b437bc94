"""Queries about a place that a page shows, and the link that asks about it.

For pages of an occasion or a form: put `**queries_here(member, person, place)` into the context,
and include `staff/queries/here.html`.
"""

from __future__ import annotations

from typing import Any

from limen.conduct.core import access
from limen.conduct.core.models import Participant, Query, StaffMember
from limen.conduct.core.queries import Place
from limen.conduct.staff.queries.visible import visible_queries
from limen.conduct.staff.queries.words import STATES, ask_address, where


def queries_here(member: StaffMember, person: Participant, place: Place) -> dict[str, Any]:
    """Return the queries about the place's occasion, or its form if it says one."""
    rows = visible_queries(member).filter(participant=person, occasion__identifier=place.occasion)
    if place.about == Query.About.FORM:
        rows = rows.filter(about=Query.About.FORM, form=place.form)
    return {
        "queries_here": [(one, where(one), STATES[one.state]) for one in rows],
        "ask_here": ask_address(person, **place.said()),
        "may_ask": member.has_role(person.site, *access.ASKERS),
    }
