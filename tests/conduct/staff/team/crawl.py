"""Every page of the team, as the URLconf has it, with whatever may stand in its address.

A page needs no line here: what stands for a part of its address is looked up by the part's name. A
name that nobody has heard of fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product

from django.urls import URLPattern, reverse

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
from limen.protocol import listed

NUMBERS = range(1, 4)  # of events, alerts, queries, ...: in a small study, the first ones


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
    parts = list(pattern.pattern.converters)
    about = people if "code" in parts else [None]
    for person in about:
        found = [[person.code] if part == "code" else _found(part, person) for part in parts]
        for some in product(*found):
            yield reverse(f"staff:{pattern.name}", kwargs=dict(zip(parts, some, strict=True)))


def _found(part: str, person: Participant | None) -> list[object]:
    found = PARTS[part]
    return list(dict.fromkeys(found(person)))


def _occasions(person: Participant | None) -> list[str]:
    """The occasions that hold something, and the next one that does not yet."""
    rows = Occasion.objects.filter(participant=person)
    held = [rows.filter(**{f"{name}__isnull": False}) for name in ("responses", "measurements")]
    some = [one.identifier for some in held for one in some.distinct()[:2]]
    empty = rows.filter(responses=None, measurements=None).order_by("-opens_at").first()
    return [*some, *([empty.identifier] if empty else [])]


def _forms(person: Participant | None) -> list[str]:
    assert person is not None
    return [str(one.id) for one in listed(person.version.protocol.forms)]


PARTS: dict[str, Callable[[Participant | None], list[object]]] = {
    "number": lambda _person: list(NUMBERS),
    "identifier": _occasions,
    "form": _forms,
    "response": lambda person: [
        row.pk for row in Response.objects.filter(participant=person).order_by("pk")[:2]
    ],
    "measurement": lambda person: [
        row.pk for row in Measurement.objects.filter(participant=person).order_by("-pk")[:2]
    ],
    "name": lambda _person: [one.name for one in StaffMember.objects.all()[:2]],
    "key": lambda _person: ["measurement.distress_seen"],
    "topic": lambda _person: list(MATTERS),
    "site": lambda _person: [one.identifier for one in Site.objects.all()],
}
