"""A member of staff is added, with roles at sites; a password is set or changed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Membership, Site, StaffMember
from limen.conduct.core.staffing.rules import problems_of_names, problems_of_roles
from limen.conduct.core.trail import Record, recording
from limen.errors import ConductError, Problem

_NAME = re.compile(r"[a-z][a-z0-9._-]{1,63}")


def add_staff(
    name: str,
    *,
    full_name: str,
    password: str,
    roles: Mapping[str, Sequence[str]],
    email: str = "",
    by: Actor,
) -> StaffMember:
    """Add somebody who may sign in; `roles` are the roles by site id.

    The trail keeps the name they sign in with, forever: choose one accordingly. `ConductError` with
    every problem: a name that is taken, an unknown site or role, a password that is too weak.
    """
    member = StaffMember(name=name, full_name=full_name, email=email)
    weak = weaknesses(member, password)
    if not weak:
        member.set_password(password)  # slow on purpose, so before anybody has to wait for us
    with recording("staff.added", by=by) as record:
        problems = [*_of_name(name), *_of_roles(roles), *weak]
        if problems:
            raise ConductError(f"{name!r} was not added.", problems)
        member.made_at = record.at
        record.add(member)
        record.add_all(_memberships(record, member, roles))
        record.note("name", name)
        record.note("roles", {site: sorted(held) for site, held in roles.items()})
        return member


def set_password(member: StaffMember, password: str, *, by: Actor) -> None:
    """Set a new password; `ConductError` if it is too weak. Sessions made before it end."""
    problems = weaknesses(member, password)
    if problems:
        raise ConductError("The password was not changed.", problems)
    hashed = make_password(password)  # slow on purpose, so before anybody has to wait for us
    with recording("staff.password_set", by=by) as record:
        stored = record.fresh(member)
        stored.password = hashed
        record.change(stored, "password")
        record.note("name", stored.name)


def weaknesses(member: StaffMember, password: str) -> list[Problem]:
    """Return what makes a password too weak for a member of staff."""
    try:
        validate_password(password, member)
    except ValidationError as error:
        return [Problem(message=message, path="password") for message in error.messages]
    return []


def _of_name(name: str) -> list[Problem]:
    if not _NAME.fullmatch(name):
        remedy = "Use 2 to 64 small letters, digits, dots and hyphens; begin with a letter."
        return [Problem(message=f"{name!r} is no name.", remedy=remedy, path="name")]
    if StaffMember.objects.filter(name=name).exists():
        message = f"{name!r} is taken."
        return [Problem(message=message, remedy="Choose another name.", path="name")]
    return []


def _of_roles(roles: Mapping[str, Sequence[str]]) -> list[Problem]:
    every = (role for held in roles.values() for role in held)
    found = list(problems_of_names(roles, every))
    for site, held in roles.items():
        found += problems_of_roles(site, held)
    if not any(roles.values()):
        remedy = "Give at least one role at a site."
        found.append(Problem(message="No role was given.", remedy=remedy, path="role"))
    return found


def _memberships(
    record: Record, member: StaffMember, roles: Mapping[str, Sequence[str]]
) -> list[Membership]:
    sites = {site.identifier: site for site in Site.objects.all()}
    return [
        Membership(member=member, site=sites[site], role=role, since=record.at)
        for site, held in roles.items()
        for role in dict.fromkeys(held)
    ]
