"""Who holds a role at a site, and nothing was delegated to them; and the other way round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from limen.conduct.core.approvals.days import day_of
from limen.conduct.core.delegation.log import log_of
from limen.conduct.core.models import Membership, Site, StaffMember

_NOT_DELEGATED = ("administrator", "monitor")  # the sponsor's people, or the server's


@dataclass(frozen=True)
class Gap:
    """A warning about somebody: `undelegated`, or `left`: delegated, and works there no more."""

    kind: str
    member: StaffMember
    roles: tuple[str, ...] = ()


def undelegated(site: Site, at: datetime) -> list[Gap]:
    """Return where roles and log do not go together at a moment. They are warnings, never a lock.

    Monitors and administrators need no delegation; nor does the investigator who signs the log.
    """
    today, lines = day_of(at, site), log_of(site)
    there = {line.current.member_id for line in lines if line.in_force(today)}
    signs = {row.signed_by_id for line in lines for row in line.versions}
    held = Membership.objects.filter(site=site, ended_at=None, member__is_active=True)
    roles: dict[StaffMember, list[str]] = {}
    for one in held.select_related("member").order_by("member__full_name", "role"):
        roles.setdefault(one.member, []).append(one.role)
    missing = []
    for member, names in roles.items():
        needing = tuple(name for name in names if name not in _NOT_DELEGATED)
        if needing and member.pk not in there | signs:
            missing.append(Gap("undelegated", member, needing))
    works = {member.pk for member in roles}
    left = {
        line.current.member.pk: line.current.member
        for line in lines
        if line.current.member is not None
        and line.in_force(today)
        and line.current.member.pk not in works
    }
    return [*missing, *(Gap("left", member) for member in left.values())]
