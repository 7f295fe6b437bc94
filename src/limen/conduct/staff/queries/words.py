"""Words for queries: where they ask, and what happened to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from limen.conduct.core.models import Membership, Participant, Query, QueryEvent
from limen.conduct.core.occasions.named import name_of
from limen.conduct.core.queries import Place
from limen.conduct.staff.person.answers import title_of
from limen.conduct.staff.person.events import words_of
from limen.protocol import Protocol, listed

STATES: Mapping[str, Any] = {
    Query.State.OPEN: gettext_lazy("waits for an answer"),
    Query.State.ANSWERED: gettext_lazy("answered"),
    Query.State.CLOSED: gettext_lazy("closed"),
}
STEPS: Mapping[str, Any] = {
    QueryEvent.Kind.ASKED: gettext_lazy("asked"),
    QueryEvent.Kind.ANSWERED: gettext_lazy("answered"),
    QueryEvent.Kind.CLOSED: gettext_lazy("closed"),
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """A line of a query's story."""

    at: datetime
    what: Any
    who: str
    role: str
    words: str | None  # None: erased


def where(query: Query) -> str:
    """Return in words what a query asks about."""
    protocol = query.participant.version.protocol
    occasion = name_of(protocol, query.occasion.identifier) if query.occasion else ""
    at = f", {occasion}" if occasion else ""
    match query.about:
        case Query.About.EVENT:
            return _("Adverse event %(number)d") % {"number": query.number}
        case Query.About.DOSE:
            return _("Dose %(number)d") % {"number": query.number}
        case Query.About.ITEM:
            return f"{title_of(query.instrument)}, {query.name}{at}"
        case Query.About.MEASUREMENT:
            return f"{_measured(protocol, query.name)}{at}"
        case Query.About.FORM:
            form = _form(protocol, query.form)
            return f"{form}{at}" if form else occasion
        case Query.About.OCCASION if occasion:
            return occasion
    return _("The person")


def place_words(person: Participant, place: Place) -> str:
    """Return in words what somebody is about to ask about."""
    columns = place.columns(person)
    return where(Query(participant=person, **columns))


def address_of(query: Query) -> str:
    """Return where the record of that place stands."""
    code = query.participant.code
    if query.occasion is not None and query.about == Query.About.FORM:
        return reverse("staff:form", args=[code, query.occasion.identifier, query.form])
    if query.occasion is not None:
        return reverse("staff:occasion", args=[code, query.occasion.identifier])
    anchor = {Query.About.EVENT: "#events-heading", Query.About.DOSE: "#doses-heading"}
    return reverse("staff:person", args=[code]) + anchor.get(Query.About(query.about), "")


def ask_address(person: Participant, **place: object) -> str:
    """Return the address that asks about a place of somebody's record."""
    return reverse("staff:ask", args=[person.code]) + "?" + urlencode(place)


def story_of(query: Query) -> list[Step]:
    """Return what was asked and answered, in order."""
    rows = query.events.select_related("member", "words__participant").order_by("nth")
    return [
        Step(
            at=one.at,
            what=STEPS[one.kind],
            who=one.member.full_name,
            role=str(Membership.Role(one.role).label).partition(":")[0],
            words=words_of(one.words) if one.words_id else "",
        )
        for one in rows
    ]


def _measured(protocol: Protocol, name: str) -> str:
    titles = {str(one.id): str(one.title) for one in listed(protocol.measurements)}
    return titles.get(name, name)


def _form(protocol: Protocol, form: str) -> str:
    """Return a form's title; blank if the occasion itself is the form."""
    titles = {str(one.id): str(one.title) for one in listed(protocol.forms)}
    return titles.get(form, "")
