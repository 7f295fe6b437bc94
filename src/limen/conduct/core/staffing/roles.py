"""A role at a site begins, or ends."""

from __future__ import annotations

from collections.abc import Iterator

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Membership, Site, StaffMember
from limen.conduct.core.reasons import refuse_other_words
from limen.conduct.core.staffing.rules import (
    problems_of_names,
    problems_of_roles,
    problems_of_the_past,
)
from limen.conduct.core.team_reasons import TEAM
from limen.conduct.core.trail import Record, recording
from limen.errors import ConductError, Problem

_ADMINISTRATOR = Membership.Role.ADMINISTRATOR


def add_role(member: StaffMember, *, site: str, role: str, reason: str, by: Actor) -> Membership:
    """Give somebody a role at a site; sessions of theirs have it with the next page.

    `reason` is a word of `team_reasons.TEAM`. `ConductError` with every problem: no such site or
    role, they hold it already, they have left, or it does not go with what they hold there.
    """
    with recording("staff.role_added", by=by) as record:
        return begin_role(record, member, site=site, role=role, reason=reason)


def begin_role(
    record: Record, member: StaffMember, *, site: str, role: str, reason: str
) -> Membership:
    """Do so inside the event."""
    refuse_other_words(reason, TEAM, needed=True)
    problems = list(_problems(record.fresh(member), site, role))
    if problems:
        raise ConductError(f"{member} does not become {role} at {site}.", problems)
    _note(record, member, site, role, reason)
    there = Site.objects.get(identifier=site)
    return record.add(Membership(member=member, site=there, role=role, since=record.at))


def end_role(membership: Membership, *, reason: str, by: Actor) -> None:
    """End a role at a site, at once. `ConductError` if it is over, or the last administrator's.

    `reason` is a word of `team_reasons.TEAM`.
    """
    with recording("staff.role_ended", by=by) as record:
        finish_role(record, membership, reason=reason)


def finish_role(record: Record, membership: Membership, *, reason: str) -> None:
    """Do so inside the event."""
    refuse_other_words(reason, TEAM, needed=True)
    stored = record.fresh(membership)
    if stored.ended_at is not None:
        raise ConductError(f"{stored} ended already.")
    refuse_last_administrator(stored)
    stored.ended_at = record.at
    record.change(stored, "ended_at")
    _note(record, stored.member, stored.site.identifier, stored.role, reason)


def held_by(member: StaffMember, site: str) -> list[str]:
    """Return the roles that somebody holds at a site now."""
    rows = Membership.objects.filter(member=member, site__identifier=site, ended_at=None)
    return list(rows.values_list("role", flat=True))


def refuse_last_administrator(membership: Membership) -> None:
    """Raise `ConductError` if a site would be left without an administrator who may sign in."""
    if membership.role != _ADMINISTRATOR or not membership.member.is_active:
        return
    others = Membership.objects.filter(
        site=membership.site, role=_ADMINISTRATOR, ended_at=None, member__is_active=True
    ).exclude(member=membership.member)
    if not others.exists():
        message = f"{membership.member} is the only administrator at {membership.site}."
        remedy = "Give somebody else that role first."
        problem = Problem(message=message, remedy=remedy, path="role")
        raise ConductError("The role was not ended.", [problem])


def _problems(member: StaffMember, site: str, role: str) -> Iterator[Problem]:
    if not member.is_active:
        yield Problem(message=f"{member} does not work here any more.", path="name")
    odd = list(problems_of_names([site], [role]))
    yield from odd
    held = held_by(member, site)
    if role in held:
        yield Problem(message=f"{member} is {role} at {site} already.", path="role")
    elif not odd:
        yield from problems_of_roles(site, [*held, role])
        yield from problems_of_the_past(member, site, role)


def _note(record: Record, member: StaffMember, site: str, role: str, reason: str) -> None:
    record.note("name", member.name)
    record.note("site", site)
    record.note("role", role)
    record.note("reason", reason)
