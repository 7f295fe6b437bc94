"""What stands around every page of the team: who is signed in, and where they may go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from limen.conduct.core.access import RATERS, READERS, WRITERS, Role
from limen.conduct.staff.door import member_of, roles_of

#: Address, what it is called, and who has it in their menu: first what is used every day.
_EVERY_DAY = (
    ("day", _("Today"), WRITERS),
    ("home", _("People"), READERS),
    ("ratings", _("Ratings"), RATERS),
    ("safety", _("Safety"), READERS),
    ("queries", _("Queries"), READERS),
    ("stock", _("Stock"), READERS),
    ("monitoring", _("Monitoring"), (Role.INVESTIGATOR, Role.MONITOR)),
)
_MORE = (
    ("invite", _("Invite"), WRITERS),
    ("deviations", _("Deviations"), READERS),
    ("messages", _("Messages"), READERS),
    ("trail", _("Audit trail"), Role.values),
    ("study", _("Study"), Role.values),
    ("amendments", _("Amendments"), (Role.ADMINISTRATOR, Role.INVESTIGATOR)),
    ("approvals", _("Approvals"), (*READERS, Role.ADMINISTRATOR)),
    ("delegation", _("Delegation"), READERS),
    ("payments", _("Payments"), READERS),
    ("members", _("Staff"), (Role.ADMINISTRATOR,)),
    ("safety_roster", _("On call"), (Role.ADMINISTRATOR,)),
)
_FEW = 7  # places that stand side by side; beyond that, some wait under More
_Menu = Iterable[tuple[str, Any, Iterable[str]]]


@dataclass(frozen=True)
class Place:
    """An entry of the menu; `current` is `page`, `true` (a page below it), or blank."""

    address: str
    title: Any
    current: str


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame of a page shows; nothing for who is not signed in."""
    member = member_of(request)
    if member is None:
        return {"member": None, "places": [], "more": []}
    roles = roles_of(request)
    every_day, more = (_menu(request, roles, of) for of in (_EVERY_DAY, _MORE))
    if len(every_day) + len(more) <= _FEW:
        every_day, more = [*every_day, *more], []
    here = next((place.title for place in more if place.current), "")
    writes = bool(roles & set(WRITERS))
    return {"member": member, "places": every_day, "more": more, "here": here, "writes": writes}


def _menu(request: HttpRequest, roles: frozenset[str], places: _Menu) -> list[Place]:
    return [
        Place(reverse(f"staff:{name}"), title, _current(request.path, name))
        for name, title, who in places
        if roles & set(who)
    ]


def _current(path: str, name: str) -> str:
    address = reverse(f"staff:{name}")
    if path == address:
        return "page"
    below = reverse("staff:home") + "p/" if name == "home" else address
    return "true" if path.startswith(below) else ""
