"""What stands around every page of the team: who is signed in, and where they may go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from limen.conduct.core.access import RATERS, READERS, WRITERS, Role
from limen.conduct.staff.door import member_of, roles_of

#: Address, what it is called, and who has it in their menu.
_PLACES = (
    ("day", _("Today"), WRITERS),
    ("home", _("People"), READERS),
    ("ratings", _("Ratings"), RATERS),
    ("safety", _("Safety"), READERS),
    ("queries", _("Queries"), READERS),
    ("deviations", _("Deviations"), READERS),
    ("invite", _("Invite"), WRITERS),
    ("stock", _("Stock"), READERS),
    ("monitoring", _("Monitoring"), (Role.INVESTIGATOR, Role.MONITOR)),
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
        return {"member": None, "places": []}
    roles = roles_of(request)
    places = [
        Place(reverse(f"staff:{name}"), title, _current(request.path, name))
        for name, title, who in _PLACES
        if roles & set(who)
    ]
    return {"member": member, "places": places, "writes": bool(roles & set(WRITERS))}


def _current(path: str, name: str) -> str:
    address = reverse(f"staff:{name}")
    if path == address:
        return "page"
    below = reverse("staff:home") + "p/" if name == "home" else address
    return "true" if path.startswith(below) else ""
