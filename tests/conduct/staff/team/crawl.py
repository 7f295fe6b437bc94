"""Every page of the team, as the URLconf has it, with whatever may stand in its address.

A page needs no line here: what stands for a part of its address is looked up by the part's name. A
name that nobody has heard of fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.urls import URLPattern, reverse

from limen.conduct.core.forms import forms_at
from limen.conduct.core.models import (
    Measurement,
    Occasion,
    Participant,
    Response,
    Site,
    StaffMember,
)
from limen.conduct.staff.monitoring.matters import MATTERS
from limen.conduct.staff.urls import urlpatterns


def names() -> list[str]:
    """Every page of the team."""
    return [one.name for one in urlpatterns]


def addresses(people: Iterable[Participant]) -> Iterator[tuple[str, str]]:
    """Yield page and address, for each person and whatever else addresses are made of."""
    people = list(people)
    for pattern in urlpatterns:
        for found in dict.fromkeys(_filled(pattern, people)):
            yield str(pattern.name), found


def _filled(pattern: URLPattern, people: list[Participant]) -> Iterator[str]:
    for found in _parts(list(pattern.pattern.converters), {}, people):
        yield reverse(f"staff:{pattern.name}", kwargs=found)


def _parts(
    names: list[str], found: Mapping[str, Any], people: list[Participant]
) -> Iterator[dict[str, Any]]:
    """Yield what stands for these parts, one after the other: what follows may depend on it."""
    if not names:
        yield dict(found)
        return
    for one in people if names[0] == "code" else PARTS[names[0]](_About(found)):
        value = one.code if isinstance(one, Participant) else one
        yield from _parts(names[1:], {**found, names[0]: value}, people)


class _About:
    """The person and the occasion that an address names so far."""

    def __init__(self, found: Mapping[str, Any]) -> None:
        self.person = Participant.objects.filter(code=found.get("code")).first()
        rows = Occasion.objects.filter(participant=self.person)
        self.occasion = rows.filter(identifier=found.get("identifier", "")).first()


def _occasions(about: _About) -> list[str]:
    """The occasions that hold something, and the next one that does not yet."""
    rows = Occasion.objects.filter(participant=about.person)
    held = [rows.filter(**{f"{name}__isnull": False}) for name in ("responses", "measurements")]
    some = [one.identifier for one in held for one in one.distinct()[:2]]
    empty = rows.filter(responses=None, measurements=None).order_by("-opens_at").first()
    return list(dict.fromkeys([*some, *([empty.identifier] if empty else [])]))


def _forms(about: _About) -> list[str]:
    """The first and the last form of the occasion; one that there is not, if it has none."""
    at = about.occasion
    assert at is not None
    found = forms_at(at.made_under.protocol, at.definition, at.identifier)
    return list(dict.fromkeys([found[0].id, found[-1].id])) if found else ["none"]


def _keys(model: type[Response | Measurement], about: _About) -> list[int]:
    rows = model._default_manager.filter(occasion=about.occasion).order_by("-pk")
    return [row.pk for row in rows[:1]] or [10**6]


PARTS: dict[str, Callable[[_About], list[Any]]] = {
    "number": lambda _about: [1, 2],  # of events, alerts, queries, ...: in a small study, the first
    "identifier": _occasions,
    "form": _forms,
    "respondent": lambda _about: ["physician"],
    "key": lambda _about: ["measurement.distress_seen"],
    "response": lambda about: _keys(Response, about),
    "measurement": lambda about: _keys(Measurement, about),
    "name": lambda _about: [StaffMember.objects.earliest("pk").name],
    "topic": lambda _about: list(MATTERS),
    "site": lambda _about: [one.identifier for one in Site.objects.all()],
}
