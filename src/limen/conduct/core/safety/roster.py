"""Who is on call, and when nobody is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from limen.conduct.core.access import WRITERS
from limen.conduct.core.models import Duty, Membership, Site
from limen.protocol import Protocol, listed
from limen.protocol.document.oversight import Safety
from limen.protocol.document.oversight.safety import Role


@dataclass(frozen=True)
class Gap:
    """A time without anybody on call."""

    starts: datetime
    ends: datetime


def roles_of(protocol: Protocol) -> tuple[Role, ...]:
    """Return the roles that the protocol's safety rules may call."""
    return tuple(listed(protocol.safety.roles)) if isinstance(protocol.safety, Safety) else ()


def duties(site: Site, *, after: datetime) -> QuerySet[Duty]:
    """Return the duties at a site that are not over, of people who still work there, in order."""
    working = Membership.objects.filter(site=site, role__in=WRITERS, ended_at=None,
                                        member__is_active=True)  # fmt: skip
    there = Duty.objects.filter(site=site, ends_at__gt=after, ended_at=None)
    there = there.filter(member__in=working.values("member"))
    return there.select_related("member", "site").order_by("starts_at", "pk")


def on_duty(site: Site, roles: Iterable[str], now: datetime) -> list[Duty]:
    """Return who is on call at a site now for any of these roles, the longest on call first."""
    return list(duties(site, after=now).filter(role__in=list(roles), starts_at__lte=now))


def unwatched(site: Site, protocol: Protocol, now: datetime) -> tuple[Role, ...]:
    """Return the roles that a rule of safety calls first, and for which nobody is on call now."""
    safety = protocol.safety
    if not isinstance(safety, Safety):
        return ()
    first = {rule.responsible for rule in listed(safety.rules)}
    first |= {one.responsible for one in listed(safety.medications) if one.responsible}
    there = {duty.role for duty in on_duty(site, first, now)}
    return tuple(role for role in roles_of(protocol) if role.id in first - there)


def somebody_watches(site: Site, protocol: Protocol, now: datetime) -> bool:
    """Whether somebody is on call at a site for every rule that may fire there."""
    return not unwatched(site, protocol, now)


def gaps(found: Sequence[Duty], begins: datetime, ends: datetime) -> list[Gap]:
    """Return when none of these duties runs, between two moments, in order."""
    missing, covered = [], begins
    for duty in sorted(found, key=lambda one: one.starts_at):
        if duty.starts_at > covered:
            missing.append(Gap(covered, min(duty.starts_at, ends)))
        covered = max(covered, duty.ends_at)
        if covered >= ends:
            return missing
    return [*missing, Gap(covered, ends)]
