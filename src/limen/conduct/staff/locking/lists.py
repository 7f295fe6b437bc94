"""What stands in the way of the lock, as lists with a way to where each thing is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from limen.conduct.core import access
from limen.conduct.core.locking import KINDS, InTheWay
from limen.conduct.core.models import StaffMember
from limen.conduct.staff.hidden import unseen_people

_TELLING = ("events", "alerts")  # what tells of adverse events
#: Where a thing of a kind is done: a page about the person, or about the place named besides.
_PAGES = {
    "counter_signatures": "staff:counter_sign",
    "casebooks": "staff:casebook",
}
_PLACES = {
    "deviations": "staff:correct_deviation",
    "occasions": "staff:occasion",
    "events": "staff:judge_event",
}

_NUMBERED = {
    "alerts": "staff:safety_alert",
    "queries": "staff:query",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """A thing in the way, and where it is done; blank where somebody may not go."""

    about: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """The things of one kind: all of them counted, those of one's own sites to be shown."""

    kind: str
    title: Any
    remedy: Any
    count: int
    mine: list[InTheWay]

    @property
    def elsewhere(self) -> int:
        """How many are about people whom the reader may not see."""
        return self.count - len(self.mine)


def groups_for(member: StaffMember, found: Sequence[InTheWay]) -> list[Group]:
    """Return a group per kind; only what is about people of one's own sites is named."""
    people = access.participants_for_reading(member)
    mine = set(people.values_list("code", flat=True))
    told = people.exclude(unseen_people(member, "adverse_events"))
    of_events = set(told.values_list("code", flat=True))
    by_kind: dict[str, list[InTheWay]] = {}
    for one in found:
        by_kind.setdefault(one.kind, []).append(one)
    return [
        Group(
            kind=kind,
            title=KINDS[kind].title,
            remedy=KINDS[kind].remedy,
            count=len(some),
            mine=[one for one in some if _may_read(one, of_events if kind in _TELLING else mine)],
        )
        for kind, some in by_kind.items()
    ]


def _may_read(one: InTheWay, mine: set[UUID]) -> bool:
    return bool(mine) if one.code is None else one.code in mine


def line(one: InTheWay) -> Line:
    """Return a thing with the address of the page on which it is done."""
    return Line(about=one.about, address=_address(one))


def _address(one: InTheWay) -> str:
    if one.kind == "kits":
        return reverse("staff:stock")
    if one.kind == "messages":
        return reverse("staff:messages")
    if one.kind in _NUMBERED:
        return reverse(_NUMBERED[one.kind], args=[one.place])
    if one.kind == "forms":
        return reverse("staff:form", args=[one.code, *one.place.split("/")])
    if one.kind in _PLACES:
        return reverse(_PLACES[one.kind], args=[one.code, one.place])
    return reverse(_PAGES.get(one.kind, "staff:person"), args=[one.code])
